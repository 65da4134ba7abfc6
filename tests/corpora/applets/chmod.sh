### octal
chmod 600 words; chmod 0755 other; chmod 7 ten; chmod 4755 text; ls -l words other ten text | cut -c 1-10

### symbolic
chmod u+x words; chmod go-r other; chmod a=rw ten; ls -l words other ten | cut -c 1-10

### several clauses
chmod u+x,go-r words; chmod u=rwx,g=rx,o= other; chmod u+x,go-w,a+w ten; ls -l words other ten | cut -c 1-10

### without who
chmod +x words; umask 077; chmod +w other; chmod =rx ten; chmod -r text; ls -l words other ten text | cut -c 1-10

### all
chmod a+x words; chmod ugo-r other; chmod a= ten; ls -l words other ten | cut -c 1-10

### copy from another
chmod 640 words; chmod o=g words; chmod g+u other; chmod u=o ten; ls -l words other ten | cut -c 1-10

### capital X
chmod 600 words; chmod 700 other; chmod a+X words other dir; ls -ld words other dir | cut -c 1-10

### set-ID and sticky
chmod u+s words; chmod g+s other; chmod +t void; chmod ug+s ten; chmod o+t text; ls -ld words other void ten text | cut -c 1-10

### taking set-ID away
chmod 6755 words; chmod 755 words; chmod 6755 dir; chmod 755 dir; ls -ld words dir | cut -c 1-10; chmod u-s,g-s dir; ls -ld dir | cut -c 1-10

### several operators
chmod u+x-r words; chmod u=r+w other; chmod go+w-r ten; ls -l words other ten | cut -c 1-10

### wrong modes
chmod 888 words; echo $?; chmod u+q words; echo $?; chmod z+r words; echo $?; chmod '' words; echo $?; chmod u words; echo $?; chmod 77777 words; echo $?

### a mode that looks like an option
chmod -x script.sh; chmod -w words; chmod -- -r other; ls -l script.sh words other | cut -c 1-10

### recursive
chmod -R go-rwx dir; ls -lAR dir | cut -c 1-10

### recursive with capital X
chmod -R a+rX dir; ls -lR dir | cut -c 1-10

### recursive does not follow links
chmod -R 700 dir; ls -l words | cut -c 1-10; chmod -R 711 dirlink; ls -ld dir | cut -c 1-10

### a named link is followed
chmod 600 link; ls -l words | cut -c 1-10; ls -l link | cut -c 1-10

### a dangling link
chmod 600 dangling; echo $?; chmod -R 600 dangling; echo $?; chmod 600 loop; echo $?

### missing
chmod 600 nosuch words; echo $?; ls -l words | cut -c 1-10

### missing, quiet
chmod -f 600 nosuch; echo $?

### not ours @1000
chmod 600 words; echo $?; chmod 644 secret; ls -l secret | cut -c 1-10; chmod -R 600 dir; echo $?

### changes
chmod -c 600 words; chmod -c 600 words; chmod -v 644 words; chmod -v 644 words

### one operand
chmod 600; echo $?; chmod; echo $?

### no such option
chmod -y 600 words; echo $?

### options after the mode
chmod 700 -R void; ls -ld void | cut -c 1-10

### a folder that shuts itself
chmod -R 000 dir; ls -ld dir | cut -c 1-10

### empty name
chmod 600 ''; echo $?

### equals nothing
chmod u= words; chmod =  other; chmod o=,u=s ten; ls -l words other ten | cut -c 1-10

### umask and who
umask 022; chmod 000 words other; chmod +rwx words; chmod a+rwx other; ls -l words other | cut -c 1-10

### write permission kept back by umask
umask 022; chmod 777 words; chmod -w words; ls -l words | cut -c 1-10; echo $?

### trailing comma
chmod u+x, words; echo $?; chmod ,u+x words; echo $?; ls -l words | cut -c 1-10

### a folder that shuts itself, walked through @1000
cd /tmp; mkdir -p d/e; chmod -R 000 d; echo $?; ls -ld d | cut -c 1-10

### some of the files are not ours @1000
cd /tmp; mkdir d; ln -s /w/words d/l; chmod -R u+x d; echo $?; chmod -v 600 d /w/words
