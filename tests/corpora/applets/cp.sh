### a file to a new name
cp words new; cat new; ls -l new | cut -c 1-10

### a file over another
cp words other; cat other

### into a folder
cp words dir; ls dir; cp words other void/; ls void

### into a folder that is missing
cp words nosuch/; echo $?; cp words nosuch/x; echo $?

### several to a file
cp words other ten; echo $?

### several to what is missing
cp words other nosuch; echo $?

### missing
cp nosuch x; echo $?; cp nosuch words void; echo $?; ls void

### one operand
cp words; echo $?

### none
cp; echo $?

### a folder without -r
cp dir new; echo $?; ls new

### a folder
cp -r dir new; ls -AR new; cat new/up | head -n 1

### a folder into a folder
cp -r dir void; ls -A void void/dir; cp -R dir/ void; ls void

### what is in a folder
cp -r dir/. void; ls -A void

### a folder into itself
cp -r dir dir/c; echo $?; ls dir/c

### a folder over a file
cp -r dir words; echo $?

### a file over a folder of the same name
mkdir void/words; cp words void; echo $?; cp -r words void; echo $?

### onto itself
cp words words; echo $?; cp words ./words; echo $?; cp words link; echo $?; cp words .; echo $?

### a link is followed
cp link new; ls -l new | cut -c 1-10; cp dangling new2; echo $?

### a link is kept
cp -P link new; readlink new; cp -d dangling new2; readlink new2; cp -a dirlink new3; readlink new3

### links in folders
cp -r dir new; readlink new/up; cp -rL dir new2; ls -l new2/up | cut -c 1-10

### a named link with -rH
cp -rH dirlink new; ls -A new; readlink new/up; cp -r dirlink new2; readlink new2

### through a dangling link
cp words dangling; echo $?; ls nowhere

### over a dangling link, forced
cp -f words dangling; echo $?; ls -l dangling | cut -c 1-10; cp --remove-destination words dangling; ls -l dangling | cut -c 1-10

### mode and owner
chmod 4751 secret; cp secret new; ls -l new | cut -c 1-34; umask 077; cp words new2; ls -l new2 | cut -c 1-10

### preserve
cp -p secret new; ls -l new; chmod 6755 secret; cp -p secret new2; ls -l new2

### the mode of an existing file stays
chmod 600 other; cp words other; ls -l other | cut -c 1-34

### archive
chown -R learner:staff dir; cp -a dir new; ls -lnA new new/c | grep -v ^l; ls -ldn new; ls -ln new/up | cut -c 1-34

### archive keeps hard links
ln words dir/twin; ln words dir/twin2; cp -a dir new; ls -l new/twin new/twin2 | cut -c 1-15; cp -r dir new2; ls -l new2/twin | cut -c 1-15

### verbose
cp -v words new; cp -rv void new2; cp -v words other dir

### no clobber
cp -n words other; echo $?; cat other; cp -n words new; cat new | head -n 1

### interactive
echo y | cp -i words other; echo " $?"; head -n 1 other; echo n | cp -i ten other; echo " $?"; head -n 1 other; cp -i words new < /dev/null; ls new

### interactive and force
cp -if words other < /dev/null; echo $?; cp -fi ten other < /dev/null; echo " $?"; head -n 1 other

### update
touch -d 2010-01-01 new; cp -u words new; head -n 1 new; touch -d 2030-01-01 new2; cp -u words new2; cat new2

### hard links
cp -l words new; ls -l new | cut -c 1-15; cp -rl dir new2; ls -l new2/a.txt | cut -c 1-15

### symbolic links
cp -s words new; readlink new; cp -s /w/dir/a.txt void; readlink void/a.txt

### target folder
cp -t void words other; ls void; cp -t nosuch words; echo $?; cp -t void; echo $?

### no target folder
cp -T words new; cp -T words void; echo $?; cp -rT dir void; ls void; cp -T words other ten; echo $?

### parents
cp --parents dir/c/deep.txt void; ls -R void; cp --parents -r dir/c nosuch; echo $?

### no permission @1000
cp words x; echo $?; cp dir/b.log /tmp; echo $?; cp words /tmp/mine; ls -l /tmp/mine | cut -c 1-34; cp words other /tmp; echo $?

### over a read-only file @1000
cd /tmp; echo a > a; chmod 444 a; cp /w/words a; echo $?; cp -f /w/words a; echo $?; head -n 1 a

### some parts may not be read @1000
cp -r /w/dir /tmp/new; echo $?; ls -AR /tmp/new

### preserving what is not ours @1000
cp -p /w/words /tmp/a; ls -l /tmp/a; cp -a /w/link /tmp/l; readlink /tmp/l

### binary
cp bytes new; cmp bytes new; echo $?; cp empty new; wc -c new

### a fifo
mkfifo p; cp -a p q; ls -l q | cut -c 1-10; cp -r p r; ls -l r | cut -c 1-10

### a device
cp /dev/null new; wc -c new; cp -a /dev/null void/n; ls -l void/n | cut -c 1-43

### from standard input
echo hi | cp /dev/zero/x new; echo $?

### to a name with a slash
cp words new/; echo $?; cp words other/; echo $?; cp -r dir new/; ls new

### trailing slash of a source
cp words/ new; echo $?

### empty names
cp '' new; echo $?; cp words ''; echo $?

### a file in the way
cp words other/x; echo $?; cp -r dir words/x; echo $?

### the time of a copy is now, and that of -p is not
cp -p sorted new; [ sorted -nt words ]; echo $?; [ new -nt words ]; echo $?

### long options
cp --recursive --verbose void new; cp --archive words new2; ls -l new2 | cut -c 46-

### no such option
cp -y words new; echo $?

### merging folders
mkdir -p new/dir/c; echo old > new/dir/a.txt; cp -r dir new; ls -A new/dir; cat new/dir/a.txt

### a link where the copy has a folder
ln -s /tmp void/dir; cp -r dir void; echo $?; ls /tmp

### mode of a folder without write permission
chmod 555 dir; cp -r dir new; ls -ld new | cut -c 1-10; ls new
