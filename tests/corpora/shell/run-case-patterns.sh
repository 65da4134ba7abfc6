t() { case $1 in -*) echo opt;; [0-9]|[0-9][0-9]) echo num;; *.tar.gz|*.tgz) echo archive;; "a b") echo space;; a*b) echo ab;; '') echo empty;; [!a-z]*) echo notlower;; *) echo other;; esac; }
for w in -x 5 42 100 x.tgz y.tar.gz 'a b' axxb '' Q zed; do t "$w"; done
