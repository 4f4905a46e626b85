"""What would it take, of the plan in a folder: what ``wardround whatif`` does."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd

from allocation.whatif.asked import Found, WhatIf, what_would_it_take
from allocation.whatif.curve import Curve
from allocation.whatif.options import CHANGES, NOUNS
from allocation.whatif.points import POINT
from allocation.why.binding import Tell
from geo.errors import InputProblems
from geo.fingerprint import sha256_of
from geo.intake.result import Answers
from geo.problems import Problem, many
from geo.settings import Settings
from outputs.answer_folder import Origin
from outputs.folder import InputFile
from outputs.swap import refuse
from outputs.whatif_folder import KIND, write_whatif_folder
from workflows.list_reading import input_files, read_list
from workflows.plan_folder import OpenedPlan, open_plan

#: Of a plan's folder, what the answer is made from.
_OF_THE_PLAN = ("visits.csv", "days.csv", "unserved.csv", "vehicles.csv", "summary.json")


def whatif_folder(  # noqa: PLR0917 - as the command has them
    folder: Path,
    out: Path,
    asked: WhatIf,
    given: Mapping[str, str] | None = None,
    tell: Tell | None = None,
    points: str = "",
) -> Found:
    """Ask what it would take, and write the answer.

    Parameters
    ----------
    folder : Path
        That ``wardround plan`` wrote; it is only read.
    out : Path
        Absent, empty, or made by an earlier call; it is written aside and swapped in.
    asked : WhatIf
        What is asked.
    given : mapping of role → path
        Where an input of the plan is now, if it is not where summary.json says.
    tell : callable, optional
        Told (done, all, what) as it goes on; returning False ends it with what is known.
    points : str
        Path of a list of service points; "" for that of the plan.

    Raises
    ------
    FolderError
        The plan's folder cannot be read (E501); ``out`` is not ours to replace (E500), or cannot be written (E502).
    InputProblems
        An input is missing, has changed, or cannot be read; or this cannot be asked of the plan (E401, E407).
    SolverError
        The optimizer could not run at all.
    """
    opened = open_plan(folder, given)
    listed = _points(opened, points) if POINT in asked.changes else None
    files = (*opened.files, *_of_the_plan(folder), *(input_files("points", points) if points else ()))
    refuse(out, KIND, [file.path for file in files], "the answer")
    started = time.perf_counter()
    found = what_would_it_take(opened.plan, asked, tell, points=listed)
    aside = {role: intake.quarantined for role, intake in opened.intakes.items()}
    mended = {role: intake.repaired for role, intake in opened.intakes.items()}
    settings = {"whatif": asked.settings(), **opened.folder.summary["settings"]}
    write_whatif_folder(out, found, Origin(aside, mended, files, settings, time.perf_counter() - started))
    return found


def _points(opened: OpenedPlan, path: str) -> gpd.GeoDataFrame | None:
    """The service points that are named, else those of the plan; None where there are none."""
    if not path:
        return opened.surroundings()["service_points"]
    intake = read_list("service_points", path, Answers(), Settings.load(), opened.intakes)
    if not intake.ready:
        questions = [Problem("E401", question.sentence, file=Path(path).name) for question in intake.questions]
        raise InputProblems([*intake.problems, *questions])
    return intake.accepted


def asked_of(changes: Sequence[str], finish_by: str, **more: Any) -> WhatIf:
    """What is asked, as a person writes it: no change named means all that change who is visited.

    Raises
    ------
    InputProblems
        A change that there is not, a date that is none, a number out of range: all at once.
    """
    wrong: list[Problem] = []
    date = None
    if finish_by:
        try:
            date = dt.date.fromisoformat(finish_by)
        except ValueError:
            wrong.append(Problem("E401", "The date to be done by is not written as 2026-03-13.", column="finish_by"))
    try:
        asked = WhatIf(tuple(changes) or CHANGES, finish_by=date, **more)
    except InputProblems as error:
        raise InputProblems([*wrong, *error.problems]) from None
    if wrong:
        raise InputProblems(wrong)
    return asked


def told(found: Found) -> Iterator[str]:
    """The answer in plain lines."""
    yield f"The plan reaches {found.plan.served:,} households, {found.plan.share:.0%} of the priority."
    more = found.as_it_is.served - found.plan.served
    if more:
        yield f"Searched on, the round as it is reaches {more:,} more; what is added comes on top of that."
    for curve in found.curves:
        yield from _of_curve(curve)
    if found.points is not None:
        yield from found.points.sentences()
    if found.by_date is not None:
        yield from found.by_date.sentences()
        yield f"Then: {found.by_date.binds.sentence}"
    if found.ended_early:
        yield "It was ended early: this is what was known by then."


def _of_curve(curve: Curve) -> Iterator[str]:
    one, several = NOUNS[curve.change]
    for step, gain in zip(curve.steps[1:], curve.gains, strict=True):
        noun = one if step.amount == 1 else several
        best = (
            f" (no plan with that reaches more than {step.bound_served:,.0f})" if step.bound_served == step.bound_served else ""
        )
        yield f"{step.amount:,} more {noun}: {many(step.reached.served, 'household')}, {gain:+,}{best}. {step.what}."
    if curve.ended:
        yield f"{one[:1].upper()}{one[1:]}: {curve.ended}"
    if len(curve.steps) > 1:
        yield f"    Then {curve.binds.sentence[:1].lower()}{curve.binds.sentence[1:]}"


def _of_the_plan(folder: Path) -> Iterator[InputFile]:
    for name in _OF_THE_PLAN:
        path = folder / name
        if path.is_file():
            yield InputFile("plan" if name == "summary.json" else "", path, sha256_of(path))
