even() { if [ $1 -eq 0 ]; then echo even; else odd $(($1-1)); fi; }
odd() { if [ $1 -eq 0 ]; then echo odd; else even $(($1-1)); fi; }
even 10; even 7
