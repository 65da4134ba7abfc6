cd "$T"; : > f1; : > f2
x=f*; echo "$x" $x
case f1 in f*) echo yes;; esac
case 'f*' in "f*") echo quoted;; esac
