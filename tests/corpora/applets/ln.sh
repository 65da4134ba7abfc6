### hard
ln words new; ls -l new words | cut -c 1-15

### symbolic
ln -s words new; readlink new; head -n 1 new

### symbolic to what is missing
ln -s nosuch new; readlink new; cat new

### hard to what is missing
ln nosuch new; echo $?

### it is there
ln words other; echo $?; ln -s words other; echo $?

### force
ln -f words other; head -n 1 other; ln -sf ten other; readlink other

### into a folder
ln -s ../words void; readlink void/words; ln words dir; ls -l dir/words | cut -c 1-15

### into a folder, force
ln -s a void/x; ln -sf b void/x; readlink void/x; ln -sf c/x void; readlink void/x

### several
ln -s /w/words /w/other void; ls void; readlink void/other

### several to a file
ln words other ten; echo $?

### one operand
cd void; ln -s ../words; readlink words; ln ../other; ls

### none
ln; echo $?; ln -s; echo $?

### a folder
ln dir new; echo $?; ln -s dir new; ls new

### hard link of a link
ln link new; readlink new; ln dangling new2; echo $?

### no dereference
ln -sf new dirlink; readlink dirlink; readlink dir/new; ln -sfn new dirlink; readlink dirlink

### no dereference with a folder that is there
ln -sn words dir; readlink dir/words; ln -sn words dirlink; echo $?

### force over a folder
ln -sf words void; readlink void/words; ln -sfT words void; echo $?

### no target folder
ln -sT words new; readlink new; ln -sT words dirlink; echo $?

### verbose
ln -sv words new; ln -v words new2

### backup
ln -sfb ten other; readlink other; ls other*; ln -fS .bak words hosts; ls hosts*

### no permission @1000
ln words x; echo $?; ln -s words x; echo $?; ln -s words /tmp/x; readlink /tmp/x

### not ours @1000
ln /w/secret /tmp/s; echo $?

### missing folder
ln -s words nosuch/x; echo $?; ln words nosuch/x; echo $?; ln -s words other/x; echo $?

### empty names
ln -s '' new; echo $?; ln -s words ''; echo $?; ln '' new; echo $?

### onto itself
ln words words; echo $?; ln -f words words; echo $?; ls words; ln -sf words words; readlink words

### trailing slash
ln -s words new/; echo $?; ln -s a/ new; readlink new

### no such option
ln -y words new; echo $?

### long target
ln -s "$(seq -s / 1 100)" new; readlink new | wc -c; ls -l new | cut -c 1-10
