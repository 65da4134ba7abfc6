if true; then :; fi && echo ok; for i in; do :; done; echo $?
