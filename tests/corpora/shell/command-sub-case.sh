x=$(case a in a) echo yes;; esac); echo $x
x=$(case a in (a) echo paren;; esac); echo $x
