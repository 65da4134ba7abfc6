# stderr
do echo a; done
