from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import Enum


class Animal:
    """An animal."""

    count = 0

    def __init__(self, name, legs=4):
        self.name = name
        self.legs = legs
        Animal.count += 1

    def speak(self):
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"

    def __eq__(self, other):
        return isinstance(other, Animal) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __lt__(self, other):
        return self.name < other.name


class Dog(Animal):
    def speak(self):
        return f"{self.name} says woof"


class Puppy(Dog):
    def __init__(self, name):
        super().__init__(name, legs=4)
        self.__secret = "bone"

    def speak(self):
        return super().speak() + "!"

    @property
    def secret(self):
        return self.__secret

    @secret.setter
    def secret(self, value):
        self.__secret = value.upper()

    @classmethod
    def named(cls, name):
        return cls(name)

    @staticmethod
    def kind():
        return "puppy"


d, p = Dog("Rex"), Puppy.named("Bit")
print(d, p, d.speak(), p.speak(), Animal.count, p.kind(), Puppy.kind(), p.secret)
p.secret = "toy"
print(p.secret, isinstance(p, Animal), issubclass(Puppy, Dog), Puppy.__mro__[1].__name__, Dog.__name__, Animal.__doc__)
print(sorted([p, d]), d == Dog("Rex"), d in [p, d], {d: 1}[Dog("Rex")], d != p, max(d, p))
print(hasattr(d, "legs"), getattr(d, "nope", "default"), vars(d))
d.age = 3
print(d.age, d.__class__, type(p))
try:
    p.nope
except AttributeError as error:
    print(error)
try:
    Animal("x").speak()
except NotImplementedError as error:
    print("not implemented", repr(error))


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, other): return Vector(self.x + other.x, self.y + other.y)
    def __mul__(self, k): return Vector(self.x * k, self.y * k)
    def __rmul__(self, k): return self * k
    def __neg__(self): return Vector(-self.x, -self.y)
    def __bool__(self): return bool(self.x or self.y)
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __iter__(self): yield self.x; yield self.y
    def __contains__(self, v): return v in (self.x, self.y)
    def __str__(self): return f"<{self.x}, {self.y}>"
    def __call__(self, *args): return args
    def __format__(self, spec): return f"V{spec}"
    def __iadd__(self, other): self.x += other.x; return self
    def __enter__(self): print("enter"); return self
    def __exit__(self, *error): print("exit", error[0]); return True


v = Vector(1, 2)
print(v + v, 3 * v, -v, bool(Vector(0, 0)), len(v), v[0], list(v), 2 in v, v("a"), f"{v:abc}", [*v])
v += v
print(v)
with v as w:
    raise ValueError("swallowed")


class Shape(ABC):
    @abstractmethod
    def area(self): ...


class Square(Shape):
    def __init__(self, side): self.side = side
    def area(self): return self.side ** 2


print(Square(3).area())
try:
    Shape()
except TypeError as error:
    print("TypeError", "abstract" in str(error))


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)


print(Point(1), Point(1) == Point(1, 0), Point(2, 3).y, Point(1, tags=["a"]))


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0


print(sorted([Version(2), Version(1, 5)]), {Version(1): "one"}[Version(1)])
try:
    Version(1).major = 2
except AttributeError as error:
    print(error)


class Color(Enum):
    RED = 1
    GREEN = 2


print(Color.RED, Color.RED.name, Color.RED.value, repr(Color.GREEN), Color(2), Color.RED is Color.RED)


class Meta:
    def __getattr__(self, name): return f"dynamic {name}"
    def __setattr__(self, name, value): self.__dict__[name] = value * 2


m = Meta()
m.a = 4
print(m.a, m.b)


class Base1:
    def who(self): return "1"
class Base2:
    def who(self): return "2"
class Both(Base1, Base2): pass
print(Both().who(), [c.__name__ for c in Both.__mro__])


class Outer:
    class Inner:
        value = 1
    items = [i for i in range(3)]
print(Outer.Inner.value, Outer.items, Outer.Inner.__qualname__)
