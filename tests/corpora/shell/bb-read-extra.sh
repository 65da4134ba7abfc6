# only: busybox
echo abcdef | { read -n 3 a; echo "$a"; }
echo 'a:b' | { read -d : x; echo "$x"; }
cd "$T"; echo fromfd > f; exec 4< f; read -u 4 l; echo "$l"
echo 'word1 word2' | { read; echo "[$REPLY]"; }
