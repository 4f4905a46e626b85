"""Tasks for the native solvers, and the protocol of whoever runs them: side by side, and every task gets an outcome.

The caller's own process loads no native solver, but the kernel for a search of seconds (:mod:`allocation.here`).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Any, Protocol

#: Seconds between two looks at the clock and the caller.
TICK_S = 0.2

Tick = Callable[[], bool]


@dataclass(frozen=True)
class Task:
    """One call of a native solver.

    Attributes
    ----------
    name : str
        A key of :data:`allocation.child.TASKS`.
    arguments : tuple or callable
        Pickled to the child; whole numbers and arrays, nothing personal. A callable makes them when the task's turn comes,
        in a thread: large ones of tasks that wait take no memory.
    seconds : float
        How long it should take; some seconds later it is stopped.
    """

    name: str
    arguments: tuple[Any, ...] | Callable[[], tuple[Any, ...]]
    seconds: float

    def stated(self) -> Task:
        """The same with its arguments made."""
        return replace(self, arguments=self.arguments()) if callable(self.arguments) else self


@dataclass(frozen=True)
class Outcome:
    """What became of a task: its value, or why there is none (``failure`` not empty)."""

    value: Any
    failure: str = ""


class Engine(Protocol):
    """Runs tasks side by side."""

    @property
    def slots(self) -> int:
        """Tasks that run at once."""
        ...

    def run(self, tasks: Sequence[Task], tick: Tick) -> Iterator[tuple[int, Outcome]]:
        """Outcomes as they come, with the position of their task.

        ``tick`` is called at least once a second, in the caller's thread; when it returns False the tasks still running
        are given up and the iteration ends.
        """
        ...

    def close(self) -> None:
        """Let go of what it runs tasks with."""
        ...


def cores() -> int:
    """Cores that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def side_by_side(
    tasks: Sequence[Task],
    slots: int,
    answer: Callable[[Task, threading.Event], Outcome | None],
    tick: Tick,
    end: Callable[[Sequence[threading.Thread]], None],
) -> Iterator[tuple[int, Outcome]]:
    """Outcomes of tasks that threads of this process see to, as :meth:`Engine.run` gives them.

    Parameters
    ----------
    tasks, tick
        As of :meth:`Engine.run`.
    slots : int
        Threads at most.
    answer : callable
        Of a task, and an event that is set when nobody waits any more, the outcome; None where the thread is to take no
        more.
    end : callable
        Ends the threads that are still at work then.
    """
    waiting: SimpleQueue[int] = SimpleQueue()
    done: SimpleQueue[tuple[int, Outcome]] = SimpleQueue()
    stopped = threading.Event()
    for position in range(len(tasks)):
        waiting.put(position)

    def serve() -> None:
        while not stopped.is_set():
            try:
                position = waiting.get_nowait()
            except Empty:
                return
            try:
                outcome = answer(tasks[position], stopped)
            except Exception as error:  # whoever waits for it would wait for ever
                outcome = Outcome(None, f"{type(error).__name__}: {error}")
            if outcome is None:
                return
            done.put((position, outcome))

    threads = [threading.Thread(target=serve, daemon=True) for _ in range(min(slots, len(tasks)))]
    for thread in threads:
        thread.start()
    try:
        yield from collected(done, len(tasks), tick)
    finally:
        stopped.set()
        if any(thread.is_alive() for thread in threads):
            end(threads)


def collected(done: SimpleQueue[tuple[int, Outcome]], count: int, tick: Tick) -> Iterator[tuple[int, Outcome]]:
    """So many outcomes as they come; ``tick`` is called meanwhile and ends it with False."""
    for _ in range(count):
        while True:
            try:
                outcome = done.get(timeout=TICK_S)
                break
            except Empty:
                if not tick():
                    return
        yield outcome
        if not tick():
            return
