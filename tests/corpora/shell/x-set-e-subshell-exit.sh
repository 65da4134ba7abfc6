set -e; (set +e; false; echo in); (exit 0); x=$(set +e; false; echo sub); echo $x; (false; echo no); echo never
