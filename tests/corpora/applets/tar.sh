### create and list
tar cf a.tar words other; tar tf a.tar

### with a dash
tar -cf a.tar words; tar -tf a.tar; tar -c -f a.tar other; tar -t -f a.tar

### a folder
tar cf a.tar dir; tar tf a.tar | sort

### long listing
tar cf a.tar words secret link dir/c void; tar tvf a.tar; TZ=CET-1 tar tvf a.tar words

### long listing of a folder
tar cf a.tar dir; tar tvf a.tar | sort

### verbose creation
tar cvf a.tar words void dirlink

### verbose to standard output
tar cvf - words void | tar tf -

### extract
tar cf a.tar words dir; mkdir x; cd x; tar xf ../a.tar; ls -lAR | grep -v "^[dl]"; ls -l dir | cut -c 1-34

### extract, verbose
tar cf a.tar words void; mkdir x; cd x; tar xvf ../a.tar; ls

### extract somewhere else
tar cf a.tar words dir/a.txt; tar xf a.tar -C void; ls -R void; tar -C void -xf a.tar words; tar xf a.tar -C nosuch; echo $?; tar xf a.tar -C words; echo $?

### create from somewhere else
tar cf a.tar -C dir a.txt c; tar tf a.tar; tar -C dir -cf - a.txt | tar tf -

### the archive's own name is seen from the first folder
tar -C dir -cf a.tar a.txt; ls a.tar; tar cf dir/b.tar -C dir a.txt; tar tf dir/b.tar

### some members
tar cf a.tar words other ten; rm words other ten; tar xf a.tar other; ls words other ten; tar tf a.tar words ten

### members of a folder
tar cf a.tar dir words; tar tf a.tar dir/c; tar tf a.tar dir | sort; tar tf a.tar dir/c/; tar tf a.tar 'dir/*.txt'; echo $?

### members that are missing
tar cf a.tar words; tar tf a.tar nosuch; echo $?; tar xf a.tar words nosuch; echo $?

### files that are missing
tar cf a.tar words nosuch other; echo $?; tar tf a.tar; tar cf b.tar nosuch; echo $?; tar tf b.tar; echo $?

### nothing to put in
tar cf a.tar; echo $?

### no archive
tar tf nosuch; echo $?; tar xf nosuch; echo $?; tar xf dir; echo $?; tar cf nosuch/a.tar words; echo $?

### no archive at all
tar tf text; echo $?

### an empty file
tar tf empty; echo $?

### too short
tar cf a.tar words other; head -c 300 a.tar > b.tar; tar tf b.tar; echo $?

### cut off in a file
tar cf a.tar ten dir/c/deep.txt; head -c 2000 a.tar > b.tar; tar tf b.tar; echo $?; mkdir x; tar xf b.tar -C x; echo $?

### cut off between two members
tar cf a.tar words other; head -c 1024 a.tar > b.tar; tar tf b.tar; echo $?

### damaged
tar cf a.tar words other; printf X | dd of=a.tar bs=1 seek=10 conv=notrunc 2> /dev/null; tar tf a.tar; echo $?

### compressed
tar czf a.tgz words other; tar tzf a.tgz; mkdir x; tar xzf a.tgz -C x; cmp x/words words; ls x

### compressed, through pipes
tar cz words | tar tz; tar czf - words | tar xzOf -; tar c words | gzip | tar tzv

### not compressed, but -z
tar cf a.tar words; tar tzf a.tar; echo $?

### compressed and cut off
tar cf - dir/c/deep.txt bytes | gzip > a.tgz; head -c 200 a.tgz > b.tgz; tar tzf b.tgz; echo $?

### auto-compressed
tar caf a.tar.gz words; gunzip -t a.tar.gz; echo $?; tar caf b.tar words; tar tf b.tar

### to standard output
tar cf a.tar words other; tar xOf a.tar other; tar xf a.tar -O words other | wc -l

### from standard input
tar cf a.tar words; tar tf - < a.tar; tar t < a.tar; cat a.tar | tar xv

### permissions
chmod 4755 words; chmod 640 other; chmod 1777 void; chmod 500 dir/c; tar cf a.tar words other void dir; rm -rf words other void dir; umask 077; tar xf a.tar; ls -ld words other void dir/c dir/a.txt | cut -c 1-34

### permissions without the file's own
chmod 777 words; tar cf a.tar words; rm words; umask 027; tar xf a.tar --no-same-permissions; ls -l words | cut -c 1-10; tar xpf a.tar; ls -l words | cut -c 1-10

### owners
chown learner:staff words; chown 77:88 other; tar cf a.tar words other; tar tvf a.tar; rm words other; tar xf a.tar; ls -l words other; rm words; tar xof a.tar; ls -l words

### numeric owners
chown learner:staff words; tar cf a.tar words; sed -i s/1000/1500/ /etc/passwd; rm words; tar xf a.tar; ls -ln words; tar xf a.tar --numeric-owner; ls -ln words

