"""The process in which the native solvers run: ``python -m allocation.child``.

It reads tasks from its input and writes the results to its output, each a length (8 bytes) and a pickle. It ends when its
input closes, also in the middle of a task: nobody is left to hear the answer. It is started as a program of its own, so
that it never imports the caller's script, and it may die without harm to the caller.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import threading
from importlib import import_module
from queue import SimpleQueue
from typing import Any, BinaryIO

#: What may be asked for: name → module and function.
TASKS = {
    "improve": ("allocation.kernel.task", "improve"),
    "exact": ("allocation.exact", "solve_exactly"),
    "warm": ("allocation.kernel.warm", "main"),
    "districts": ("allocation.districts", "assign"),
    "bound": ("allocation.bound_prices", "prices"),
}
_LENGTH = struct.Struct("<Q")


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


def main() -> None:
    """Serve tasks until the input closes."""
    # Native code prints as it likes; the answers get a stream of their own, and what was the output goes to the error
    # stream.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    while True:
        name, arguments = tasks.get()
        try:
            module, function = TASKS[name]
            answer = (True, getattr(import_module(module), function)(*arguments))
        except Exception as error:
            answer = (False, f"{type(error).__name__}: {error}")
        send(answers, answer)


if __name__ == "__main__":
    main()
