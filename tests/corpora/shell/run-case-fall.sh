x=b; case $x in (a) echo a;; (b) echo b; esac; case x$y in x) echo unset;; esac; case $(echo hi) in h?) echo yes;; esac; case 'a*' in 'a*') echo lit;; esac
