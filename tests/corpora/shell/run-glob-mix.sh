cd $T; touch a.txt b.txt c.log .hid 'sp ace.txt'; echo *.txt; echo *; echo .*d; echo [ab].*; echo ?.log; echo [!a]*.txt; echo nomatch*; echo "*.txt"
for f in *.txt; do echo "<$f>"; done; set -f; echo *.txt
