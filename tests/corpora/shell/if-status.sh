if true; then (exit 3); fi; echo $?
if false; then :; else (exit 4); fi; echo $?
if false; then :; elif false; then :; fi; echo $?
