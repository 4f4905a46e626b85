"""What to do about each kind of rule that a plan made by hand may break."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_MOVE = "Give the visit to another fieldworker or to another day."
_LESS = "Take a visit off this day, or move it to another day or fieldworker."
_IDS = "Correct the number in your plan, or bring the list in which it stands."
#: Code of :data:`allocation.check.CODES` → what to do.
REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "unknown_household": _IDS,
        "unknown_worker": _IDS,
        "doubled_visit": "Keep one of the visits.",
        "visit_missing": "Add the visits that are missing, or take all visits of the household out.",
        "one_visitor_missing": "Send a second fieldworker at the same time, in a row of its own.",
        "do_not_visit": "Take the visit out; if they do want it, correct the list of households.",
        "place_unknown": "Give the household a place under Bring lists.",
        "outside_wards": "Correct the place of the household, or bring the ward in which it lies.",
        "not_in_round": "Take the visit out, or let the round hold for that ward too.",
        "forbidden_worker": "Give the visit to another fieldworker.",
        "worker_not_in_round": "Give the visit to somebody who takes part in the round.",
        "no_skill": "Give the visit to somebody with that skill.",
        "no_language": "Give the visit to somebody who speaks the language.",
        "wrong_ward": "Give the visit to somebody of that ward.",
        "too_far": "Give the visit to somebody who lives nearer.",
        "wrong_day": "Choose a day of the round.",
        "holiday": "Choose another day.",
        "meeting_day": "Choose another day.",
        "not_available": "Choose a day on which this fieldworker works.",
        "closed_that_day": "Choose a day on which the place is open.",
        "visits_too_close": "Leave more days between the two visits.",
        "different_starts": "Let both begin at the same time.",
        "wrong_order": "Number the visits of the day 1, 2, 3, or leave the order blank.",
        "unreachable": _MOVE,
        "wrong_times": "Correct the times, or leave them blank: they are worked out.",
        "wrong_length": "Correct the times, or leave them blank: they are worked out.",
        "outside_hours": "Choose a time, or a day, at which somebody is at home.",
        "too_early": "Let the day begin later, or leave the times blank.",
        "too_late": _LESS,
        "day_too_long": _LESS,
        "no_break": "Leave room for the break, or take a visit off this day.",
        "week_too_long": "Take visits off this week.",
        "overload": _LESS,
    }
)
