if false; then :; fi; echo $?; while false; do :; done; echo $?; for i in; do :; done; echo $?; case a in b) ;; esac; echo $?
false; if false; then :; fi; echo $?
