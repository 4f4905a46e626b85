"""A plan in the few numbers that a meeting asks for."""

from __future__ import annotations

import math

from allocation.plan import Plan, minutes_at_visits


def plan_numbers(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """Label, value and help of each number."""
    summary = plan.summary
    served, households = int(summary["served"]), int(summary["households"])
    share = served / households if households else 0.0
    hours = float(minutes_at_visits(plan.visits).sum()) / 60
    travel = float(summary["travel_min"]) / 60
    numbers = [
        ("Households reached", f"{share:.0%}", f"{served:,} of {households:,}."),
        ("Fieldworkers sent out", f"{plan.days['worker_id'].nunique():,}", f"Of {len(plan.fieldworkers):,} in the list."),
        ("On the way", f"{travel:,.0f} h", f"Besides {hours:,.0f} hours at the households."),
    ]
    gap = summary.get("gap")
    if isinstance(gap, int | float) and math.isfinite(gap):
        numbers.append(
            (
                "Of the best possible",
                f"{1 - max(0.0, float(gap)):.1%}",
                "Against a limit that no plan can pass, counted by priority. The true best may lie below that limit.",
            )
        )
    return tuple(numbers)
