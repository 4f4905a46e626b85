"""Programs of :mod:`geo.siting` solved in a process that may die."""

from __future__ import annotations

from allocation.engines import open_engine
from allocation.programs import run_in
from geo.siting import Program, Run, Solved


def apart() -> Run:
    """Solves a program in a child of ours, which waits for the next one; None where it died or took too long."""

    def run(program: Program, seconds: float) -> Solved | None:
        engine = open_engine(ahead=())
        try:
            return run_in(engine)(program, seconds)
        finally:
            engine.close()

    return run
