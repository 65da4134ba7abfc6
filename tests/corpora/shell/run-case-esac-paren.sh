case a in (a) echo 1;; (b) echo 2;; esac; case a in a) ;; esac; echo $?; case zz in a) echo a;; esac; echo $?
