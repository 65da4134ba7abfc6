"""Running statements against tables: values, errors and tags as PostgreSQL gives them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tutor.programs.postgres.lexer import SqlError
from tutor.programs.postgres.sql import Expr, Outside, Statement
from tutor.programs.postgres.values import (
    _AGGREGATES,
    _COMPARE,
    _aggregates,
    _alike,
    _frozen,
    _key,
    _kind_of,
    _label,
    _like,
    _md5,
    _moment,
    _thawed,
    fitted,
    shown,
)
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process


class Table:
    """A table: its columns and rows, and the next number of its serial columns."""

    def __init__(self, name: str, columns: list[dict[str, Any]], rows: list[list[Any]], following: int = 1) -> None:
        self.name = name
        self.columns = columns
        self.rows = rows
        self.following = following

    def index(self, name: str) -> int | None:
        """Return which column a name is."""
        return next((at for at, column in enumerate(self.columns) if column["name"] == name), None)


class Result:
    """What a statement gives: its tag, and columns (name, type) with rows where it gives any."""

    def __init__(
        self, tag: str, columns: list[tuple[str, str]] | None = None, rows: list[list[Any]] | None = None
    ) -> None:
        self.tag = tag
        self.columns = columns
        self.rows = rows or []


class Database:
    """One database of a cluster, in its files below PGDATA."""

    def __init__(self, process: Process, folder: str, name: str, user: str, version: str) -> None:
        self.process = process
        self.folder = folder
        self.name = name
        self.user = user
        self.version = version
        self.notices: list[str] = []

    # files

    @property
    def _base(self) -> str:
        return f"{self.folder}/base/{self.name}"

    def tables(self) -> list[str]:
        """Return the names of the tables."""
        return [name.removesuffix(".table") for name in self.process.fs.listdir(self._base) if name.endswith(".table")]

    def table(self, place: tuple[str, int]) -> Table:
        """Return a table. Raises SqlError."""
        name, position = place
        path = f"{self._base}/{name}.table"
        if "/" in name or not self.process.fs.is_file(path):
            raise SqlError("42P01", f'relation "{name}" does not exist', position)
        data = self.process.fs.read(path)
        self.process.tick(1 + len(data) // 4096)
        self.process.kernel.meter.fits(len(data) * 8)
        found = json.loads(data)
        return Table(name, found["columns"], found["rows"], found["following"])

    def keep(self, table: Table) -> None:
        """Write a table. Raises SqlError where there is no space or no permission."""
        data = json.dumps({"columns": table.columns, "rows": table.rows, "following": table.following}).encode()
        self.process.kernel.meter.fits(len(data))
        try:
            self.process.fs.write(f"{self._base}/{table.name}.table", data, 0o600)
        except FsError as error:
            raise SqlError(
                "53100", f'could not extend file "base/{self.name}/{table.name}": {error.strerror}'
            ) from None

    # statements

    def run(self, statement: Statement) -> Result:
        """Run a statement. Raises SqlError, Outside."""
        self.process.tick(20)
        found: Result = getattr(self, "_" + statement.verb.replace(" ", "_"))(statement.parts)
        return found

    def _accept(self, parts: dict[str, Any]) -> Result:
        return Result(parts["tag"])

    def _show(self, parts: dict[str, Any]) -> Result:
        values = {
            "server_version": self.version,
            "port": "5432",
            "data_directory": self.folder,
            "timezone": "Etc/UTC",
            "max_connections": "100",
        }
        if parts["name"] not in values:
            raise SqlError("42704", f'unrecognized configuration parameter "{parts["name"]}"')
        return Result("SHOW", [(parts["name"], "text")], [[values[parts["name"]]]])

    def _create_table(self, parts: dict[str, Any]) -> Result:
        name, _ = parts["table"]
        if name in self.tables():
            if parts["quiet"]:
                self.notices.append(f'relation "{name}" already exists, skipping')
                return Result("CREATE TABLE")
            raise SqlError("42P07", f'relation "{name}" already exists')
        columns: list[dict[str, Any]] = []
        for column in parts["columns"]:
            if any(other["name"] == column["name"] for other in columns):
                raise SqlError("42701", f'column "{column["name"]}" specified more than once')
            default = column["default"]
            columns.append({**column, "default": None if default is None else _frozen(default[1])})
        self.keep(Table(name, columns, []))
        return Result("CREATE TABLE")

    def _drop_table(self, parts: dict[str, Any]) -> Result:
        for name, _ in parts["names"]:
            if name in self.tables():
                self.process.fs.unlink(f"{self._base}/{name}.table")
            elif parts["quiet"]:
                self.notices.append(f'table "{name}" does not exist, skipping')
            else:
                raise SqlError("42P01", f'table "{name}" does not exist')
        return Result("DROP TABLE")

    def _create_database(self, parts: dict[str, Any]) -> Result:
        path = f"{self.folder}/base/{parts['name']}"
        if self.process.fs.is_dir(path):
            raise SqlError("42P04", f'database "{parts["name"]}" already exists')
        self.process.fs.mkdir(path, 0o700)
        return Result("CREATE DATABASE")

    def _drop_database(self, parts: dict[str, Any]) -> Result:
        name = parts["names"][0][0]
        path = f"{self.folder}/base/{name}"
        if not self.process.fs.is_dir(path):
            raise SqlError("3D000", f'database "{name}" does not exist')
        for entry in self.process.fs.listdir(path):
            self.process.fs.unlink(f"{path}/{entry}")
        self.process.fs.rmdir(path)
        return Result("DROP DATABASE")

    def _create_role(self, parts: dict[str, Any]) -> Result:
        roles = roles_of(self.process, self.folder)
        if parts["name"] in roles:
            raise SqlError("42710", f'role "{parts["name"]}" already exists')
        put_roles(self.process, self.folder, {**roles, parts["name"]: parts["password"]})
        return Result("CREATE ROLE")

    def _drop_role(self, parts: dict[str, Any]) -> Result:
        roles = roles_of(self.process, self.folder)
        name = parts["names"][0][0]
        if name not in roles:
            raise SqlError("42704", f'role "{name}" does not exist')
        put_roles(self.process, self.folder, {role: password for role, password in roles.items() if role != name})
        return Result("DROP ROLE")

    _drop_user = _drop_role

    def _truncate(self, parts: dict[str, Any]) -> Result:
        table = self.table(parts["table"])
        table.rows = []
        self.keep(table)
        return Result("TRUNCATE TABLE")

    def _insert(self, parts: dict[str, Any]) -> Result:
        table = self.table(parts["table"])
        names = parts["columns"] if parts["columns"] is not None else [column["name"] for column in table.columns]
        places = []
        for name in names:
            at = table.index(name)
            if at is None:
                raise SqlError("42703", f'column "{name}" of relation "{table.name}" does not exist', parts["table"][1])
            places.append(at)
        made = []
        for row in parts["rows"]:
            if len(row) > len(places):
                raise SqlError("42601", "INSERT has more expressions than target columns", row[len(places)].position)
            if len(row) < len(places) and parts["columns"] is not None:
                raise SqlError("42601", "INSERT has more target columns than expressions")
            given = dict(zip(places, row, strict=False))
            values = [self._new(table, at, column, given.get(at)) for at, column in enumerate(table.columns)]
            self._check(table, values, None)
            table.rows.append(values)
            made.append(values)
        self.keep(table)
        result = self._returned(table, made, parts["returning"])
        return (
            Result(f"INSERT 0 {len(made)}", result.columns, result.rows)
            if parts["returning"]
            else Result(f"INSERT 0 {len(made)}")
        )

    def _new(self, table: Table, at: int, column: dict[str, Any], given: Expr | None) -> Any:
        """Return the value of a column of a new row."""
        if given is not None and given.kind != "default":
            return fitted(self.value(given, None, None), column, given.position)
        if column["serial"]:
            table.following += 1
            return table.following - 1
        if column["default"] is not None:
            return fitted(self.value(_thawed(column["default"]), None, None), column, 0)
        return None

    def _check(self, table: Table, values: list[Any], own: list[Any] | None) -> None:
        """Refuse a row that breaks a constraint. Raises SqlError."""
        for at, column in enumerate(table.columns):
            if values[at] is None and column["required"]:
                row = ", ".join("null" if value is None else shown(value) for value in values)
                raise SqlError("23502", f'null value in column "{column["name"]}" of relation "{table.name}" '
                                        'violates not-null constraint',
                               detail=f"Failing row contains ({row}).")  # fmt: skip
        for at, column in enumerate(table.columns):
            if column["unique"] and values[at] is not None:
                self.process.tick(1 + len(table.rows) // 64)
                if any(row[at] == values[at] for row in table.rows if row is not own):
                    name = f"{table.name}_pkey" if column["primary"] else f"{table.name}_{column['name']}_key"
                    raise SqlError("23505", f'duplicate key value violates unique constraint "{name}"',
                                   detail=f"Key ({column['name']})=({shown(values[at])}) already exists.")  # fmt: skip

    def _update(self, parts: dict[str, Any]) -> Result:
        table = self.table(parts["table"])
        changed = []
        for row in table.rows:
            self.process.tick()
            if parts["where"] is not None and self.value(parts["where"], table, row) is not True:
                continue
            new = list(row)
            for name, position, expr in parts["changes"]:
                at = table.index(name)
                if at is None:
                    raise SqlError("42703", f'column "{name}" of relation "{table.name}" does not exist', position)
                new[at] = fitted(self.value(expr, table, row), table.columns[at], expr.position)
            self._check(table, new, row)
            changed.append((row, new))
        for row, new in changed:
            row[:] = new
        self.keep(table)
        result = self._returned(table, [new for _, new in changed], parts["returning"])
        return Result(f"UPDATE {len(changed)}", result.columns if parts["returning"] else None, result.rows)

    def _delete(self, parts: dict[str, Any]) -> Result:
        table = self.table(parts["table"])
        before = len(table.rows)
        self.process.tick(before)
        table.rows = [
            row
            for row in table.rows
            if parts["where"] is not None and self.value(parts["where"], table, row) is not True
        ]
        self.keep(table)
        return Result(f"DELETE {before - len(table.rows)}")

    def _select(self, parts: dict[str, Any]) -> Result:
        table = self.table(parts["table"]) if parts["table"] is not None else None
        rows = table.rows if table is not None else [[]]
        if parts["where"] is not None:
            self.process.tick(len(rows))
            rows = [row for row in rows if self.value(parts["where"], table, row) is True]
        labels = {label: expr for expr, label in parts["items"] if label}
        for expr, down in reversed(parts["order"]):
            expr = (
                labels.get(expr.value, expr)
                if expr.kind == "column" and (table is None or table.index(expr.value) is None)
                else expr
            )
            if expr.kind == "value" and isinstance(expr.value, int) and 0 < expr.value <= len(parts["items"]):
                expr = parts["items"][expr.value - 1][0]
            wanted = expr
            rows = sorted(rows, key=lambda row: _key(self.value(wanted, table, row)), reverse=down)
        if any(_aggregates(expr) for expr, _ in parts["items"]):
            result = self._aggregated(table, rows, parts["items"])
        else:
            result = self._returned(table, rows, parts["items"])
        start = self.value(parts["offset"], None, None) if parts["offset"] is not None else 0
        count = self.value(parts["limit"], None, None) if parts["limit"] is not None else None
        result.rows = result.rows[start : None if count is None else start + count]
        result.tag = f"SELECT {len(result.rows)}"
        return result

    def _returned(self, table: Table | None, rows: list[list[Any]], items: list[tuple[Expr, str]]) -> Result:
        """Return what a list of expressions is for each row."""
        columns: list[tuple[str, str]] = []
        parts: list[Callable[[list[Any]], Any]] = []
        for expr, label in items:
            if expr.kind == "star":
                if table is None:
                    raise SqlError("42601", "SELECT * with no tables specified is not valid", expr.position)
                for at, column in enumerate(table.columns):
                    columns.append((column["name"], column["type"]))
                    parts.append(lambda row, at=at: row[at])  # type: ignore[misc]
                continue
            columns.append((label or _label(expr), ""))
            parts.append(lambda row, expr=expr: self.value(expr, table, row))  # type: ignore[misc]
        self.process.tick(len(rows))
        found = [[part(row) for part in parts] for row in rows]
        if not rows and table is not None:
            for expr, _ in items:
                self._known(table, expr)
        typed = [
            (name, kind or self._kind(table, items, at) or _kind_of([row[at] for row in found]))
            for at, (name, kind) in enumerate(columns)
        ]
        return Result("", typed, found)

    def _kind(self, table: Table | None, items: list[tuple[Expr, str]], at: int) -> str:
        """Return the type of a column that is plain to see."""
        if (
            table is None
            or len(items) <= at
            or items[at][0].kind != "column"
            or any(expr.kind == "star" for expr, _ in items)
        ):
            return ""
        place = table.index(items[at][0].value)
        return "" if place is None else str(table.columns[place]["type"])

    def _known(self, table: Table, expr: Expr) -> None:
        """Refuse a column that is none, though there is no row to look at. Raises SqlError."""
        if expr.kind == "column" and table.index(expr.value) is None:
            raise SqlError("42703", f'column "{expr.value}" does not exist', expr.position)
        for part in expr.parts:
            if isinstance(part, Expr):
                self._known(table, part)

    def _aggregated(self, table: Table | None, rows: list[list[Any]], items: list[tuple[Expr, str]]) -> Result:
        columns: list[tuple[str, str]] = []
        values = []
        for expr, label in items:
            value = self._aggregate(expr, table, rows)
            values.append(value)
            kind = "bigint" if expr.value == "count" else "numeric" if expr.value == "avg" else _kind_of([value])
            columns.append((label or _label(expr), kind))
        return Result("", columns, [values])

    def _aggregate(self, expr: Expr, table: Table | None, rows: list[list[Any]]) -> Any:
        if expr.kind == "call" and expr.value in _AGGREGATES:
            inner = expr.parts[0] if expr.parts else Expr("star", None)
            if inner.kind == "star":
                return len(rows)
            values = [value for row in rows if (value := self.value(inner, table, row)) is not None]
            if expr.value == "count":
                return len(values)
            if not values:
                return None
            if expr.value == "avg":
                return f"{sum(values) / len(values):.16f}"
            return sum(values) if expr.value == "sum" else min(values) if expr.value == "min" else max(values)
        if expr.kind == "column":
            raise SqlError(
                "42803",
                f'column "{table.name if table else "?"}.{expr.value}" must appear in the GROUP BY clause or be '
                "used in an aggregate function",
                expr.position,
            )
        parts = tuple(
            Expr("value", self._aggregate(part, table, rows)) if isinstance(part, Expr) and _aggregates(part) else part
            for part in expr.parts
        )
        return self.value(expr._replace(parts=parts), table, rows[0] if rows else [])

    # values

    def value(self, expr: Expr, table: Table | None, row: list[Any] | None) -> Any:
        """Return the value of an expression for a row. Raises SqlError, Outside."""
        kind = expr.kind
        if kind == "value":
            return expr.value
        if kind == "column":
            at = table.index(expr.value) if table is not None else None
            if at is None or row is None:
                raise SqlError("42703", f'column "{expr.value}" does not exist', expr.position)
            return row[at]
        if kind == "call":
            return self._call(expr, table, row)
        if kind == "binary":
            return self._binary(expr, table, row)
        first = self.value(expr.parts[0], table, row)
        if kind == "not":
            return None if first is None else not first
        if kind == "minus":
            return None if first is None else -first
        if kind == "cast":
            return None if first is None else fitted(first, {"type": expr.value, "name": ""}, expr.position)
        if kind == "is":
            same = first is expr.value if isinstance(expr.value, bool) or expr.value is None else False
            return same != expr.parts[1]
        if first is None:
            return None
        if kind == "in":
            inside = any(self.value(part, table, row) == first for part in expr.parts[1])
            return inside != expr.value
        if kind == "between":
            low, high = (self.value(part, table, row) for part in expr.parts[1:])
            return None if low is None or high is None else (low <= first <= high) != expr.value
        pattern = self.value(expr.parts[1], table, row)
        return None if pattern is None else _like(str(first), str(pattern), expr.value[0] == "ilike") != expr.value[1]

    def _binary(self, expr: Expr, table: Table | None, row: list[Any] | None) -> Any:
        operator = expr.value
        left = self.value(expr.parts[0], table, row)
        if operator == "and" and left is False:
            return False
        if operator == "or" and left is True:
            return True
        right = self.value(expr.parts[1], table, row)
        if operator in ("and", "or"):
            if left is None or right is None:
                other = right if left is None else left
                return other if other is (operator == "or") else None
            return (left and right) if operator == "and" else (left or right)
        if left is None or right is None:
            return None
        if operator == "||":
            self.process.kernel.meter.fits(len(shown(left)) + len(shown(right)))
            return shown(left) + shown(right)
        left, right = _alike(left, right, expr)
        if operator in _COMPARE:
            return _COMPARE[operator](left, right)
        if (
            not isinstance(left, int | float)
            or not isinstance(right, int | float)
            or isinstance(left, bool)
            or isinstance(right, bool)
        ):
            names = f"{_kind_of([left])} {operator} {_kind_of([right])}"
            raise SqlError("42883", f"operator does not exist: {names}", expr.position,
                           hint="No operator matches the given name and argument types. You might need to add "
                                "explicit type casts.")  # fmt: skip
        if operator in ("/", "%"):
            if right == 0:
                raise SqlError("22012", "division by zero")
            if isinstance(left, int) and isinstance(right, int):
                whole = abs(left) // abs(right)
                whole = whole if (left < 0) == (right < 0) else -whole
                return whole if operator == "/" else left - whole * right
            return left / right if operator == "/" else left % right
        found = {"+": left + right, "-": left - right, "*": left * right}[operator]
        if isinstance(found, int) and not -(1 << 63) <= found < 1 << 63:
            raise SqlError("22003", "bigint out of range")
        return found

    def _call(self, expr: Expr, table: Table | None, row: list[Any] | None) -> Any:
        name = expr.value
        if name in _AGGREGATES:
            raise SqlError("42803", "aggregate functions are not allowed here", expr.position)
        given = [self.value(part, table, row) for part in expr.parts]
        if name in ("now", "current_timestamp", "clock_timestamp"):
            return _moment(self.process.host.now()) + "+00"
        plain: dict[str, Any] = {
            "version": f"PostgreSQL {self.version} (Debian {self.version}-1.pgdg120+1) on "
                       f"{self.process.host.architecture}-pc-linux-gnu, "
                       "compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit",
            "current_database": self.name, "current_user": self.user, "session_user": self.user, "user": self.user,
            "current_date": _moment(self.process.host.now())[:10], "pg_is_in_recovery": False, "inet_server_port": 5432,
        }  # fmt: skip
        if name in plain:
            return plain[name]
        if name == "coalesce":
            return next((value for value in given if value is not None), None)
        if name == "concat":
            return "".join(shown(value) for value in given if value is not None)
        if given and given[0] is None:
            return None
        one: dict[str, Callable[..., Any]] = {
            "upper": lambda text: str(text).upper(), "lower": lambda text: str(text).lower(),
            "length": lambda text: len(str(text)),
            "abs": abs, "trim": lambda text: str(text).strip(), "md5": _md5, "round": lambda value,
            digits=0: round(value, digits),
            "floor": lambda value: int(value // 1), "ceil": lambda value: int(-(-value // 1)), "pg_sleep": self._sleep,
        }  # fmt: skip
        if name not in one:
            types = ", ".join(_kind_of([value]) for value in given)
            raise SqlError("42883", f"function {name}({types}) does not exist", expr.position,
                           hint="No function matches the given name and argument types. You might need to add "
                                "explicit type casts.")  # fmt: skip
        try:
            return one[name](*given)
        except TypeError:
            raise Outside(f"{name}() of such values") from None

    def _sleep(self, seconds: float) -> str:
        self.process.sleep(float(seconds))
        return ""


def roles_of(process: Process, folder: str) -> dict[str, str]:
    """Return the roles of a cluster and their passwords."""
    found: dict[str, str] = json.loads(process.fs.read(f"{folder}/global/roles"))
    return found


def put_roles(process: Process, folder: str, roles: dict[str, str]) -> None:
    """Write the roles of a cluster."""
    process.fs.write(f"{folder}/global/roles", json.dumps(roles).encode(), 0o600)
