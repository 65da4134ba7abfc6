cat 3<<A 4<<B <&3
from A
A
from B
B
