def rows():
    yield 1
    raise RuntimeError("broken row")


for row in rows():
    print(row)
