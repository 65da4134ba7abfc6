if :; then :; fi; { :; }; (:); while false; do :; done; for x in; do :; done; case x in esac; f() { :; }; f; ; 2>/dev/null
