set -e; true; (false) || true; { false || true; }; echo a; false || { echo b; false; } || echo c; echo end
