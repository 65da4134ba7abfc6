import json
import math
import os
import os.path
import random
import string
import sys
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from datetime import date, datetime, timedelta

print(json.dumps({"b": [1, 2.5, None, True], "a": "é\n"}), json.dumps([1, {"x": 1}], indent=2), json.dumps({"b": 1, "a": 2}, sort_keys=True))
print(json.loads('{"a": [1, 2, {"b": null}], "c": "x"}'), json.loads("[1.5, true]"))
try:
    json.loads("{bad}")
except json.JSONDecodeError as error:
    print(error, error.lineno)
try:
    json.dumps({1, 2})
except TypeError as error:
    print(error)
random.seed(42)
print(random.random(), random.randint(1, 100), random.choice("abcdef"), random.sample(range(100), 5), random.uniform(1, 2))
deck = list(range(10))
random.shuffle(deck)
print(deck, random.choices([1, 2, 3], weights=[1, 2, 3], k=4), random.gauss(0, 1), random.getrandbits(70), random.randrange(0, 100, 7))
random.seed("text")
print(random.random())
print(math.sqrt(16), math.pi, math.floor(2.7), math.ceil(2.1), math.factorial(20), math.gcd(12, 18), math.log10(1000), math.comb(5, 2), math.isclose(0.1 + 0.2, 0.3))
print(Counter("mississippi").most_common(2), Counter(a=1) + Counter(a=2, b=1), OrderedDict(a=1))
groups = defaultdict(list)
for word in ["apple", "avocado", "bean"]:
    groups[word[0]].append(word)
print(dict(groups), len(groups))
q = deque([1, 2, 3], maxlen=3)
q.append(4)
q.rotate(1)
print(q, q.popleft(), list(q))
Point = namedtuple("Point", "x y")
p = Point(1, y=2)
print(p, p.x, p[1], p == (1, 2), p._replace(x=5), *p)
print(datetime(2024, 1, 31, 12, 30).isoformat(), datetime(2024, 1, 1) + timedelta(days=31, hours=5), (date(2024, 3, 1) - date(2024, 2, 1)).days)
print(datetime(2024, 5, 17).strftime("%Y-%m-%d %A %j"), datetime.strptime("2024-02-03", "%Y-%m-%d"), repr(timedelta(hours=1)), date(2024, 1, 1) < date(2024, 1, 2))
print(os.path.join("a", "b", "/c"), os.path.basename("/x/y.txt"), os.path.splitext("a.tar.gz"), os.path.dirname("/x/y"), os.path.exists("/definitely/not"))
print(string.ascii_lowercase, string.digits, sys.version_info >= (3, 8), sys.byteorder, len(sys.argv))
os.environ["LAYER"] = "wise"
print(os.environ["LAYER"], os.getenv("NOPE_X"), os.environ.get("NOPE_X", "d"), "LAYER" in os.environ, os.sep)
try:
    os.environ["NOPE_X"]
except KeyError as error:
    print("KeyError", error)
import base64
import hashlib

print(hashlib.sha256(b"x").hexdigest(), base64.b64encode(b"hello"), base64.b64decode("aGk="))
import copy
import operator
import textwrap

print(textwrap.dedent("  a\n   b"), copy.deepcopy({"a": [1]}), sorted([(2, "b"), (1, "c")], key=operator.itemgetter(1)))
