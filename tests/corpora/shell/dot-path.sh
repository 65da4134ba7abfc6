cd "$T"; echo 'echo found in path' > pathscript; PATH=$T:$PATH; . pathscript
