"""A change of a round by one unit of something."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from allocation.why.inputs import Inputs


@dataclass(frozen=True)
class Lever:
    """A change of the round by one unit.

    Attributes
    ----------
    kind : str
        hours_all, hours_one, day_one, day_more, twin, language, skill, farther, no_home_ward, no_language, no_needs, wider_hours,
        faster, carry_more, meeting_day, week_hours, seat_more, vehicle_more.
    label : str
        What is changed, in plain words.
    workers : tuple of str or None
        Whose days can take more by it; None for everybody.
    inputs : Inputs
        With the change.
    stops : mapping of (worker id, YYYY-MM-DD) → rows of households, or None
        Days that are laid out anew with it, since somebody rides on them who walked, or is dropped elsewhere.
    """

    kind: str
    label: str
    workers: tuple[str, ...] | None
    inputs: Inputs
    stops: Mapping[tuple[str, str], tuple[int, ...]] | None = None


def new_id(name: str, taken: Container[object]) -> str:
    """An id for one more like this one.

    Examples
    --------
    >>> new_id("W-03", {"W-03"}), new_id("W-03+1", {"W-03", "W-03+1"})
    ('W-03+1', 'W-03+2')
    """
    stem, number = re.sub(r"\+\d{1,3}$", "", name), 1
    while f"{stem}+{number}" in taken:
        number += 1
    return f"{stem}+{number}"
