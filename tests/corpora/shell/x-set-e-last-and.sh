set -e; f() { [ 1 = 2 ] && echo x; }; f || echo "f failed"; [ 1 = 2 ] && echo y; echo end; f; echo never
