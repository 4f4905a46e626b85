"""What cannot be asked of a plan in which vehicles drive, in plain words, and what to do instead."""

from __future__ import annotations

from allocation.plan import Plan

_USES = "This plan uses vehicles"
_WITHOUT = "plan the round once without vehicles"
_HOW = f"{_WITHOUT} (take that list away under Bring lists, and leave the fieldworkers' column vehicle blank)"
#: What is asked → why it is not answered, and what to do.
_SAID = {
    "reach": f"{_USES}: other ways to reach the household cannot be tried out in it yet. The reason above holds. To try every "
    f"way, {_WITHOUT} and ask there.",
    "who else": f"{_USES}: who else could come cannot be tried out in it yet. To ask that, {_WITHOUT}.",
    "levers": f"{_USES}: what one more of each would bring cannot be worked out for it yet. Read above why households are not "
    f"reached and what would help most, or {_HOW} and ask there.",
    "wishes": f"{_USES}: what each wish costs cannot be worked out for it yet. Change a wish under Plan a round and compare "
    f"the two plans, or {_HOW} and ask there.",
    "own": f"{_USES}, and a plan made by hand is checked as one on foot only. Choose a round without vehicles above. If there "
    f"is none, {_HOW}, then check your plan by that round.",
}


def not_with_vehicles(plan: Plan, what: str) -> str:
    """Why this is not answered for this plan, and what to do instead; "" for a plan without vehicles.

    Parameters
    ----------
    plan : Plan
        Finished.
    what : str
        ``reach`` or ``who else`` (ways of one household), ``levers``, ``wishes``, ``own``.
    """
    return "" if plan.rides is None else _SAID[what]
