### files
less words; less words other; more words; more words other

### standard input
cat words | less; cat words | more; less < other

### missing
less nosuch; echo $?; more nosuch; echo $?
