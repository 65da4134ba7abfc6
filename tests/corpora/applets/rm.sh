### a file
rm words; ls words

### several, one missing
rm words nosuch other; echo $?; ls words other

### force
rm -f nosuch; echo $?; rm -f; echo $?; rm -f words nosuch; echo $?; ls words

### nothing
rm; echo $?

### a folder
rm dir; echo $?; rm -f dir; echo $?; ls -d dir

### recursive
rm -r dir; echo $?; ls -d dir

### recursive in capitals
rm -R dir void; ls -d dir void

### recursive and missing
rm -r nosuch; echo $?; rm -rf nosuch dir; echo $?

### dot and dotdot
rm -r .; echo $?; rm -rf ..; echo $?; rm -r dir/.; echo $?; rm -rf dir/..; echo $?

### a link, not what it leads to
rm link dirlink dangling loop; ls -d words dir link dirlink

### recursive does not follow links
rm -r dirlink; ls -d dir; ls dirlink

### a link with a slash
rm dirlink/; echo $?; rm -r dirlink/; echo $?; ls -d dirlink dir

### a file with a slash
rm words/; echo $?

### no permission @1000
rm words; echo $?; rm -f words; echo $?; rm -r dir 2>&1 | sort

### write-protected, no terminal @1000
cd /tmp; echo a > a; chmod 444 a; rm a < /dev/null; echo $?; ls a

### write-protected, yes @1000
cd /tmp; echo a > a; chmod 444 a; echo y | rm a; echo $?; ls a

### write-protected, force @1000
cd /tmp; echo a > a; chmod 000 a; rm -f a; echo $?; ls a

### interactive
echo y | rm -i words; echo; ls words; echo n | rm -i other; echo; ls other

### interactive, a folder
printf 'y\ny\nn\n' | rm -ri void; echo; ls -d void

### interactive, a tree
mkdir t; touch t/f; printf 'y\ny\nn\n' | rm -ri t; echo " $?"; ls -R t

### force undoes interactive
rm -if words < /dev/null; ls words; rm -fi other < /dev/null; echo; ls other

### verbose
rm -v words other; rm -rv void

### double dash
touch -- -x; rm -x; rm -- -x; ls

### empty name
rm ''; echo $?; rm -f ''; echo $?

### somebody else's in a sticky folder @1000
cd /tmp; rm -f /tmp/nosuch; rm -rf /tmp; echo $?

### a folder in a folder that may not be written @1000
rm -rf dir 2>&1 | sort; rm -rf void; echo $?

### options after operands
rm words -f nosuch; echo $?

### no such option
rm -z words

### glob
rm t*; ls

### hard link
ln words twin; rm words; cat twin | head -n 1; ls -l twin | cut -c 1-15
