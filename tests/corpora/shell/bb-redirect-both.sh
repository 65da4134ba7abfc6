# only: busybox
cd "$T"
f() { echo out; echo err >&2; }
f &> both; cat both
f >& both2; cat both2

