"""One run of a script: limits, conversions, properties, calls, the event loop, functions that wait.

The rule: one thread of control at any moment. A function that awaits runs on in a thread of its own, to which the turn
is handed and from which it comes back at the next `await`; the loop hands out turns in node's order.
"""

from __future__ import annotations

import math
from _thread import allocate_lock, start_new_thread
from typing import TYPE_CHECKING, Any

from tutor.programs.node.values import (
    UNDEFINED,
    Accessor,
    Array,
    Function,
    Object,
    Thrown,
    number_text,
)
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

_WORK = 256
_PER_STEP = 4
_DEPTH = 700
_FOREVER = 1e13


class Exit(BaseException):
    """The program ends."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Dropped(BaseException):
    """A function that waits is not needed any more."""


class Promise:
    """What a promise has come to: pending, fulfilled or rejected."""

    def __init__(self) -> None:
        self.state = "pending"
        self.value: Any = UNDEFINED
        self.waiting: list[Callable[[], None]] = []
        self.handled = False


class Coroutine:
    """A function's body in a thread of its own, that runs only while the turn is handed to it."""

    def __init__(self, runtime: Runtime, body: Callable[[], Any], done: Callable[[Any, Any], None]) -> None:
        self.runtime = runtime
        self.body = body
        self.done = done
        self.go = allocate_lock()
        self.back = allocate_lock()
        self.go.acquire()
        self.back.acquire()
        self.failure: BaseException | None = None
        self.dropped = False
        self.finished = False
        self.depth = 0

    def start(self) -> None:
        """Run the body up to its first wait."""
        self._hand(lambda: start_new_thread(self._run, ()))

    def resume(self) -> None:
        """Run the body on, up to its next wait."""
        self._hand(self.go.release)

    def _hand(self, over: Callable[[], object]) -> None:
        runtime = self.runtime
        before, depth = runtime.current, runtime.depth
        runtime.current, runtime.depth = self, self.depth
        over()
        self.back.acquire()
        self.depth, runtime.depth = runtime.depth, depth
        runtime.current = before
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure

    def _run(self) -> None:
        try:
            self.done(self.body(), None)
        except Thrown as thrown:
            self.done(None, thrown)
        except Dropped:
            pass
        except BaseException as error:
            self.failure = error
        self.finished = True
        self.back.release()

    def pause(self) -> None:
        """Give the turn back until `resume`. Raises Dropped."""
        self.back.release()
        self.go.acquire()
        if self.dropped:
            raise Dropped


