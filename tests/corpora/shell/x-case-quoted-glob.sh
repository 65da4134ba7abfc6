case '*' in \*) echo star;; esac
case 'a?b' in a\?b) echo q;; esac
case '[x]' in '[x]') echo br;; esac
case x in [x]) echo cls;; esac
p='[ab]'; case a in $p) echo var;; esac; case a in "$p") echo no;; *) echo quoted;; esac
