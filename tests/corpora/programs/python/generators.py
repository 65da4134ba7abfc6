import itertools
from contextlib import contextmanager
from functools import cache, partial, reduce, wraps


def countdown(n):
    while n > 0:
        yield n
        n -= 1
    return "liftoff"


def chained():
    result = yield from countdown(2)
    yield result


print(list(countdown(3)), list(chained()))


def echo():
    received = None
    while True:
        received = yield received
        if received == "stop":
            return


g = echo()
next(g)
print(g.send("a"), g.send("b"))
try:
    g.send("stop")
except StopIteration:
    print("stopped")


def careful():
    try:
        for i in range(3):
            yield i
    except GeneratorExit:
        print("closed")
        raise
    finally:
        print("cleanup")


c = careful()
print(next(c))
c.close()
print(sum(x for x in range(5) if x % 2), next(iter([9])), next(iter([]), "none"))


class Counter:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Counter(3)), [x for x in Counter(2)], sorted(Counter(4)))


@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    finally:
        print(f"</{name}>")


with tag("b") as t, tag("i"):
    print(t)


def logged(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        print("call", function.__name__, args, kwargs)
        return function(*args, **kwargs)
    return wrapper


def repeat(times):
    def decorate(function):
        def wrapper(*args):
            return [function(*args) for _ in range(times)]
        return wrapper
    return decorate


@logged
def add(a, b=1):
    return a + b


@repeat(2)
def hi(name): return f"hi {name}"


print(add(1, b=2), add.__name__, hi("x"))


@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(30), reduce(lambda a, b: a * b, [1, 2, 3, 4]), partial(pow, 2)(5))
print(list(itertools.islice(itertools.count(5), 3)), list(itertools.chain([1], "a")), list(itertools.product("ab", [1, 2])))
print([(k, list(v)) for k, v in itertools.groupby("aabbb")], list(itertools.accumulate([1, 2, 3])), list(itertools.combinations("abc", 2)))


def outer():
    total = 0
    def add(n):
        nonlocal total
        total += n
        return total
    return add


f = outer()
f(1)
print(f(2))
print([f() for f in [lambda i=i: i for i in range(3)]], [f() for f in [lambda: i for i in range(3)]])
