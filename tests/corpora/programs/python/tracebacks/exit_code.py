import atexit
import sys

atexit.register(print, "bye")
try:
    sys.exit(7)
finally:
    print("finally")
