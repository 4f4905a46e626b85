"""Processes that may die: tasks for the native solvers run in children, side by side, and every task gets an outcome.

A child that dies, hangs or answers nonsense costs its task only: the outcome says so, and a new child takes the next
task. The caller's own process loads no native solver, but the kernel for a search of seconds (:mod:`allocation.here`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO, Protocol, cast

from allocation.child import receive, send
from allocation.waiting import WAITING

#: Most children at once: beyond this, memory on an ordinary laptop runs out before cores do.
CHILDREN_MOST = 16
#: Seconds beyond its budget after which a task is taken for hung: a process has to start and to load its libraries.
GRACE_S = 15.0
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
    arguments : tuple
        Pickled to the child; whole numbers and arrays, nothing personal.
    seconds : float
        How long it should take; :data:`GRACE_S` later it is stopped.
    """

    name: str
    arguments: tuple[Any, ...]
    seconds: float


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


def packages() -> str:
    """Where a child finds our packages: where we found them, whatever the working folder is."""
    return os.pathsep.join(path or str(Path.cwd()) for path in sys.path)


class Child:
    """One child process, fed one task at a time."""

    def __init__(self) -> None:
        self.packages = packages()
        self.idle = True
        environment = {**os.environ, "PYTHONPATH": self.packages}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "allocation.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def ask(self, task: Task) -> Outcome:
        """Run one task here, blocking; a child that fails is ended."""
        self.idle = False
        stopper = threading.Timer(min(task.seconds + GRACE_S, threading.TIMEOUT_MAX), self.kill)
        stopper.daemon = True
        stopper.start()
        try:
            send(cast(BinaryIO, self._process.stdin), (task.name, task.arguments))
            well, value = receive(cast(BinaryIO, self._process.stdout))
            self.idle = True
        except (OSError, EOFError, ValueError):
            self.kill()
            self._process.wait()  # else it may still pass for alive when the next task comes
            return Outcome(None, "the solver's process ended unexpectedly")
        finally:
            stopper.cancel()
        return Outcome(value) if well else Outcome(None, str(value))

    @property
    def alive(self) -> bool:
        """Whether it can take another task."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process at once."""
        if self._process.poll() is None:
            self._process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        self._process.wait()


class ChildPool:
    """Our own pool of children, one a core; they start at once and wait for work, and after it for the next pool."""

    def __init__(self, slots: int | None = None) -> None:
        count = max(1, min(slots or cores(), CHILDREN_MOST))
        self._children = WAITING.take(count, packages())
        self._children += [Child() for _ in range(count - len(self._children))]
        self._lock, self._closed = threading.Lock(), False

    @property
    def slots(self) -> int:
        """Tasks that run at once."""
        return len(self._children)

    def run(self, tasks: Sequence[Task], tick: Tick) -> Iterator[tuple[int, Outcome]]:
        """As :meth:`Engine.run`."""
        yield from side_by_side(tasks, self.slots, self._answer, tick, self._stop)

    def close(self) -> None:
        """Let go of all children: they wait for the next pool, and end if none comes."""
        with self._lock:
            self._closed = True
            idle = [child for child in self._children if child.idle]
        for child in self._children:
            if child not in idle:
                child.close()  # its answer would be taken for that of the next task
        WAITING.put(idle)

    def _answer(self, place: int, task: Task, _stopped: threading.Event) -> Outcome | None:
        with self._lock:
            if self._closed:
                return None
            if not self._children[place].alive:
                self._children[place].close()
                self._children[place] = Child()
            child = self._children[place]
            child.idle = False
        return child.ask(task)

    def _stop(self, threads: Sequence[threading.Thread]) -> None:
        """End the children whose answers nobody waits for; the next run gets new ones."""
        deadline = time.monotonic() + 0.2
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        for thread, child in zip(threads, self._children, strict=False):
            if thread.is_alive():
                child.kill()
        for thread in threads:
            thread.join()


class ExecutorPool:
    """Somebody else's executor (a process pool, threads, a cluster's client); each task still gets a child of its own."""

    def __init__(self, executor: futures.Executor) -> None:
        self._executor = executor
        self._slots = int(getattr(executor, "_max_workers", 0) or cores())

    @property
    def slots(self) -> int:
        """Tasks that run at once."""
        return self._slots

    def run(self, tasks: Sequence[Task], tick: Tick) -> Iterator[tuple[int, Outcome]]:
        """As :meth:`Engine.run`."""
        done: SimpleQueue[tuple[int, Outcome]] = SimpleQueue()
        submitted = []
        for position, task in enumerate(tasks):
            try:
                future = self._executor.submit(run_apart, task)
            except RuntimeError as error:  # a broken or closed executor
                done.put((position, Outcome(None, f"the executor took no task: {type(error).__name__}")))
                continue
            submitted.append(future)
            future.add_done_callback(lambda ended, position=position: done.put((position, _outcome(ended))))  # type: ignore[misc]
        try:
            yield from collected(done, len(tasks), tick)
        finally:
            for future in submitted:
                future.cancel()

    def close(self) -> None:
        """Nothing: the executor belongs to the caller."""


def run_apart(task: Task) -> Outcome:
    """One task in a child of its own; what an executor is handed."""
    child = Child()
    try:
        return child.ask(task)
    finally:
        child.close()


def open_engine(executor: futures.Executor | None = None) -> Engine:
    """Our own pool, or the caller's executor behind the same face."""
    return ChildPool() if executor is None else ExecutorPool(executor)


def side_by_side(
    tasks: Sequence[Task],
    slots: int,
    answer: Callable[[int, Task, threading.Event], Outcome | None],
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
        Of the number of its thread, a task, and an event that is set when nobody waits any more, the outcome; None where
        the thread is to take no more.
    end : callable
        Ends the threads that are still at work then.
    """
    waiting: SimpleQueue[int] = SimpleQueue()
    done: SimpleQueue[tuple[int, Outcome]] = SimpleQueue()
    stopped = threading.Event()
    for position in range(len(tasks)):
        waiting.put(position)

    def serve(place: int) -> None:
        while not stopped.is_set():
            try:
                position = waiting.get_nowait()
            except Empty:
                return
            outcome = answer(place, tasks[position], stopped)
            if outcome is None:
                return
            done.put((position, outcome))

    threads = [threading.Thread(target=serve, args=(place,), daemon=True) for place in range(min(slots, len(tasks)))]
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


def _outcome(future: futures.Future[Outcome]) -> Outcome:
    if future.cancelled():
        return Outcome(None, "given up")
    error = future.exception()
    return future.result() if error is None else Outcome(None, f"the executor failed: {type(error).__name__}")
