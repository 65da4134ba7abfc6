set -e; eval 'false || true'; echo a; eval 'false'; echo never
