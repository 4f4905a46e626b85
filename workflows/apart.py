"""Programs of :mod:`geo.siting` solved in a process that may die."""

from __future__ import annotations

from allocation.engine import Task
from allocation.engines import open_engine
from geo.siting import Program, Run, Solved


def apart() -> Run:
    """Solves a program in a child of ours, which waits for the next one; None where it died or took too long."""

    def run(program: Program, seconds: float) -> Solved | None:
        engine = open_engine(ahead=())
        try:
            for _, outcome in engine.run([Task("program", (program, seconds), seconds)], lambda: True):
                return outcome.value if isinstance(outcome.value, Solved) else None
            return None
        finally:
            engine.close()

    return run
