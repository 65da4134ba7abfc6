config = {"host": "localhost", "ports": {"http": 80}}
print(config["ports"]["https"] + 1)
