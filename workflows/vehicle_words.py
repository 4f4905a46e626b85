"""What cannot be asked of a plan in which vehicles drive, in plain words, and what to do instead."""

from __future__ import annotations

from allocation.plan import Plan

_OWN = (
    "This plan uses vehicles, and a plan made by hand is checked as one on foot only. Choose a round without vehicles above. If "
    "there is none, plan the round once without vehicles (take that list away under Bring lists, and leave the fieldworkers' "
    "column vehicle blank), then check your plan by that round."
)


def no_own_with_vehicles(plan: Plan) -> str:
    """Why a plan made by hand is not checked by this one, and what to do instead; "" for a plan without vehicles."""
    return "" if plan.rides is None else _OWN
