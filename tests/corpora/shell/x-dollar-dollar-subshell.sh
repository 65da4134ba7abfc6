a=$$; b=$(echo $$); (c=$$; [ "$a" = "$c" ] && [ "$a" = "$b" ] && echo same)
