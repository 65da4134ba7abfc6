f() { trap 'echo caught' USR1; kill -USR1 $$; echo f end; }
f
echo main end
