### remove
unlink words; ls words; unlink link; ls other; unlink nosuch; echo $?

### not folders
unlink dir; echo $?; unlink; echo $?; unlink a b; echo $?

### link
link words new; ls -l new | cut -c 1-15; link nosuch x; echo $?; link words other; echo $?; link words; echo $?
