"""Judge a plan's folder again, from the very files that it was made from."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from allocation.plan import Violation
from geo.intake.result import Intake
from outputs.folder import PlanFolder
from outputs.tables import MENDED, SET_ASIDE, quarantine_table, quarantined_as_unserved
from workflows.list_reading import NEW_HOUSEHOLDS
from workflows.plan_folder import open_plan

#: Minutes by which a sum of rounded minutes may differ.
_TOLERANCE_MIN = 0.51


def check_folder(folder: Path, given: Mapping[str, str] | None = None) -> list[Violation]:
    """Check the plan in a folder.

    Parameters
    ----------
    folder : Path
        That ``wardround plan`` wrote.
    given : mapping of role → path
        Where an input (wards, households, fieldworkers, round) is now, if it is not where summary.json says.

    Returns
    -------
    list of Violation
        Empty if the plan holds. The codes of :mod:`allocation.check.codes`; ``wrong_summary`` and ``wrong_quarantine``
        where the folder's own figures do not agree with its tables and files.

    Raises
    ------
    FolderError
        The folder cannot be read (E501).
    InputProblems
        An input is missing (E100), has changed (E503), or cannot be read.
    """
    opened = open_plan(folder, given or {})
    found = opened.plan.check()
    found += _quarantine(opened.folder, opened.aside, opened.intakes)
    return found + _summary(opened.folder, opened.intakes)


def _quarantine(kept: PlanFolder, aside: pd.DataFrame, intakes: Mapping[str, Intake]) -> list[Violation]:
    expected = quarantined_as_unserved(intakes["households"].quarantined)
    wanted, there = (Counter(zip(frame["household_id"], frame["reason"], strict=True)) for frame in (expected, aside))
    found = []
    for household, code in sorted(set(wanted) | set(there)):
        stated, right = there[household, code], wanted[household, code]
        if stated != right:
            detail = f"stands {stated} times as set aside with {code}, not {right}"
            found.append(Violation("wrong_quarantine", household, "", "", detail))
    right_rows = quarantine_table(*([getattr(i, part) for i in intakes.values()] for part in ("quarantined", "repaired")))
    for done, what in ((SET_ASIDE, "rows set aside"), (MENDED, "cells mended")):
        listed, due = (frame[frame["done"] == done] for frame in (kept.quarantine, right_rows))
        if len(listed) != len(due):
            detail = f"quarantine.csv lists {len(listed)} {what}, not {len(due)}"
        elif _lines(listed) != _lines(due):
            detail = f"quarantine.csv lists other {what} than the files have"
        else:
            continue
        found.append(Violation("wrong_quarantine", "", "", "", detail))
    odd = int((~kept.quarantine["done"].isin([SET_ASIDE, MENDED])).sum())
    if odd:
        found.append(Violation("wrong_quarantine", "", "", "", f"quarantine.csv holds {odd} lines that are neither"))
    return found


def _lines(table: pd.DataFrame) -> Counter[tuple[int, str, str]]:
    """Which rows and cells a part of quarantine.csv speaks of; the file may have got another name since."""
    return Counter(zip(table["row"].astype(int), table["code"].astype(str), table["column"].astype(str), strict=True))


def _summary(kept: PlanFolder, intakes: Mapping[str, Intake]) -> list[Violation]:
    homes = intakes["households"]
    added = sum(len(intake.accepted) for role, intake in intakes.items() if role.startswith(NEW_HOUSEHOLDS))
    wanted: dict[str, float] = {
        "served": kept.visits["household_id"].nunique(),
        "households": len(homes.accepted) + len(homes.quarantined) + added,
        "quarantined": len(homes.quarantined),
        "repaired": sum(len(intake.repaired) for intake in intakes.values()),
        "travel_min": float(kept.days["travel_min"].sum()),
    }
    found = []
    for name, value in wanted.items():
        stated = kept.summary.get(name)
        near = isinstance(stated, int | float) and math.isclose(stated, value, rel_tol=1e-6, abs_tol=_slack(name, kept))
        if not near:
            found.append(Violation("wrong_summary", "", "", "", f"summary.json says {name} is {stated}, but it is {value:g}"))
    aside = {role: len(intake.quarantined) for role, intake in intakes.items()}
    if kept.summary.get("set_aside") != aside:
        detail = f"summary.json says that set aside were {kept.summary.get('set_aside')}, but it were {aside}"
        found.append(Violation("wrong_summary", "", "", "", detail))
    return found


def _slack(name: str, kept: PlanFolder) -> float:
    # Every day's minutes may have been rounded to hundredths.
    return 0.0 if name != "travel_min" else _TOLERANCE_MIN + 0.005 * len(kept.days)
