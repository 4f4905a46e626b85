"""The folder of an answer on what it would take: what ``wardround whatif`` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from allocation.whatif.asked import Found
from allocation.whatif.by_date import Way
from allocation.whatif.curve import Curve
from allocation.whatif.points import PointCurve
from outputs.answer_folder import Origin, precise, write_answer

KIND = "whatif"


def write_whatif_folder(out: Path, found: Found, origin: Origin) -> dict[str, Any]:
    """Write ``curves.csv``, ``steps.csv``, with a date ``finish_by.csv``, and the rest.

    Parameters
    ----------
    out, origin
        As of :func:`outputs.answer_folder.write_answer`, whose errors and result these are.
    found : Found
        As found.
    """
    tables = {
        "curves": precise(found.table(), "priority_served"),
        "steps": precise(found.details(), "bound_priority_served"),
        **({} if found.by_date is None else {"finish_by": precise(found.finish_table(), "priority_served")}),
    }
    return write_answer(out, KIND, facts(found), tables, (), origin=origin)


def facts(found: Found) -> dict[str, Any]:
    """What summary.json says first."""
    by_date = found.by_date
    return {
        "plan": {"served": found.plan.served, "priority_served": found.plan.share},
        "as_it_is": {"served": found.as_it_is.served, "priority_served": found.as_it_is.share},
        "changes": {
            **{curve.change: _facts(curve) for curve in found.curves},
            **({} if found.points is None else {found.points.change: _of_points(found.points)}),
        },
        **({} if by_date is None else {"finish_by": {"date": by_date.date.isoformat(), "sentences": by_date.sentences()}}),
        **({} if by_date is None else {"workers": _way(by_date.workers), "days": _way(by_date.days)}),
        "ended_early": found.ended_early,
        "checked": True,
    }


def _facts(curve: Curve) -> dict[str, Any]:
    last = curve.steps[-1]
    return {
        "amount": last.amount,
        "served": last.reached.served,
        "priority_served": last.reached.share,
        "gains": list(curve.gains),
        "ended": curve.ended,
        "not_reached": curve.binds.not_reached,
        "reasons": dict(curve.binds.reasons),
        "binds": curve.binds.sentence,
    }


def _of_points(curve: PointCurve) -> dict[str, Any]:
    last = curve.steps[-1]
    return {
        "sector": curve.sector,
        "threshold_min": curve.threshold_min,
        "households": curve.households,
        "amount": last.amount,
        "served": last.served,
        "priority_served": last.share,
        "gains": list(curve.gains),
        "ended": curve.ended,
    }


def _way(way: Way) -> dict[str, Any]:
    last = way.steps[-1]
    facts_ = {"amount": last.amount, "done": way.done, "can_be_served": len(way.to_serve), "left": way.left[-1]}
    return {**facts_, "at_least": way.at_least, "last_day": way.last_days[-1].isoformat()}
