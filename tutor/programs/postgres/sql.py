"""From SQL text to statements: tokens, expressions by precedence, the statements of the subset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.programs.postgres.lexer import SqlError, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

_RESERVED = frozenset(
    [
        "select",
        "from",
        "where",
        "insert",
        "into",
        "values",
        "update",
        "set",
        "delete",
        "create",
        "table",
        "drop",
        "and",
        "or",
        "not",
        "null",
        "order",
        "by",
        "limit",
        "offset",
        "group",
        "having",
        "as",
        "is",
        "in",
        "like",
        "between",
        "case",
        "when",
        "then",
        "else",
        "end",
        "primary",
        "key",
        "default",
        "unique",
        "references",
        "union",
        "join",
        "on",
        "distinct",
    ]
)
_DEEP = 100


class Outside(Exception):
    """Part of SQL that is not here."""


class Expr(NamedTuple):
    """An expression: kind, value and parts, and where it begins."""

    kind: str
    value: Any
    parts: tuple[Any, ...] = ()
    position: int = 0


class Statement(NamedTuple):
    """A statement: its verb and what belongs to it, by name."""

    verb: str
    parts: dict[str, Any]


class Parser:
    """Reads statements."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0
        self._keys: list[list[str]] = []

    @property
    def here(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def word(self, *words: str) -> bool:
        """Whether the next token is one of these words or marks."""
        return self.here.kind in ("name", "op") and self.here.text.lower() in words

    def accept(self, *words: str) -> bool:
        """Take these words if all of them come next."""
        for ahead, word in enumerate(words):
            token = self.tokens[min(self.at + ahead, len(self.tokens) - 1)]
            if token.kind not in ("name", "op") or token.text.lower() != word:
                return False
        self.at += len(words)
        return True

    def expect(self, word: str) -> None:
        """Take a word that must come. Raises SqlError."""
        if not self.accept(word):
            raise self.wrong()

    def wrong(self) -> SqlError:
        """Return the error for a token that does not fit."""
        if self.here.kind == "end":
            return SqlError("42601", "syntax error at end of input", self.here.position)
        return SqlError("42601", f'syntax error at or near "{self.here.text}"', self.here.position)

    def name(self) -> str:
        """Take an identifier. Raises SqlError."""
        token = self.here
        if token.kind == "quoted":
            self.at += 1
            return token.text[1:-1].replace('""', '"')
        if token.kind != "name" or token.text.lower() in _RESERVED:
            raise self.wrong()
        self.at += 1
        return token.text.lower()

    def relation(self) -> tuple[str, int]:
        """Take the name of a table, whatever its schema. Raises SqlError."""
        position = self.here.position
        name = self.name()
        if self.accept("."):
            name = self.name()
        return name, position

    def listed(self, read: Callable[[], Any]) -> list[Any]:
        """Take some of something, with commas between them."""
        found = [read()]
        while self.accept(","):
            found.append(read())
        return found

    # statements

    def statements(self) -> list[Statement]:
        """Read everything. Raises SqlError, Outside."""
        found = []
        while self.here.kind != "end":
            if self.accept(";"):
                continue
            found.append(self.statement())
            if self.here.kind != "end":
                self.expect(";")
        return found

    def statement(self) -> Statement:
        """Read one statement. Raises SqlError, Outside."""
        word = self.here.text.lower() if self.here.kind == "name" else ""
        read = getattr(self, f"_{word}", None) if word in _VERBS else None
        if read is None:
            if word in _OUTSIDE:
                raise Outside(word.upper())
            raise self.wrong()
        self.at += 1
        found: Statement = read()
        return found

    def _select(self) -> Statement:
        if self.accept("distinct"):
            raise Outside("SELECT DISTINCT")
        items = [] if self.here.kind == "end" or self.word("from", ";") else self.listed(self._item)
        table = None
        if self.accept("from"):
            if self.word("("):
                raise Outside("a subquery")
            table = self.relation()
            if (
                self.here.kind == "name"
                and self.here.text.lower() not in _RESERVED
                and not self.word("left", "right", "inner", "cross", "for")
            ):
                self.name()
            if self.word("join", "left", "right", "inner", "cross", ","):
                raise Outside("a join")
        where = self.expression() if self.accept("where") else None
        if self.word("group", "having", "union"):
            raise Outside(self.here.text.upper())
        order = self.listed(self._order) if self.accept("order", "by") else []
        limit = offset = None
        while self.word("limit", "offset"):
            if self.accept("limit"):
                limit = None if self.accept("all") else self.expression()
            else:
                self.expect("offset")
                offset = self.expression()
        return Statement(
            "select", {"items": items, "table": table, "where": where, "order": order, "limit": limit, "offset": offset}
        )

    def _item(self) -> tuple[Expr, str]:
        if self.word("*"):
            position = self.here.position
            self.at += 1
            return Expr("star", None, (), position), ""
        value = self.expression()
        label = ""
        if (
            self.accept("as")
            or self.here.kind == "quoted"
            or (self.here.kind == "name" and self.here.text.lower() not in _RESERVED)
        ):
            label = self.name()
        return value, label

    def _order(self) -> tuple[Expr, bool]:
        value = self.expression()
        down = self.accept("desc")
        if not down:
            self.accept("asc")
        if self.accept("nulls"):
            self.at += 1
        return value, down

    def _insert(self) -> Statement:
        self.expect("into")
        table = self.relation()
        columns = None
        if self.accept("("):
            columns = self.listed(self.name)
            self.expect(")")
        rows: list[list[Expr]] = []
        if self.accept("default", "values"):
            rows = [[]]
            columns = []
        elif self.word("select"):
            raise Outside("INSERT … SELECT")
        else:
            self.expect("values")
            rows = self.listed(self._row)
        if self.word("on"):
            raise Outside("ON CONFLICT")
        returning = self.listed(self._item) if self.accept("returning") else []
        return Statement("insert", {"table": table, "columns": columns, "rows": rows, "returning": returning})

    def _row(self) -> list[Expr]:
        self.expect("(")
        found = self.listed(lambda: Expr("default", None) if self.accept("default") else self.expression())
        self.expect(")")
        return found

    def _update(self) -> Statement:
        table = self.relation()
        self.expect("set")
        changes = self.listed(self._change)
        where = self.expression() if self.accept("where") else None
        returning = self.listed(self._item) if self.accept("returning") else []
        return Statement("update", {"table": table, "changes": changes, "where": where, "returning": returning})

    def _change(self) -> tuple[str, int, Expr]:
        position = self.here.position
        name = self.name()
        self.expect("=")
        return name, position, self.expression()

    def _delete(self) -> Statement:
        self.expect("from")
        table = self.relation()
        where = self.expression() if self.accept("where") else None
        return Statement("delete", {"table": table, "where": where})

    def _truncate(self) -> Statement:
        self.accept("table")
        return Statement("truncate", {"table": self.relation()})

    def _create(self) -> Statement:
        if self.accept("database"):
            return Statement("create database", {"name": self._named()})
        if self.accept("user") or self.accept("role"):
            login = self.tokens[self.at - 1].text.lower() == "user"
            name = self.name()
            password = ""
            while self.here.kind != "end" and not self.word(";"):
                if self.here.kind == "string":
                    password = _unquoted(self.here.text)
                self.at += 1
            return Statement("create role", {"name": name, "password": password, "login": login})
        self.accept("temp") or self.accept("temporary")
        if not self.accept("table"):
            if self.word(
                "index", "view", "function", "extension", "schema", "type", "trigger", "unique", "sequence", "or"
            ):
                raise Outside(f"CREATE {self.here.text.upper()}")
            raise self.wrong()
        quiet = self.accept("if", "not", "exists")
        table = self.relation()
        self.expect("(")
        columns: list[dict[str, Any]] = []
        for entry in self.listed(self._column):
            if entry is not None:
                columns.append(entry)
        for name in [name for entry in self._keys for name in entry]:
            for column in columns:
                if column["name"] == name:
                    column.update(primary=True, unique=True, required=True)
        self._keys = []
        self.expect(")")
        return Statement("create table", {"table": table, "columns": columns, "quiet": quiet})

    def _column(self) -> dict[str, Any] | None:
        if self.accept("primary", "key"):
            self.expect("(")
            self._keys = [*self._keys, self.listed(self.name)]
            self.expect(")")
            return None
        if self.word("constraint", "foreign", "unique", "check"):
            raise Outside("a table constraint")
        name = self.name()
        kind, serial = self._type()
        found: dict[str, Any] = {
            "name": name,
            "type": kind,
            "serial": serial,
            "required": serial,
            "unique": False,
            "primary": False,
            "default": None,
        }
        while True:
            if self.accept("primary", "key"):
                found.update(primary=True, unique=True, required=True)
            elif self.accept("not", "null"):
                found["required"] = True
            elif self.accept("null"):
                pass
            elif self.accept("unique"):
                found["unique"] = True
            elif self.accept("default"):
                begin = self.here.position
                found["default"] = (begin, self.expression(5))
            elif self.accept("generated"):
                while not self.accept("identity"):
                    if self.here.kind == "end":
                        raise self.wrong()
                    self.at += 1
                found.update(serial=True, required=True)
            elif self.accept("references"):
                self.relation()
                if self.accept("("):
                    self.name()
                    self.expect(")")
            elif self.word("check"):
                raise Outside("a check constraint")
            else:
                return found

    def _type(self) -> tuple[str, bool]:
        position = self.here.position
        name = self.name()
        if name == "double":
            self.expect("precision")
        if name == "character":
            self.accept("varying")
        if self.accept("("):
            while not self.accept(")"):
                if self.here.kind == "end":
                    raise self.wrong()
                self.at += 1
        if name in ("timestamp", "time") and (
            self.accept("with", "time", "zone") or self.accept("without", "time", "zone")
        ):
            pass
        if name not in TYPES:
            raise SqlError("42704", f'type "{name}" does not exist', position)
        return TYPES[name], name in ("serial", "bigserial", "smallserial")

    def _drop(self) -> Statement:
        kind = self.here.text.lower()
        self.at += 1
        if kind not in ("table", "database", "user", "role"):
            raise Outside(f"DROP {kind.upper()}")
        quiet = self.accept("if", "exists")
        names = self.listed(self.relation)
        self.accept("cascade") or self.accept("restrict")
        return Statement(f"drop {kind}", {"names": names, "quiet": quiet})

    def _named(self) -> str:
        name = self.name()
        while self.here.kind != "end" and not self.word(";"):
            self.at += 1
        return name

    def _accepted(self, tag: str) -> Statement:
        while self.here.kind != "end" and not self.word(";"):
            self.at += 1
        return Statement("accept", {"tag": tag})

    def _begin(self) -> Statement:
        return self._accepted("BEGIN")

    def _commit(self) -> Statement:
        return self._accepted("COMMIT")

    def _set(self) -> Statement:
        return self._accepted("SET")

    def _grant(self) -> Statement:
        return self._accepted("GRANT")

    def _alter(self) -> Statement:
        if self.word("user", "role", "database"):
            kind = self.here.text.upper()
            return self._accepted(f"ALTER {'ROLE' if kind == 'USER' else kind}")
        raise Outside(f"ALTER {self.here.text.upper()}")

    def _show(self) -> Statement:
        return Statement("show", {"name": self._named()})

    # expressions

    def expression(self, least: int = 1) -> Expr:
        """Read an expression whose operators bind at least so tightly. Raises SqlError, Outside."""
        self.depth += 1
        if self.depth > _DEEP:
            raise Outside("an expression that is nested so deeply")
        left = self._unary()
        while True:
            text = self.here.text.lower() if self.here.kind in ("op", "name") else ""
            strength = _BINARY.get(text, 0)
            if not strength or strength < least:
                break
            position = self.here.position
            self.at += 1
            left = self._operator(left, text, strength, position)
        self.depth -= 1
        return left

    def _operator(self, left: Expr, text: str, strength: int, position: int) -> Expr:
        if text == "::":
            kind, _ = self._type()
            return Expr("cast", kind, (left,), position)
        if text == "is":
            negated = self.accept("not")
            if self.accept("null"):
                return Expr("is", None, (left, negated), position)
            if self.accept("true") or self.accept("false"):
                wanted = self.tokens[self.at - 1].text.lower() == "true"
                return Expr("is", wanted, (left, negated), position)
            raise self.wrong()
        negated = text == "not"
        if negated:
            text = self.here.text.lower()
            self.at += 1
        if text == "in":
            self.expect("(")
            if self.word("select"):
                raise Outside("a subquery")
            items = self.listed(self.expression)
            self.expect(")")
            return Expr("in", negated, (left, tuple(items)), position)
        if text in ("like", "ilike"):
            return Expr("like", (text, negated), (left, self.expression(strength + 1)), position)
        if text == "between":
            low = self.expression(strength + 1)
            self.expect("and")
            return Expr("between", negated, (left, low, self.expression(strength + 1)), position)
        if negated:
            raise self.wrong()
        return Expr("binary", text, (left, self.expression(strength + 1)), position)

    def _unary(self) -> Expr:
        token = self.here
        if self.accept("not"):
            return Expr("not", None, (self.expression(3),), token.position)
        if self.accept("-"):
            return Expr("minus", None, (self.expression(8),), token.position)
        if self.accept("+"):
            return self.expression(8)
        if self.accept("("):
            if self.word("select"):
                raise Outside("a subquery")
            inner = self.expression()
            self.expect(")")
            return inner
        if token.kind == "number":
            self.at += 1
            return Expr("value", int(token.text) if token.text.isdigit() else float(token.text), (), token.position)
        if token.kind == "string":
            self.at += 1
            return Expr("value", _unquoted(token.text), (), token.position)
        if token.kind == "name":
            word = token.text.lower()
            if word in ("true", "false", "null"):
                self.at += 1
                return Expr("value", {"true": True, "false": False, "null": None}[word], (), token.position)
            if word == "case":
                raise Outside("CASE")
            if word == "exists":
                raise Outside("a subquery")
        name = self.name()
        if self.accept("("):
            if self.accept("*"):
                self.expect(")")
                return Expr("call", name, (Expr("star", None),), token.position)
            self.accept("distinct")
            arguments = [] if self.word(")") else self.listed(self.expression)
            self.expect(")")
            return Expr("call", name, tuple(arguments), token.position)
        if name in ("current_user", "current_timestamp", "current_date", "session_user", "user"):
            return Expr("call", name, (), token.position)
        if self.accept("."):
            name = self.name()
        if name in ("interval", "date", "timestamp") and self.here.kind == "string":
            raise Outside(f"{name.upper()} literals")
        return Expr("column", name, (), token.position)


_VERBS = frozenset(
    {
        "select",
        "insert",
        "update",
        "delete",
        "truncate",
        "create",
        "drop",
        "begin",
        "commit",
        "set",
        "grant",
        "alter",
        "show",
    }
)
_OUTSIDE = frozenset(
    {
        "with",
        "explain",
        "copy",
        "rollback",
        "savepoint",
        "vacuum",
        "analyze",
        "comment",
        "revoke",
        "do",
        "listen",
        "values",
        "table",
    }
)
_BINARY = {
    "or": 1, "and": 2, "not": 4, "is": 4, "in": 4, "like": 4, "ilike": 4, "between": 4, "=": 4, "<": 4, ">": 4,
    "<=": 4, ">=": 4, "<>": 4,
    "!=": 4, "||": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7, "::": 9,
}  # fmt: skip
TYPES = {
    "int": "integer", "integer": "integer", "int4": "integer", "bigint": "bigint", "int8": "bigint",
    "smallint": "smallint",
    "serial": "integer", "bigserial": "bigint", "smallserial": "smallint", "text": "text",
    "varchar": "character varying",
    "character": "character varying", "char": "character varying", "boolean": "boolean", "bool": "boolean",
    "real": "double precision",
    "double": "double precision", "float": "double precision", "float8": "double precision", "numeric": "numeric",
    "decimal": "numeric",
    "timestamp": "timestamp without time zone", "timestamptz": "timestamp with time zone", "date": "date",
    "uuid": "uuid", "json": "json",
    "jsonb": "jsonb", "time": "time without time zone", "bytea": "bytea",
}  # fmt: skip
"""Types by each of their names."""


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")
