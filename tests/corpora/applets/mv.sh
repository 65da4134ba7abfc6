### rename
mv words new; ls words new

### over a file
mv words other; cat other; ls words

### into a folder
mv words dir; ls dir/words words; mv other ten void/; ls void

### a folder to a new name
mv dir new; ls -A new; ls -d dir

### a folder into a folder
mv dir void; ls void/dir; ls -d dir

### a folder over a folder of the same name
mkdir void/dir; mv dir void; echo $?; ls void/dir; mkdir dir; mv dir void; echo $?

### a folder over a file
mv dir words; echo $?; ls -d dir words

### a file over a folder of that name
mkdir void/words; mv words void; echo $?; ls void

### a folder into itself
mv dir dir/c; echo $?; mv dir dir; echo $?; ls -A dir

### onto itself
mv words words; echo $?; ls words; mv words ./words; echo $?; mv words .; echo $?; ls words

### missing
mv nosuch x; echo $?; mv nosuch words void; echo $?; ls void

### several to a file
mv words other ten; echo $?

### several to what is missing
mv words other nosuch; echo $?; ls words other

### to a missing folder
mv words nosuch/; echo $?; mv words nosuch/x; echo $?

### a folder to a new name with a slash
mv dir new/; ls new

### one operand
mv words; echo $?; mv; echo $?

### a link
mv link new; readlink new; mv dirlink void; readlink void/dirlink; mv dangling x; readlink x

### over a link to a folder
mv words dirlink; ls dir/words; ls -l dirlink | cut -c 1

### over a link to a file
mv other link; ls -l link | cut -c 1; head -n 1 words

### over a dangling link
mv words dangling; ls -l dangling | cut -c 1; ls nowhere

### no clobber
mv -n words other; echo $?; ls words; head -n 1 other

### interactive
echo y | mv -i words other; echo " $?"; ls words; echo n | mv -i ten other; echo " $?"; ls ten

### interactive and force
mv -if words other < /dev/null; echo $?; mv -fi ten other < /dev/null; echo " $?"; ls ten

### no clobber and force
mv -nf words other; echo $?; ls words; mv -fn ten hosts; ls ten

### verbose
mv -v words new; mv -v other ten void

### target folder
mv -t void words other; ls void; mv -t nosuch ten; echo $?

### no target folder
mv -T words new; mv -T new void; echo $?; mv -T dir void; ls -A void

### no permission @1000
mv words x; echo $?; mv /w/words /tmp; echo $?; ls words

### over a read-only file @1000
cd /tmp; echo a > a; echo b > b; chmod 444 a; mv b a < /dev/null; echo " $?"; cat a; ls b

### over a read-only file, forced @1000
cd /tmp; echo a > a; echo b > b; chmod 444 a; mv -f b a; echo $?; cat a

### everything stays with the file
chmod 640 secret; ls -l secret; mv secret void; ls -l void/secret

### a trailing slash of a source
mv dir/ new; ls -d new; mv words/ x; echo $?

### a file to a name with a slash
mv words other/; echo $?; mv words dir/a.txt/; echo $?

### empty names
mv '' x; echo $?; mv words ''; echo $?

### dot and dotdot
mv . x; echo $?; mv dir/. x; echo $?; mv words ..; ls /words; rm /words

### hard links
ln words twin; mv words twin; echo $?; ls words twin

### hidden
mv .hidden seen; ls seen; mv words .w; ls -A | grep '^[.]'

### long options
mv --verbose words new; mv --no-clobber new other; ls new; mv --force new other; ls new

### no such option
mv -y words new; echo $?

### double dash
mv words -- -n; ls -- -n; mv -- -n words; ls words

### update
mv -u sorted words; ls sorted; head -n 1 words; touch -d 2001-01-01 old; mv -u old ten; ls old; echo $?
