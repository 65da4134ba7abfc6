if true; then echo yes; fi
if false; then echo no; else echo else; fi
if false; then echo 1; elif true; then echo 2; else echo 3; fi
if false; then :; fi; echo $?
if true; false; then echo a; else echo b; fi
if ! false; then echo not; fi