### times
touch -d 2001-02-03 words; tar cf a.tar words; rm words; tar xf a.tar; ls -l words; rm words; tar xmf a.tar; [ words -nt other ]; echo $?

### by somebody else @1000
cd /tmp; mkdir d; echo a > d/f; chmod 4777 d/f; tar cf a.tar d /w/words 2>&1; rm -r d; umask 022; tar xf a.tar; ls -l d w/words | cut -c 1-34; tar tf a.tar

### what may not be read @1000
cd /tmp; tar cf a.tar /w/dir 2>&1 | sort; tar tf a.tar | sort

### links
tar cf a.tar link dangling dirlink; rm link dangling dirlink; tar xf a.tar; readlink link dangling dirlink; tar tvf a.tar | cut -c 1-10,48-

### links are followed with -h
tar chf a.tar link dirlink/c; tar tvf a.tar; tar chf b.tar dangling; echo $?

### links that lead out
ln -s /etc/passwd out; ln -s ../words up; tar cf a.tar out up; mkdir x; cd x; tar xf ../a.tar; readlink out up

### hard links
ln words twin; tar cf a.tar words twin; tar tvf a.tar; mkdir x; cd x; tar xvf ../a.tar; ls -l words twin | cut -c 1-15

### a hard link without its file
ln words twin; tar cf a.tar words twin; mkdir x; cd x; tar xf ../a.tar twin; echo $?

### absolute names
tar cf a.tar /w/words /w/other; tar tf a.tar; tar xf a.tar; ls w

### names that lead out
cd dir; tar cf a.tar ../words; tar tf a.tar; tar cf b.tar c/../a.txt; tar tf b.tar

### the working folder
cd void; touch f; tar cf ../a.tar .; tar tf ../a.tar; cd ../dir; tar xf ../a.tar; ls

### the archive is in the folder
cd void; touch f; tar cf a.tar . 2>&1; tar tf a.tar | sort

### it is there already
tar cf a.tar words; echo changed > words; tar xf a.tar; head -n 1 words; echo changed > words; tar xkf a.tar; echo $?; cat words; tar xf a.tar --overwrite; head -n 1 words

### over a link
tar cf a.tar words; rm words; ln -s other words; tar xf a.tar; ls -l words | cut -c 1; head -n 1 other

### a file over a folder
mkdir x; echo a > x/f; cd x; tar cf ../a.tar f; rm f; mkdir f; tar xf ../a.tar; echo $?

### a folder over a file
tar cf a.tar void; rmdir void; touch void; tar xf a.tar; echo $?; ls -ld void | cut -c 1

### strip components
tar cf a.tar dir/a.txt dir/c; mkdir x; tar xf a.tar -C x --strip-components=1; ls -R x; mkdir y; tar xf a.tar -C y --strip-components 2; ls y; tar tf a.tar --strip-components=1 | sort

### no recursion
tar cf a.tar --no-recursion dir; tar tf a.tar

### a fifo and a device
mkfifo p; tar cf a.tar p /dev/null 2> /dev/null; tar tvf a.tar | cut -c 1-30; mkdir x; tar xf a.tar -C x; ls -l x x/dev | cut -c 1-34

### long names
mkdir -p "$(seq -s x 1 20)/$(seq -s y 1 60)"; echo hi > "$(seq -s x 1 20)/$(seq -s y 1 60)/f"; tar cf a.tar 1x*; tar tf a.tar; mkdir x; tar xf a.tar -C x; cat x/1x*/1y*/f

### names with blanks and other letters
touch 'ü b' 'new
line'; tar cf a.tar 'a file' 'ü b' 'new
line'; tar tf a.tar

### binary
tar cf a.tar bytes; tar xOf a.tar | cmp - bytes; echo $?

### size
tar cf - words | wc -c; tar cf - empty void | wc -c; tar cf - words other ten | wc -c

### twice the same file
tar cf a.tar words words; tar tf a.tar; tar cf b.tar dir/a.txt dir/c dir/a.txt; tar tf b.tar

### several kinds of work
tar cxf a.tar words; echo $?

### no work
tar f a.tar; echo $?

### nothing
tar; echo $?

### no such option
tar -Q; echo $?

### options in an order that surprises
tar fc a.tar words; tar ft a.tar; tar vtf a.tar

### long options
tar --create --file=a.tar words; tar --list --verbose --file a.tar; tar --extract --file=a.tar --directory=void; ls void; tar --gzip -cf b.tgz words; tar --gzip --list -f b.tgz

### version
tar --version | cut -c 1-13

### a folder that may not be written to by its mode
mkdir x; touch x/f; chmod 555 x; tar cf a.tar x; rm -rf x; tar xf a.tar; ls -ld x | cut -c 1-10; ls x

### copying a tree through a pipe
tar cf - dir | (cd void && tar xf -); ls -AR void
