"""Who runs the tasks of a plan: our own children, or somebody else's executor behind the same face."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent import futures
from queue import SimpleQueue

from allocation.child import KINDS, kind_of
from allocation.children import Child, ChildPool
from allocation.engine import Engine, Outcome, Task, Tick, collected, cores


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
                future = self._executor.submit(run_apart, task.stated())
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
    child = Child(kind_of(task.name))
    try:
        return child.ask(task)
    finally:
        child.close()


def open_engine(executor: futures.Executor | None = None, ahead: Sequence[str] = KINDS) -> Engine:
    """Our own pool, whose processes of these kinds start at once, or the caller's executor behind the same face."""
    return ChildPool(ahead=ahead) if executor is None else ExecutorPool(executor)


def _outcome(future: futures.Future[Outcome]) -> Outcome:
    if future.cancelled():
        return Outcome(None, "given up")
    error = future.exception()
    return future.result() if error is None else Outcome(None, f"the executor failed: {type(error).__name__}")
