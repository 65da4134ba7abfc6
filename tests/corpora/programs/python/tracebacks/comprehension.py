values = ["1", "2", "x"]
numbers = list(int(v) for v in values)
