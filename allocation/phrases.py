"""Numbers, skills and hours in plain words, for sentences that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.clock import Windows, clock
from geo.tables import items


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "fieldworker", "fieldworkers"), counted(1200, "household", "households")
    ('1 fieldworker', '1,200 households')
    """
    return f"{number:,} {one if number == 1 else many}"


def joined(words: Sequence[str], last: str) -> str:
    """``a, b and c`` (``last`` is the word before the last).

    Examples
    --------
    >>> joined(["a", "b", "c"], "or")
    'a, b or c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def duration(minutes: float, up: bool = True) -> str:
    """Minutes in words: rounded up, to five from ten minutes on, or down to whole minutes, never more than there are.

    Examples
    --------
    >>> duration(7.2), duration(61), duration(120), duration(61.9, up=False)
    ('8 minutes', '1 h 5 min', '2 h', '1 h 1 min')
    """
    step = 5 if minutes >= 10 else 1
    whole = int(-(-minutes // step) * step) if up else int(minutes)
    if whole < 60:
        return counted(whole, "minute", "minutes")
    return f"{whole // 60} h {whole % 60} min" if whole % 60 else f"{whole // 60} h"


def kilometres(metres: float, up: bool = False) -> str:
    """Metres as kilometres with one decimal; ``up`` never states less than there is.

    Examples
    --------
    >>> kilometres(9412), kilometres(9412, up=True), kilometres(5000)
    ('9.4 km', '9.5 km', '5 km')
    """
    tenths = -(-metres // 100) if up else round(metres / 100)
    return f"{tenths / 10:g} km"


def hours_of(windows: Windows) -> str:
    """Windows as ``08:00-11:00 and 14:00-17:00``."""
    return joined([f"{clock(first, seconds=False)}-{clock(last, seconds=False)}" for first, last in windows], "and")


def skills_asked(skills: str, needs: str, mode: str, need_skills: Mapping[str, str]) -> str:
    """What the visitor must be able to do.

    Parameters
    ----------
    skills, needs : str
        Cells of the household.
    mode : str
        ``off``, ``any`` or ``all``: the rule on needs.
    need_skills : mapping of need → skill
        Of the rules; a need left out asks for the skill of its own name.

    Examples
    --------
    >>> skills_asked("nurse", "health;housing", "any", {})
    'the skill nurse and one of the skills health or housing'
    """
    must = list(items(skills))
    known = {need.strip().casefold(): skill.strip() for need, skill in need_skills.items()}
    wanted = list(dict.fromkeys(known.get(need.casefold(), need) for need in items(needs))) if mode != "off" else []
    parts = []
    if mode == "all" or len(wanted) == 1:
        must, wanted = list(dict.fromkeys([*must, *wanted])), []
    if must:
        parts.append(f"the skill{'s' if len(must) > 1 else ''} {joined(must, 'and')}")
    if wanted:
        parts.append(f"one of the skills {joined(wanted, 'or')}")
    return " and ".join(parts)
