"""Explain the plan in a folder: what ``wardround explain`` does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from allocation.why.binding import Tell
from allocation.why.context import NO_HOUSEHOLD, Context
from geo.errors import InputProblems
from geo.problems import Problem
from workflows.explain_household import told, waiting, ways_by_kind
from workflows.plan_folder import open_plan
from workflows.round_levers import round_levers
from workflows.wish_dials import areas, wish_dials


@dataclass(frozen=True)
class Asked:
    """What is to be explained; nothing named means the plan as a whole.

    Attributes
    ----------
    households : tuple of str
    levers : bool
        What rules and days would bring.
    resolve : bool
        Whether the most promising changes are planned anew.
    wish_seconds : float or None
        For each plan with a wish changed.
    """

    households: tuple[str, ...] = ()
    levers: bool = False
    resolve: bool = False
    wish_seconds: float | None = None


def explain_folder(folder: Path, asked: Asked, given: Mapping[str, str] | None = None, tell: Tell | None = None) -> list[str]:
    """The lines that answer what is asked about the plan of a folder.

    Parameters
    ----------
    folder : Path
        That ``wardround plan`` wrote.
    asked : Asked
        What is to be explained.
    given : mapping of role → path
        Where an input is now, if it is not where summary.json says.
    tell : callable, optional
        Told (done, all, what) while something long goes on.

    Raises
    ------
    FolderError
        The folder cannot be read (E501).
    InputProblems
        An input is missing, has changed, or cannot be read; or there is no such household (E407).
    """
    context = Context.of(open_plan(folder, given).plan)
    _refuse_unknown(context, asked.households)
    lines = list(told(context, asked.households))
    if asked.levers:
        lines += _levers(context, asked, tell)
    if asked.wish_seconds:
        found = wish_dials(context.plan, asked.wish_seconds, tell)
        lines += [*found.lines, *_fair(found.fair)]
    return lines or list(_whole(context))


def _refuse_unknown(context: Context, households: Sequence[str]) -> None:
    """All of them are known before anything is told; those that are not are told by their place, never by their id."""
    lost = [str(place) for place, household in enumerate(households, start=1) if not context.knows(household)]
    if lost:
        one = len(lost) == 1 and len(households) == 1
        named = "The household that is asked about" if one else f"Of the households asked about number {', '.join(lost)}"
        fact = f"{named} {'is' if len(lost) == 1 else 'are'} not in this plan."
        raise InputProblems([Problem("E407", fact, column="household_id", remedy=NO_HOUSEHOLD)])


def _levers(context: Context, asked: Asked, tell: Tell | None) -> Iterator[str]:
    found = round_levers(context, asked.resolve, tell)
    yield found.headline
    yield from (f"    {line}" for line in found.binding["sentence"])
    idle = found.idle["lever"].tolist()
    if idle:
        yield f"Would bring nobody by themselves: {'; '.join(idle)}."


def _fair(fair: pd.DataFrame) -> Iterator[str]:
    if fair.empty:
        return
    yield "Fair load, from none to strict:"
    for row in fair.itertuples(index=False):
        share = f"at work {row.least:.0%} to {row.most:.0%} of their hours (middle {row.median:.0%})"
        yield f"    {row.weight:g}: {row.households:,} households, {row.travel_min:,.0f} minutes of travel, {share}"


def _whole(context: Context) -> Iterator[str]:
    count = len(waiting(context))
    if count:
        kinds = ways_by_kind(context)
        looked = int(kinds["households"].sum())
        of = "" if looked == count else f" What the {looked} of the highest priority would need:"
        households = "household that the round asks for is" if count == 1 else "households that the round asks for are"
        yield f"{count:,} {households} not reached.{of}"
        yield from (f"    {row.households:,}: {row.gives}" for row in kinds.itertuples(index=False))
    else:
        yield "Every household that the round asks for is reached."
    measures = areas(context.plan).sentence
    if measures:
        yield measures
    yield "Name a household to see its ways in, or --levers and --wishes to see what rules and wishes cost."
