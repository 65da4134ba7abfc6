cd $T; echo 12345 > f; wc -c < f; cat -n f | tr -s ' \t' ' '; cat f - <<E
stdin
E
touch -d '2020-01-02 03:04:05' f; date -r f +%Y; stat -c '%s %F' f; ls -1; cp f g; cmp f g; [ f -nt g ] || echo older; truncate -s 3 g; cat g; echo; dd if=f of=h bs=1 count=2 2>/dev/null; cat h; echo; tee i j < f > /dev/null; cat i j; rm i j; ls | wc -l; mkdir -m 700 m; stat -c %a m; mv f m/; ls m; du -s m > /dev/null && echo du; df . > /dev/null && echo df; readlink -f m/f | sed "s,.*/m,m,"; ls -d m; nl -ba m/f | tr -s ' \t' ' '; od -c h | head -1; head -c2 m/f | xxd -p 2>/dev/null || true
