# stderr
a-b() { :; }
