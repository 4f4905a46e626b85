"""The process in which the native solvers run: ``python -m allocation.child KIND``.

It reads tasks from its input, does each in a thread of its own, and writes the results to its output, each a length (8 bytes)
and a pickle. It ends when its input closes, also in the middle of a task: nobody is left to hear the answer. It is started as
a program of its own, so that it never imports the caller's script, and it may die without harm to the caller.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import threading
from contextlib import suppress
from importlib import import_module
from queue import SimpleQueue
from typing import Any, BinaryIO

from geo.memory import give_back_large_blocks

#: Kinds of processes: the kernel's holds no lock of the interpreter, so that its threads search side by side; the other
#: solvers may take a process down with them, which must not cost a search.
KERNEL, SOLVERS = "kernel", "solvers"
KINDS = (KERNEL, SOLVERS)
#: What may be asked for: name → kind, module and function.
TASKS = {
    "improve": (KERNEL, "allocation.kernel.task", "improve"),
    "warm": (KERNEL, "allocation.kernel.warm", "main"),
    "exact": (SOLVERS, "allocation.exact", "solve_exactly"),
    "districts": (SOLVERS, "allocation.districts", "assign"),
    "bound": (SOLVERS, "allocation.bound_prices", "prices"),
    "tree": (SOLVERS, "allocation.bound_tree", "tree_bound"),
    "program": (SOLVERS, "geo.siting.mip", "solve_program"),
}
_LENGTH = struct.Struct("<Q")


def kind_of(name: str) -> str:
    """In which kind of process a task is done."""
    return TASKS[name][0] if name in TASKS else SOLVERS


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    data = pickle.dumps(message, protocol=5)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one message; raises ``EOFError`` where the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - written by our own parent or child, through a private pipe


def _listen(stream: BinaryIO, tasks: SimpleQueue[Any]) -> None:
    try:
        while True:
            tasks.put(receive(stream))
    except (EOFError, OSError):
        os._exit(0)


def _get_ready(kind: str) -> None:
    """Read what the tasks of this kind need, so that the first of them does not wait for it."""
    with suppress(Exception):  # the task will say what is wrong
        if kind == SOLVERS:
            import_module("allocation.districts")
            import_module("allocation.bound_prices")
        elif import_module("allocation.kernel.cache").is_ready():
            import_module("allocation.kernel.warm").load()


def _do(number: int, name: str, arguments: tuple[Any, ...], answers: BinaryIO, lock: threading.Lock) -> None:
    try:
        _, module, function = TASKS[name]
        answer = (number, True, getattr(import_module(module), function)(*arguments))
    except Exception as error:
        answer = (number, False, f"{type(error).__name__}: {error}")
    with lock:
        send(answers, answer)


def main(kind: str) -> None:
    """Serve tasks until the input closes."""
    # Native code prints as it likes; the answers get a stream of their own, and what was the output goes to the error
    # stream.
    give_back_large_blocks()
    answers, lock = os.fdopen(os.dup(1), "wb"), threading.Lock()
    os.dup2(2, 1)
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    _get_ready(kind)
    while True:
        threading.Thread(target=_do, args=(*tasks.get(), answers, lock), daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1])
