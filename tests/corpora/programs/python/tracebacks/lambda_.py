items = [{"n": 1}, {}]
print(sorted(items, key=lambda item: item["n"]))
