set -e; cd "$T"; echo 'false; echo not reached' > d; . ./d; echo never
