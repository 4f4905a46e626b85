"""Our own engine on a made-up ward, in a process of its own, as the page and the command line start it.

``python -m benchmarks.ours SEED PRIORITIES SECONDS``: a line a report (seconds since the start of the round's search are
not asked here: the reader takes the time), then the result as JSON.
"""

from __future__ import annotations

import json
import sys

from allocation import Progress, plan_round
from benchmarks.ward import make_ward


def main(seed: str, priorities: str, seconds: str) -> None:
    """Plan and report: ``{"served": …}`` lines, the last one with the figures of the plan."""
    ward = make_ward(int(seed), priorities=priorities == "1")

    def told(progress: Progress) -> None:
        print(json.dumps({"served": progress.served, "priority": progress.priority, "phase": progress.phase}), flush=True)

    plan = plan_round(ward.households, ward.fieldworkers, ward.round, time_limit_s=float(seconds), progress=told)
    weight = plan.households.set_index("household_id")["priority"].loc[plan.visits["household_id"]] + 1
    bound = plan.summary["bound"]
    figures = {
        "served": plan.summary["served"],
        "priority": float(weight.sum()),
        "travel_min": plan.summary["travel_min"],
        "bound": bound["priority_served"] * float((plan.households["priority"] + 1).sum()),
        "faults": len(plan.check()),
    }
    print(json.dumps({"result": figures}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
