lock="$T/lock"
acquire() { (set -C; : > "$lock") 2>/dev/null; }
acquire && echo got || echo busy
acquire && echo got || echo busy
