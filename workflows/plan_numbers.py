"""A plan in the few numbers that a meeting asks for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from allocation.plan import Plan, minutes_at_visits
from workflows.counting import counted
from workflows.job_story import BEST, BEST_HELP, at_least

SAVED_HELP = (
    "Households get several services in one visit: so many visits more would be made, were each service brought by itself."
)
#: What is told of travel, and what it means.
SAVED_WAY = "Travel to save, at most"
SAVED_WAY_HELP = (
    "As many households are reached as any plan can reach. Every plan that reaches as many is on the way for at least the rest "
    "of these hours. The least itself is not known, so less than this may be possible, and never more."
)
#: A gap that is none: what is lost by rounding.
LEAST_GAP = 1e-6


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
    return (*numbers, *how_good(summary))


def how_good(summary: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Label, value and help of how close a plan is to the best, in what it reaches and then in travel.

    Travel is told where as many are reached as any plan can: before that, more travel can be what more visits cost. Households
    that must pay for their way (``prize_min``) have a gap of their own.

    Parameters
    ----------
    summary : mapping
        What summary.json holds. Nothing is told of a plan without a bound, as those made by hand.
    """
    gap, travel = summary.get("gap"), summary.get("travel_gap")
    if not _known(gap):
        return ()
    reached = (BEST, at_least(1 - max(0.0, float(gap or 0))), BEST_HELP)
    most = float(gap or 0) < LEAST_GAP or summary["served"] >= summary["bound"]["served"]
    if not most or "prize_min" in summary or not _known(travel) or float(travel or 0) >= 1:
        return (reached,)
    return reached, (SAVED_WAY, f"{math.ceil(100 * float(travel or 0) - 1e-9)}%", SAVED_WAY_HELP)


def good_told(summary: Mapping[str, Any]) -> list[str]:
    """The same as sentences, for a command line.

    Examples
    --------
    >>> good_told({"gap": 0.0, "travel_gap": 0.25, "served": 3, "bound": {"served": 3}})
    ['Reached: at least 100% of what the best plan could reach.', 'A plan that reaches as many saves at most 25% of the travel.']
    """
    values = [value for _, value, _ in how_good(summary)]
    told = (
        "Reached: at least {} of what the best plan could reach.",
        "A plan that reaches as many saves at most {} of the travel.",
    )
    return [sentence.format(value) for sentence, value in zip(told, values, strict=False)]


def _known(share: object) -> bool:
    return isinstance(share, int | float) and math.isfinite(share)
