class AppError(Exception):
    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


def risky(kind):
    if kind == "value":
        raise ValueError("bad value")
    if kind == "app":
        raise AppError("app failed", 42)
    if kind == "key":
        return {}["missing"]
    if kind == "index":
        return [][3]
    if kind == "type":
        return "a" + 1
    if kind == "name":
        return undefined_thing
    if kind == "zero":
        return 1 / 0
    if kind == "attr":
        return None.nothing
    if kind == "int":
        return int("x1")
    if kind == "file":
        return open("/no/such/file")
    if kind == "unpack":
        a, b = [1, 2, 3]
    if kind == "call":
        return risky()
    if kind == "kw":
        return risky("a", other=1)
    if kind == "assert":
        assert kind == "x", "not x"
    if kind == "recursion":
        return risky(kind)
    if kind == "iter":
        five = 5
        for x in five: pass
    if kind == "compare":
        return 1 < "a"
    if kind == "sub":
        five = 5
        return five[0]
    if kind == "notcallable":
        text = "a"
        return text()
    if kind == "unbound":
        print(later)
        later = 1
    if kind == "encode":
        return "é".encode("ascii")
    if kind == "key2":
        return {1: 2}[(1, 2)]
    if kind == "item":
        pair = (1, 2)
        pair[0] = 3
    if kind == "unhashable":
        return {[]: 1}
    if kind == "join":
        return ",".join([1])
    if kind == "exit":
        raise SystemExit(3)
    return "fine"


for kind in ("value", "app", "key", "index", "type", "name", "zero", "attr", "int", "file", "unpack", "call", "kw",
             "assert", "recursion", "iter", "compare", "sub", "notcallable", "unbound", "encode", "key2", "item",
             "unhashable", "join", "none"):
    try:
        result = risky(kind)
    except AppError as error:
        print("app", error, error.code, error.args)
    except (KeyError, IndexError) as error:
        print("lookup", type(error).__name__, error, repr(error))
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print("else", result)
    finally:
        print("-", end="")


def order():
    try:
        return "try"
    finally:
        print("finally first")


print(order())


def nested():
    try:
        try:
            raise ValueError("inner")
        except ValueError as error:
            raise RuntimeError("outer") from error
    except RuntimeError as error:
        return error


e = nested()
print(e, repr(e.__cause__), e.__context__ is e.__cause__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise
except ArithmeticError as error:
    print("reraised", error)
for n in range(3):
    try:
        if n == 1:
            continue
        if n == 2:
            break
    finally:
        print("loop finally", n)
print(issubclass(FileNotFoundError, OSError), [c.__name__ for c in KeyError.__mro__])
try:
    raise SystemExit(4)
except SystemExit as error:
    print("exit", error.code)
try:
    print(error)
except NameError as problem:
    print(problem)
