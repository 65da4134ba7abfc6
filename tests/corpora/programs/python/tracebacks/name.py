counter = 1
prnt(counter)
