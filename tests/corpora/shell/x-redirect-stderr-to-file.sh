cd "$T"; nosuch_cmd_zz 2> err; [ -s err ] && echo has; { nosuch2_zz; } 2> err2; [ -s err2 ] && echo has2
