"""`signal`: handlers for what reaches the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.python.values import Builtin, Class, Instance
from tutor.shell.kernel import SIGNALS

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill `signal`."""
    default = Instance(Class(machine, "Handlers", (machine.object,), module="signal"), {"name": "SIG_DFL"}, 0)
    ignore = Instance(default.cls, {"name": "SIG_IGN"}, 1)
    names.update(SIG_DFL=default, SIG_IGN=ignore)
    kind = Class(machine, "Signals", (machine.types[int],), module="signal", native=SignalNumber)
    machine.types[SignalNumber] = kind
    for name, number in SIGNALS.items():
        names[f"SIG{name}"] = SignalNumber(number)
    kind.namespace["__new__"] = Builtin("Signals", lambda cls, number: SignalNumber(number))
    names["Signals"] = kind

    def handle(number: int, handler: Any) -> Any:
        if int(number) in (9, 19):
            from tutor.programs.python.errors import os_error

            raise os_error(machine, "EINVAL", "Invalid argument")
        old = machine.handlers.get(int(number), default)
        if handler is default:
            machine.handlers.pop(int(number), None)
        else:
            machine.handlers[int(number)] = handler
        return old

    def wait() -> None:
        machine.sleep(1e13)

    names["signal"] = Builtin("signal", handle)
    names["getsignal"] = Builtin("getsignal", lambda number: machine.handlers.get(int(number), default))
    names["pause"] = Builtin("pause", wait)
    kill = machine.process.kernel.kill
    names["raise_signal"] = Builtin("raise_signal", lambda number: kill(machine.process.pid, number))
    names["strsignal"] = Builtin("strsignal", lambda number: {15: "Terminated", 2: "Interrupt"}.get(int(number)))


class SignalNumber(int):
    """The number of a signal, which knows its name."""

    @property
    def signal_name(self) -> str:
        """Its name, such as SIGTERM."""
        return "SIG" + next((name for name, number in SIGNALS.items() if number == self), "?")

    def shown(self, machine: Machine) -> str:
        """Return its text."""
        return f"<Signals.{self.signal_name}: {int(self)}>"


def _register() -> None:
    from tutor.programs.python.methods import METHODS

    METHODS[SignalNumber] = {
        "name": property(lambda value: value.signal_name),
        "value": property(int),
    }


_register()
