ready=0 tries=0
until [ $ready -eq 1 ]; do tries=$((tries+1)); [ $tries -ge 3 ] && ready=1; [ $tries -gt 10 ] && { echo timeout; exit 1; }; done; echo "ready after $tries"
