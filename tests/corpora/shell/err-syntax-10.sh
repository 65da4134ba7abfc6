# stderr
f( { echo; }
