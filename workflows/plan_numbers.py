"""A plan in the few numbers that a meeting asks for."""

from __future__ import annotations

import math

from allocation.plan import Plan, minutes_at_visits
from workflows.counting import counted
from workflows.job_story import BEST, BEST_HELP, at_least

SAVED_HELP = (
    "Households get several services in one visit: so many visits more would be made, were each service brought by itself."
)


def plan_numbers(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """Label, value and help of each number."""
    summary = plan.summary
    count = counted(summary, 0)
    share = count.served / count.asked if count.asked else 0.0
    hours = float(minutes_at_visits(plan.visits).sum()) / 60
    travel = float(summary["travel_min"]) / 60
    numbers = [
        ("Households reached", f"{share:.0%}", f"{count.served:,} of the {count.asked:,} that the round asks for."),
        ("Fieldworkers sent out", f"{plan.days['worker_id'].nunique():,}", f"Of {len(plan.fieldworkers):,} in the list."),
        ("On the way", f"{travel:,.0f} h", f"Besides {hours:,.0f} hours at the households."),
    ]
    joint = summary.get("joint") or {}
    if joint.get("visits"):
        numbers.append(("Visits together", f"{joint['visits']:,}", "Visits that two fieldworkers make at once."))
    if joint.get("saved"):
        numbers.append(("Visits saved", f"{joint['saved']:,}", SAVED_HELP))
    gap = summary.get("gap")
    if isinstance(gap, int | float) and math.isfinite(gap):
        numbers.append(
            (
                BEST,
                at_least(1 - max(0.0, float(gap))),
                BEST_HELP,
            )
        )
    return tuple(numbers)
