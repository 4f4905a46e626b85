"""Our own engine on an instance, in a process of its own, as the page and the command line start it.

``python -m benchmarks.ours INSTANCE SECONDS CORES``: a line a report (the reader takes the time), then the result as JSON.
"""

from __future__ import annotations

import json
import os
import sys

from allocation import Progress, plan_round
from benchmarks.instances import make
from benchmarks.judge import weight_served
from geo.memory import give_back_large_blocks


def main(instance: str, seconds: str, cores: str) -> None:
    """Plan and report: ``{"served": …}`` lines, the last one with the figures of the plan."""
    keep_to(int(cores))
    give_back_large_blocks()
    made = make(instance)

    def told(progress: Progress) -> None:
        print(json.dumps({"served": progress.served, "priority": progress.priority, "phase": progress.phase}), flush=True)

    plan = plan_round(made.households, made.fieldworkers, made.round, made.travel, time_limit_s=float(seconds), progress=told)
    missed = len(plan.unserved) if made.mandatory else 0
    figures = {
        "served": plan.summary["served"],
        "priority": plan.summary["prize_min"]["net"] if "prize_min" in plan.summary else weight_served(plan),
        "travel_min": plan.summary["travel_min"],
        "bound": plan.summary["bound"]["priority_served"] * float((plan.households["priority"] + 1).sum()),
        "faults": len(plan.check()) + missed,
    }
    print(json.dumps({"result": figures}), flush=True)


def keep_to(cores: int) -> None:
    """Let this process and its children use so many cores, 0 for all."""
    if not cores:
        return
    if not hasattr(os, "sched_setaffinity"):
        raise SystemExit("This system cannot keep a process to some of its cores.")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


if __name__ == "__main__":
    main(*sys.argv[1:])
