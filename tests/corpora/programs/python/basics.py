print("text", 1, 2.5, None, True, [1, "a"], (1,), {"k": [1]}, {3, 1, 2}, set(), b"x\n", sep=" | ")
print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 2 ** 10, 1 / 3, 10 ** 20, 1e100, 0.1 + 0.2, -0.0, float("inf"))
print(0b101, 0x_ff, 1_000, ~5, 6 & 3, 6 | 3, 6 ^ 3, 1 << 5, 100 >> 2, not 1, 1 < 2 < 3, 3 > 2 > 2)
name = "World"
print(f"Hello, {name}! {name!r:>10} {1 + 1=} {3.14159:.2f} {1234567:,} {42:08b} {'x':^5}| {0.5:%}")
print("%s is %d years, %.1f%% %r %5s|%-5s|" % ("Al", 3, 99.5, "q", "a", "b"), "%(a)s" % {"a": 1})
print("{} {1} {0}".format(1, 2) if False else "{1} {0} {x[k]} {y.real}".format(1, 2, x={"k": 3}, y=4))
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
x = y = []
x += [1]
print(x is y, x == [1], x != y, [] or "empty", 0 and 1)
for i in range(3):
    if i == 1:
        continue
    print(i, end=" ")
else:
    print("done")
while True:
    break
n = 10
while n > 7:
    n -= 1
else:
    print("while else", n)
print([i * j for i in range(3) for j in range(3) if i != j], {k: v for k, v in zip("ab", [1, 2])}, {c for c in "aab"} == {"a", "b"})
print((lambda p, q=2, *r, s=4, **t: (p, q, r, s, t))(1, 2, 3, s=5, u=6))
print("a" if n else "b", n if (m := n * 2) > 3 else 0, m)
s = "Hello, World"
print(s[0], s[-1], s[1:4], s[::-1], s[:5] + "!", len(s), s.lower().count("o"), "World" in s, s.find("W"))
print(s.split(", "), "-".join(["a", "b"]), s.replace("l", "L", 1), "  x ".strip(), s.startswith("He"), s.title().swapcase())
print(["a", "b", "", "c"], ["a", "b", "c"], "one\ntwo".splitlines(), "x=1=2".partition("="), "7".zfill(3), "ab".center(6, "*"))
print("abc".isalpha(), "12".isdigit(), " ".isspace(), "Abc".istitle(), ord("a"), chr(98), "é".encode(), b"\xc3\xa9".decode())
l = [3, 1, 2]
l.append(4); l.extend([5, 6]); l.insert(0, 0); l.remove(3)
print(l, l.pop(), l.pop(0), l.index(2), sorted(l, reverse=True), l.count(1), l[::2])
l.sort(key=lambda v: -v); l.reverse(); l[1:2] = [9, 9]; del l[0]
print(l, list(reversed(l)), min(l), max(l), sum(l), any([0, 1]), all([]), list(enumerate("ab", 1)))
d = {"a": 1, "b": 2}
d.update(c=3); d["d"] = 4; del d["a"]
print(d, d.get("z", 0), list(d.items()), d.pop("b"), "c" in d, d.setdefault("q", []), {**d, "e": 5} | {"f": 6}, list(d), d.keys(), d.values())
t = {1, 2, 3}
t.add(4); t.discard(9)
print(t & {1, 9}, t | {7}, t - {1}, t ^ {1, 8}, t <= {1, 2, 3, 4, 5}, sorted(t), frozenset([1]))
print(list(map(str, [1, 2])), list(filter(None, [0, 1, ""])), list(zip([1, 2], "ab")), dict([("x", 1)]), tuple("ab"))
print(int("42"), int("ff", 16), float("1.5"), str(1), bool(""), list("ab"), round(2.567, 2), round(2.5), abs(-3), divmod(7, 2), pow(2, 5, 7), hex(255), bin(5))
print(isinstance(1, int), isinstance(True, int), isinstance("a", (int, str)), int.__name__, str is str, callable(len), type([]), type(None))
print(1 == 1.0, "a" < "b", [1, 2] < [1, 3], (1, 2) == (1, 2), None is None)
def annotated(a: int, b: str = "x") -> str: return b * a
print(annotated(2), annotated.__name__, annotated.__annotations__ is not None)
assert n == 7, "never"
global_value = 1
def change():
    global global_value
    global_value += 1
change(); print(global_value)
print(*[1, 2], *(3,), sep=",")
print(int(3.9), -7 // 2, 7.5 // 2, 2 ** -1, 5 % -3, 1_0 ** 3, True + True)
