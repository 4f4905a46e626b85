"""Processes that may die: one for the kernel and one for the other solvers, each with a thread a task.

A child that dies, hangs or answers nonsense costs the tasks that it was at: their outcomes say so, and a new child takes the
next ones. One process for all tasks of a kind: what its libraries take of memory, and of time to start, is taken once.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, cast

from allocation.child import KINDS, kind_of, receive, send
from allocation.engine import Outcome, Task, Tick, cores, side_by_side
from allocation.waiting import WAITING

#: Most tasks at once: each holds a cluster's tables.
SLOTS_MOST = 16
#: Seconds beyond its budget after which a task is taken for hung: a process has to start and to load its libraries.
GRACE_S = 15.0
_ENDED = Outcome(None, "the solver's process ended unexpectedly")


def packages() -> str:
    """Where a child finds our packages: where we found them, whatever the working folder is."""
    return os.pathsep.join(path or str(Path.cwd()) for path in sys.path)


class Child:
    """One child process, fed tasks from any thread.

    Parameters
    ----------
    kind : str
        One of :data:`allocation.child.KINDS`: which libraries it reads at once.
    """

    def __init__(self, kind: str) -> None:
        self.kind, self.packages = kind, packages()
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._asked: dict[int, SimpleQueue[Outcome]] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "allocation.child", kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": self.packages},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def alive(self) -> bool:
        """Whether it can take another task."""
        return self._process.poll() is None and self._reader.is_alive()

    @property
    def idle(self) -> bool:
        """Whether it is at no task."""
        with self._lock:
            return not self._asked

    def ask(self, task: Task) -> Outcome:
        """Run one task here, blocking; a child that fails or takes too long is ended."""
        answer: SimpleQueue[Outcome] = SimpleQueue()
        stopper = threading.Timer(min(task.seconds + GRACE_S, threading.TIMEOUT_MAX), self.kill)
        stopper.daemon = True
        stopper.start()
        try:
            self._send(task.stated(), answer)
            return answer.get()
        finally:
            stopper.cancel()

    def kill(self) -> None:
        """End the process at once."""
        if self._process.poll() is None:
            self._process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def _send(self, task: Task, answer: SimpleQueue[Outcome]) -> None:
        with self._lock:
            number = next(self._numbers)
            self._asked[number] = answer
            try:
                if self._reader.is_alive():
                    send(cast(BinaryIO, self._process.stdin), (number, task.name, task.arguments))
                    return
            except (OSError, ValueError):
                self.kill()
        self._give_up()

    def _read(self) -> None:
        """Hand answers to whoever asked, until the process ends."""
        try:
            while True:
                number, well, value = receive(cast(BinaryIO, self._process.stdout))
                with self._lock:
                    answer = self._asked.pop(number)
                answer.put(Outcome(value) if well else Outcome(None, str(value)))
        except Exception:
            # Whatever it sent was no answer of ours: nothing that comes after it can be trusted.
            self.kill()
            self._process.wait()  # else it may still pass for alive when the next task comes
        self._give_up()

    def _give_up(self) -> None:
        with self._lock:
            asked, self._asked = self._asked, {}
        for answer in asked.values():
            answer.put(_ENDED)


class ChildPool:
    """Our own children, one a kind: they start at once and wait for work, and after it for the next pool.

    Parameters
    ----------
    slots : int or None
        Tasks at once; None: one a core.
    ahead : sequence of str
        Kinds that are certain to be needed; the others start with their first task.
    """

    def __init__(self, slots: int | None = None, ahead: Sequence[str] = KINDS) -> None:
        self._slots = max(1, min(slots or cores(), SLOTS_MOST))
        self._lock, self._closed = threading.Lock(), False
        self._children: dict[str, Child] = {kind: _taken(kind) for kind in ahead}

    @property
    def slots(self) -> int:
        """Tasks that run at once."""
        return self._slots

    def run(self, tasks: Sequence[Task], tick: Tick) -> Iterator[tuple[int, Outcome]]:
        """As :meth:`allocation.engine.Engine.run`."""
        yield from side_by_side(tasks, self.slots, self._answer, tick, self._stop)

    def close(self) -> None:
        """Let go of all children: they wait for the next pool, and end if none comes."""
        with self._lock:
            self._closed = True
            children = list(self._children.values())
        idle = [child for child in children if child.idle]
        for child in children:
            if child not in idle:
                child.close()  # nobody wants its answer, and it would keep a core busy
        WAITING.put(idle)

    def _answer(self, task: Task, _stopped: threading.Event) -> Outcome | None:
        with self._lock:
            if self._closed:
                return None
            kind = kind_of(task.name)
            child = self._children.get(kind)
            if child is None or not child.alive:
                if child is not None:
                    child.close()
                child = self._children[kind] = _taken(kind)
        return child.ask(task)

    def _stop(self, threads: Sequence[threading.Thread]) -> None:
        """End the children whose answers nobody waits for; the next run gets new ones."""
        deadline = time.monotonic() + 0.2
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        with self._lock:
            children = list(self._children.values())
        for child in children:
            if not child.idle:
                child.kill()
        for thread in threads:
            thread.join()


def _taken(kind: str) -> Child:
    """A child that waits for work, else a new one."""
    return WAITING.take(kind, packages()) or Child(kind)
