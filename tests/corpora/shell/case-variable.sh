p='a*'
case abc in $p) echo match;; *) echo no;; esac
case abc in "$p") echo match;; *) echo no;; esac
case 'a*' in "$p") echo match;; esac
x='foo bar'
case $x in foo\ bar) echo one;; esac
case "$x" in 'foo bar') echo two;; esac
case $x in foo*bar) echo three;; esac
