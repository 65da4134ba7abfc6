"""The syntax tree of a template. `str(node)` is the text that an error message shows for it."""

from __future__ import annotations

from tutor.gotemplate.strconv import quote


class Node:
    """Anything in the tree; `pos` is its index in the template's text."""

    __slots__ = ("pos",)

    def __init__(self, pos: int) -> None:
        self.pos = pos


class Text(Node):
    """Text between actions."""

    __slots__ = ("text",)

    def __init__(self, pos: int, text: str) -> None:
        super().__init__(pos)
        self.text = text

    def __str__(self) -> str:
        return self.text


class Dot(Node):
    """The cursor."""

    __slots__ = ()

    def __str__(self) -> str:
        return "."


class Nil(Node):
    """The untyped nil."""

    __slots__ = ()

    def __str__(self) -> str:
        return "nil"


class Bool(Node):
    """true or false."""

    __slots__ = ("value",)

    def __init__(self, pos: int, value: bool) -> None:
        super().__init__(pos)
        self.value = value

    def __str__(self) -> str:
        return "true" if self.value else "false"


class Number(Node):
    """A numeric constant: what it is as an integer, as a float and as a complex number (None where it is none)."""

    __slots__ = ("complex", "float", "integer", "text")

    def __init__(
        self, pos: int, text: str, integer: int | None, float: float | None, complex: complex | None = None
    ) -> None:
        super().__init__(pos)
        self.text = text
        self.integer = integer
        self.float = float
        self.complex = complex

    def __str__(self) -> str:
        return self.text


class String(Node):
    """A string constant: as written and as meant."""

    __slots__ = ("quoted", "text")

    def __init__(self, pos: int, quoted: str, text: str) -> None:
        super().__init__(pos)
        self.quoted = quoted
        self.text = text

    def __str__(self) -> str:
        return self.quoted


class Identifier(Node):
    """A function's name."""

    __slots__ = ("name",)

    def __init__(self, pos: int, name: str) -> None:
        super().__init__(pos)
        self.name = name

    def __str__(self) -> str:
        return self.name


class Field(Node):
    """`.A.B`: fields of dot."""

    __slots__ = ("names",)

    def __init__(self, pos: int, names: tuple[str, ...]) -> None:
        super().__init__(pos)
        self.names = names

    def __str__(self) -> str:
        return "".join(f".{name}" for name in self.names)


class Variable(Node):
    """`$x.A.B`: a variable (its name with the dollar sign first) and fields of it."""

    __slots__ = ("names",)

    def __init__(self, pos: int, names: tuple[str, ...]) -> None:
        super().__init__(pos)
        self.names = names

    def __str__(self) -> str:
        return ".".join(self.names)


class Chain(Node):
    """`(pipeline).A.B`: fields of something else."""

    __slots__ = ("names", "node")

    def __init__(self, pos: int, node: Node, names: tuple[str, ...]) -> None:
        super().__init__(pos)
        self.node = node
        self.names = names

    def __str__(self) -> str:
        inner = f"({self.node})" if isinstance(self.node, Pipe) else str(self.node)
        return inner + "".join(f".{name}" for name in self.names)


class Command(Node):
    """Operands between two pipe characters."""

    __slots__ = ("args",)

    def __init__(self, pos: int, args: tuple[Node, ...]) -> None:
        super().__init__(pos)
        self.args = args

    def __str__(self) -> str:
        return " ".join(f"({arg})" if isinstance(arg, Pipe) else str(arg) for arg in self.args)


class Pipe(Node):
    """A pipeline: commands, and the variables that it declares or (`assign`) sets."""

    __slots__ = ("assign", "commands", "variables")

    def __init__(self, pos: int, variables: tuple[str, ...], assign: bool, commands: tuple[Command, ...]) -> None:
        super().__init__(pos)
        self.variables = variables
        self.assign = assign
        self.commands = commands

    def __str__(self) -> str:
        sign = " = " if self.assign else " := "
        head = ", ".join(self.variables) + sign if self.variables else ""
        return head + " | ".join(map(str, self.commands))


class Action(Node):
    """A pipeline whose value is printed."""

    __slots__ = ("pipe",)

    def __init__(self, pos: int, pipe: Pipe) -> None:
        super().__init__(pos)
        self.pipe = pipe

    def __str__(self) -> str:
        return f"{{{{{self.pipe}}}}}"


class Block(Node):
    """A list of nodes."""

    __slots__ = ("nodes",)

    def __init__(self, pos: int, nodes: tuple[Node, ...]) -> None:
        super().__init__(pos)
        self.nodes = nodes

    def __str__(self) -> str:
        return "".join(map(str, self.nodes))


class Branch(Node):
    """if, with or range (`keyword`): what to do with the pipeline's value, and what otherwise."""

    __slots__ = ("keyword", "otherwise", "pipe", "then")

    def __init__(self, keyword: str, pipe: Pipe, then: Block, otherwise: Block | None) -> None:
        super().__init__(pipe.pos)
        self.keyword = keyword
        self.pipe = pipe
        self.then = then
        self.otherwise = otherwise

    def __str__(self) -> str:
        other = "" if self.otherwise is None else f"{{{{else}}}}{self.otherwise}"
        return f"{{{{{self.keyword} {self.pipe}}}}}{self.then}{other}{{{{end}}}}"


class Jump(Node):
    """break or continue."""

    __slots__ = ("keyword",)

    def __init__(self, pos: int, keyword: str) -> None:
        super().__init__(pos)
        self.keyword = keyword

    def __str__(self) -> str:
        return f"{{{{{self.keyword}}}}}"


class Call(Node):
    """{{template "name" pipeline}}."""

    __slots__ = ("name", "pipe")

    def __init__(self, pos: int, name: str, pipe: Pipe | None) -> None:
        super().__init__(pos)
        self.name = name
        self.pipe = pipe

    def __str__(self) -> str:
        argument = "" if self.pipe is None else f" {self.pipe}"
        return f"{{{{template {quote(self.name)}{argument}}}}}"


class Definition:
    """A named template: its body and the text and name under which it was parsed, for error messages."""

    __slots__ = ("name", "parse_name", "root", "text")

    def __init__(self, name: str, root: Block, text: str, parse_name: str) -> None:
        self.name = name
        self.root = root
        self.text = text
        self.parse_name = parse_name

    def is_empty(self) -> bool:
        """Whether there is nothing but white space in it."""
        return all(isinstance(node, Text) and not node.text.strip() for node in self.root.nodes)
