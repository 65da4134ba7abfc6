if true; then if true; then if true; then for i in 1; do while true; do case a in a) { ( echo deep; ); };; esac; break; done; done; fi; fi; fi
echo $(echo $(echo $(echo $(echo nested))))
echo "$(echo "$(echo "$(echo "q n")")")"
