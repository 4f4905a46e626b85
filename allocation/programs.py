"""Programs of :mod:`geo.siting` solved in the processes of an engine, which may die."""

from __future__ import annotations

from allocation.engine import Engine, Task
from geo.siting import Program, Run, Solved


def run_in(engine: Engine) -> Run:
    """Solves a program where the engine runs its tasks; None where the process died or took too long."""

    def run(program: Program, seconds: float) -> Solved | None:
        for _, outcome in engine.run([Task("program", (program, seconds), seconds)], lambda: True):
            return outcome.value if isinstance(outcome.value, Solved) else None
        return None

    return run
