def handle():
    try:
        {}["a"]
    except KeyError:
        [].pop()


try:
    handle()
except IndexError as error:
    raise error
