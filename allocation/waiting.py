"""Children of a closed pool, which wait a little for the next one: a notebook or a test plans again and again.

They end after some seconds, with their parent however that ends (their input closes), and are never waited for.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocation.children import Child

#: Seconds that they wait; starting anew takes each more than a second of computing.
WAIT_S = 20.0
#: Most of them: each holds some hundred megabytes.
MOST = 16


class Waiting:
    """Children that wait a little for the next pool: many plans in a row do not start them anew each time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: list[Child] = []
        self._timer: threading.Timer | None = None

    def take(self, kind: str, packages: str) -> Child | None:
        """One of this kind that is alive and knows these packages; it is the caller's from here on."""
        with self._lock:
            for child in self._children:
                if child.kind == kind and child.alive and child.packages == packages:
                    self._children.remove(child)
                    return child
        return None

    def put(self, children: Sequence[Child]) -> None:
        """Keep those that are alive for :data:`WAIT_S`; what the others leave is tidied up."""
        living = [child for child in children if child.alive]
        for child in children:
            if child not in living:
                child.close()
        with self._lock:
            self._children += living
            surplus, self._children = self._children[MOST:], self._children[:MOST]
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(WAIT_S, self.end)
            self._timer.daemon = True
            self._timer.start()
        for child in surplus:
            child.close()

    def end(self) -> None:
        """End all that wait."""
        with self._lock:
            children, self._children = self._children, []
            if self._timer is not None:
                self._timer.cancel()
        for child in children:
            child.close()

    def forget(self) -> None:
        """In a fork of this process: they are the children of somebody else."""
        self._lock, self._children, self._timer = threading.Lock(), [], None


WAITING = Waiting()
atexit.register(WAITING.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WAITING.forget)


def end_waiting() -> None:
    """End the children that wait for the next pool of this process; they end by themselves a little later, and with it."""
    WAITING.end()
