"""The kernel in threads of the caller's own process: for a small search, which would be over before children had started.

The kernel holds no lock of the interpreter, so that threads search side by side as children do. Nothing protects the caller
from it: only searches of seconds are run here. Whatever needs another solver goes to children, started when first asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from importlib import import_module
from typing import cast

from allocation.child import SOLVERS
from allocation.cluster import Cluster
from allocation.engine import Engine, Outcome, Task, Tick, cores, side_by_side
from allocation.kernel import cache
from allocation.stretch import Stretch

#: The one task that is run here.
HERE = "improve"
#: Households times fieldworkers up to which a search of seconds runs in the caller's process.
HERE_MOST = 100_000


class Here:
    """An :class:`allocation.engine.Engine` that starts no process for the kernel.

    Parameters
    ----------
    open_children : callable
        Makes the engine for all other tasks, once the first of them comes.
    """

    def __init__(self, open_children: Callable[[], Engine]) -> None:
        self._open_children = open_children
        self._children: Engine | None = None
        self._broken = False
        # Reading compiled code takes as long as judging a ward's tables, and half of it needs no lock: side by side.
        self._loading = threading.Thread(target=self._load, daemon=True)
        self._loading.start()

    @property
    def slots(self) -> int:
        """Tasks that run at once."""
        return cores()

    def run(self, tasks: Sequence[Task], tick: Tick) -> Iterator[tuple[int, Outcome]]:
        """As :meth:`allocation.engine.Engine.run`."""
        self._loading.join()
        if self._broken or any(task.name != HERE for task in tasks):
            if self._children is None:
                self._children = self._open_children()
            yield from self._children.run(tasks, tick)
            return
        yield from side_by_side(tasks, self.slots, _answer, tick, _join)

    def close(self) -> None:
        """End the children, if there are any."""
        self._loading.join()
        if self._children is not None:
            self._children.close()

    def _load(self) -> None:
        try:
            from allocation.kernel.warm import load

            load()
        except Exception:
            self._broken = True  # a child of its own may fare better, and says what is wrong


def engine_near(households: int, workers: int, executor: Executor | None) -> Engine:
    """Where a search of seconds runs: for a ward here, as that takes no longer than starting processes would."""
    # By its module, so that tests may put their own processes behind it.
    open_engine: Callable[..., Engine] = import_module("allocation.plan_round").open_engine
    if executor is None and households * workers <= HERE_MOST and may_search_here():
        return Here(lambda: open_engine(None, (SOLVERS,)))
    return open_engine(executor)


def may_search_here() -> bool:
    """Whether the kernel is compiled: a compiler is nothing for the caller's process."""
    return cache.is_ready()


def _join(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.join()


def _answer(task: Task, stopped: threading.Event) -> Outcome:
    from allocation.kernel.task import improve

    cluster, stretch = cast(tuple[Cluster, Stretch], task.stated().arguments)
    return Outcome(improve(cluster, stretch, lambda: not stopped.is_set()))
