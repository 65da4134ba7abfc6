printf 'one\ntwo\nthree\n' | { read a; (read b; echo "sub $b"); read c; echo "$a $c"; }