class Runtime:
    """The state of a run."""

    def __init__(self, process: Process, version: tuple[int, ...]) -> None:
        self.process = process
        self.version = version
        self.work = 0
        self.depth = 0
        self.current: Coroutine | None = None
        self.coroutines: list[Coroutine] = []
        self.micro: list[Callable[[], None]] = []
        self.ticks: list[Callable[[], None]] = []
        self.timers: list[tuple[float, int, Callable[[], None], float | None]] = []
        self.timer_ids = 0
        self.listening = 0
        self.exit_code = 0.0
        self.handlers: dict[str, list[Function]] = {}
        self.modules: dict[str, Any] = {}
        self.object_proto = Object()
        self.function_proto = Object(self.object_proto)
        self.protos: dict[str, Object] = {
            name: Object(self.object_proto)
            for name in ("Array", "String", "Number", "Boolean", "Promise", "Map", "Set", "Date", "Error")
        }
        self.array_proto = self.protos["Array"]
        self.names: dict[str, Any] = {}
        self.rejected: list[Object] = []

    # costs

    def tick(self, count: int = 1) -> None:
        """Count work. Raises LimitExceeded, Stopped."""
        self.work -= count
        if self.work < 0:
            self.process.tick(-self.work // _PER_STEP + _WORK // _PER_STEP)
            self.work = _WORK

    def made(self, size: int) -> None:
        """Count a new value. Raises LimitExceeded."""
        if size > 64:
            self.process.kernel.meter.fits(size)
            self.tick(size // 64)

    # making values

    def array(self, items: list[Any]) -> Array:
        """Return an array."""
        return Array(items, self.array_proto)

    def object(self, props: dict[str, Any] | None = None) -> Object:
        """Return an object."""
        return Object(self.object_proto, props)

    def function(self, name: str, call: Callable[[Any, list[Any]], Any]) -> Function:
        """Return a function that is written here."""
        made = Function(name, call, self.function_proto)
        made.builtin = True
        return made

    def error(self, kind: str, message: str, **props: Any) -> Thrown:
        """Return an error to be raised."""
        maker = self.names.get(kind)
        proto = maker.props["prototype"] if isinstance(maker, Function) else self.protos["Error"]
        made = Object(proto, {"stack": f"{kind}: {message}", "message": message, **props}, "Error")
        made.hidden.update(("stack", "message"))
        return Thrown(made)

    # conversions

    def text(self, value: Any) -> str:
        """Return what String(value) gives. Raises Thrown."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return number_text(value)
        if value is None or value is UNDEFINED:
            return "null" if value is None else "undefined"
        if isinstance(value, Object):
            primitive = self.primitive(value, "string")
            return self.text(primitive) if not isinstance(primitive, Object) else "[object Object]"
        return str(value)

    def number(self, value: Any) -> float:
        """Return what Number(value) gives."""
        if isinstance(value, bool):
            return 1.0 if value else 0.0
        if isinstance(value, float):
            return value
        if value is None:
            return 0.0
        if value is UNDEFINED:
            return math.nan
        if isinstance(value, str):
            text = value.strip()
            if not text:
                return 0.0
            try:
                if text[:2].lower() in ("0x", "0b", "0o"):
                    return float(int(text, 0))
                if "_" in text or text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
                    return {"Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}.get(text, math.nan)
                return float(text)
            except (ValueError, OverflowError):
                return math.nan
        primitive = self.primitive(value, "number")
        return math.nan if isinstance(primitive, Object) else self.number(primitive)

    def integer(self, value: Any, default: int = 0) -> int:
        """Return a whole number for an index or a count."""
        if value is UNDEFINED:
            return default
        number = self.number(value)
        if number != number:
            return 0
        return int(max(-(2.0**53), min(2.0**53, number)))

    def primitive(self, value: Object, hint: str) -> Any:
        """Return an object as a primitive value, by its valueOf or toString. Raises Thrown."""
        order = ("toString", "valueOf") if hint == "string" else ("valueOf", "toString")
        for name in order:
            method = self.get(value, name)
            if isinstance(method, Function):
                found = self.call(method, value, [])
                if not isinstance(found, Object):
                    return found
        return value

    # properties

    def get(self, value: Any, name: str) -> Any:
        """Return a property of any value. Raises Thrown (TypeError)."""
        if isinstance(value, Array):
            if name == "length":
                return float(len(value.items))
            if name.isdecimal():
                at = int(name)
                return value.items[at] if at < len(value.items) else UNDEFINED
            found = value.find(name)
        elif isinstance(value, Object):
            found = value.find(name)
            if found is UNDEFINED and isinstance(value, Function):
                if name == "name":
                    return value.name
                if name == "length":
                    return 0.0
        elif isinstance(value, str):
            if name == "length":
                return float(len(value))
            if name.isdecimal():
                return value[int(name)] if int(name) < len(value) else UNDEFINED
            found = self.protos["String"].find(name)
        elif isinstance(value, bool):
            found = self.protos["Boolean"].find(name)
        elif isinstance(value, float):
            found = self.protos["Number"].find(name)
        else:
            what = "null" if value is None else "undefined"
            raise self.error("TypeError", f"Cannot read properties of {what} (reading '{name}')")
        if isinstance(found, Accessor):
            return self.call(found.getter, value, []) if found.getter is not None else UNDEFINED
        return found

    def set(self, value: Any, name: str, new: Any) -> None:
        """Set a property. Raises Thrown (TypeError)."""
        if isinstance(value, Array):
            if name == "length":
                size = self.integer(new)
                del value.items[size:]
                return
            if name.isdecimal():
                at = int(name)
                if at >= len(value.items):
                    self.made((at + 1 - len(value.items)) * 8)
                    value.items.extend([UNDEFINED] * (at + 1 - len(value.items)))
                value.items[at] = new
                return
        if isinstance(value, Object):
            found = value.find(name)
            if isinstance(found, Accessor):
                if found.setter is None:
                    raise self.error("TypeError", f"Cannot set property {name} of #<Object> which has only a getter")
                self.call(found.setter, value, [new])
            elif not value.frozen:
                value.props[name] = new
        elif value is None or value is UNDEFINED:
            what = "null" if value is None else "undefined"
            raise self.error("TypeError", f"Cannot set properties of {what} (setting '{name}')")

    def key(self, value: Any) -> str:
        """Return the name of a property that a value means."""
        if isinstance(value, float) and value == value and abs(value) < 1e15 and value == int(value):
            return str(int(value))
        return self.text(value)

    # calls

    def call(self, function: Any, this: Any, given: list[Any]) -> Any:
        """Call a function. Raises Thrown."""
        if not isinstance(function, Function):
            raise self.error(
                "TypeError",
                f"{self.text(function) if not isinstance(function, Object) else 'object'} is not a function",
            )
        self.tick()
        self.depth += 1
        if self.depth > _DEPTH:
            self.depth = 0
            error = self.error("RangeError", "Maximum call stack size exceeded")
            self.depth = _DEPTH
            self.depth -= 1
            raise error
        try:
            return function.call(this, given)
        finally:
            self.depth -= 1

    def method(self, value: Any, name: str, given: list[Any]) -> Any:
        """Call a method of a value. Raises Thrown."""
        return self.call(self.get(value, name), value, given)

    def iterate(self, value: Any) -> list[Any]:
        """Return the items of what can be iterated. Raises Thrown."""
        if isinstance(value, Array):
            return value.items
        if isinstance(value, str):
            return list(value)
        if isinstance(value, Object) and value.kind == "Map":
            return [self.array([key, item]) for key, item in value.native.values()]
        if isinstance(value, Object) and value.kind == "Set":
            return [item for _, item in value.native.values()]
        what = "object" if isinstance(value, Object) else self.text(value)
        raise self.error("TypeError", f"{what} is not iterable")

    # promises

    def promise(self) -> Object:
        """Return a promise that waits."""
        made = Object(self.protos["Promise"], None, "Promise")
        made.native = Promise()
        return made

    def settle(self, promise: Object, state: str, value: Any) -> None:
        """Fulfil or reject a promise; one that is fulfilled with another follows it."""
        inner: Promise = promise.native
        if inner.state != "pending":
            return
        if state == "fulfilled" and isinstance(value, Object) and value.kind == "Promise":
            self.then(
                value,
                lambda result: self.settle(promise, "fulfilled", result),
                lambda error: self.settle(promise, "rejected", error),
            )
            return
        inner.state, inner.value = state, value
        if state == "rejected" and not inner.handled:
            self.rejected.append(promise)
        self.micro.extend(inner.waiting)
        inner.waiting = []

    def then(self, promise: Object, done: Callable[[Any], None], failed: Callable[[Any], None]) -> None:
        """Go on once a promise has settled."""
        inner: Promise = promise.native
        inner.handled = True

        def react() -> None:
            (done if inner.state == "fulfilled" else failed)(inner.value)

        if inner.state == "pending":
            inner.waiting.append(react)
        else:
            self.micro.append(react)

    def asynchronous(self, body: Callable[[], Any]) -> Object:
        """Run a body that may await; return its promise."""
        promise = self.promise()

        def done(value: Any, thrown: Thrown | None) -> None:
            if thrown is not None:
                self.settle(promise, "rejected", thrown.value)
            else:
                self.settle(promise, "fulfilled", value)

        coroutine = Coroutine(self, body, done)
        if len(self.coroutines) > 500:
            self.coroutines = [other for other in self.coroutines if not other.finished]
            if len(self.coroutines) > 500:
                raise Outside("more than 500 functions that wait at a time")
        self.coroutines.append(coroutine)
        coroutine.start()
        return promise

    def awaited(self, value: Any) -> Any:
        """Return what a promise comes to, letting others go on meanwhile. Raises Thrown."""
        me = self.current
        promise = value
        if not (isinstance(value, Object) and value.kind == "Promise"):
            promise = self.promise()
            self.settle(promise, "fulfilled", value)
        if me is None:
            self.then(promise, lambda result: None, lambda error: None)
            while promise.native.state == "pending":
                if not self.turn():
                    raise Exit(13)
        else:
            self.then(promise, lambda result: me.resume(), lambda error: me.resume())
            me.pause()
        if promise.native.state == "rejected":
            raise Thrown(promise.native.value)
        return promise.native.value

    # the loop

    def after(self, seconds: float, run: Callable[[], None], every: float | None = None) -> int:
        """Run something later; return its number."""
        self.timer_ids += 1
        self.timers.append((self.process.host.now() + max(0.001, seconds), self.timer_ids, run, every))
        return self.timer_ids

    def cancel(self, number: int) -> None:
        """Forget a timer."""
        self.timers = [timer for timer in self.timers if timer[1] != number]

    def microtasks(self) -> None:
        """Run what waits for the present to end."""
        while self.ticks or self.micro:
            while self.ticks:
                self.tick()
                self.ticks.pop(0)()
            while self.micro:
                self.tick()
                self.micro.pop(0)()
        for promise in self.rejected:
            if not promise.native.handled:
                self.rejected = []
                raise Thrown(promise.native.value)
        self.rejected = []

    def turn(self) -> bool:
        """Do what comes next; whether there was anything."""
        if self.ticks or self.micro:
            (self.ticks or self.micro).pop(0)()
            return True
        if self.timers:
            due = min(self.timers, key=lambda timer: (timer[0], timer[1]))
            wait = due[0] - self.process.host.now()
            if wait > 0:
                self.process.sleep(wait)
            if due not in self.timers:
                return True
            self.timers.remove(due)
            if due[3] is not None:
                self.timers.append((self.process.host.now() + max(0.001, due[3]), due[1], due[2], due[3]))
            due[2]()
            return True
        if self.listening:
            self.process.sleep(_FOREVER)
            return True
        return False

    def loop(self) -> None:
        """Go on until nothing is left to do."""
        self.microtasks()
        while self.turn():
            self.microtasks()

    def close(self) -> None:
        """Drop the functions that still wait."""
        for coroutine in self.coroutines:
            if not coroutine.finished:
                coroutine.dropped = True
                coroutine.resume()
        self.coroutines = []
