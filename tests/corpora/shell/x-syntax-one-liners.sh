if true; then echo a; fi; for i in 1; do echo b; done; while false; do :; done; case x in x) echo c;; esac; { echo d; }; (echo e)
f() { echo g; }; f && f || f; ! f >/dev/null; echo $?
