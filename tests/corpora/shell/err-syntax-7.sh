# stderr
case x in
x) echo y
