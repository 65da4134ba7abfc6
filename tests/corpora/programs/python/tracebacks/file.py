with open("/app/missing/settings.json") as handle:
    print(handle.read())
