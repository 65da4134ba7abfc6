set -e; n=3; while [ $n -gt 0 ]; do n=$((n-1)); [ $n -eq 1 ] && continue; echo $n; done; echo end
