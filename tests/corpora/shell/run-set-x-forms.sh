set -x
a='b c'; echo "$a" x; [ "$a" ] && true; for i in 1; do :; done; case $a in *) :;; esac; f() { echo in; }; f; x=$(echo y); echo ${x:+z} > /dev/null; (echo sub)
set +x
echo off
