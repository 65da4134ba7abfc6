cd "$T"; { echo one; { echo two; } >&4; } 4>f4 | cat; cat f4
