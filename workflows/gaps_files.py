"""Gaps from files into a folder: what ``wardround gaps`` does."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from pathlib import Path

from geo.errors import InputProblems
from geo.fingerprint import sha256_of
from geo.gaps import CATEGORIES, Gaps, GapSettings, find_gaps, with_dates_as_listed
from geo.intake.receive import split_layer
from geo.problems import Problem
from outputs.folder import InputFile
from outputs.gaps_folder import KIND, write_gaps_folder
from outputs.swap import refuse
from workflows.answered import Answered, origin, set_aside_lines
from workflows.area_files import OtherAreas, read_areas
from workflows.counting import number
from workflows.gaps_beside import Beside, tables_beside, told_beside
from workflows.place_files import PlaceFiles, PlaceInputs, read_places
from workflows.ward_indicators import Indicators, read_indicators

#: What the categories are called in a line.
_CALLED = {
    "no_need": "no need",
    "met": "need met",
    "unmet": "need unmet with a service in reach",
    "never_asked": "never asked",
    "asked_long_ago": "asked too long ago",
    "out_of_reach": "need with no service in reach",
    "need_place_unknown": "need, but nobody knows where the household is",
}


def gaps_files(
    files: PlaceFiles,
    out: Path,
    settings: GapSettings | None = None,
    indicators: str = "",
    more: Beside | None = None,
) -> Answered[Gaps]:
    """Read, judge, find the gaps, and write the folder.

    Parameters
    ----------
    files : PlaceFiles
        The lists, and where questions about them are answered; wards are needed.
    out : Path
        Absent, empty, or made by an earlier call; it is written aside and swapped in.
    settings : GapSettings or None
        Defaults where left out.
    indicators : str
        Path of figures by ward; "" for none.
    more : Beside or None
        Hot spots, an index with weights, other areas, the last plan; none of them where left out.

    Raises
    ------
    InputProblems
        Everything wrong with the files, then with the figures that are weighed; nothing is written.
    FolderError
        The folder is not ours to replace (E500), or cannot be written (E502).
    """
    asked, chosen = more or Beside(), settings or GapSettings()
    others = [split_layer(path)[0] for path in (*([indicators] if indicators else []), *asked.areas)]
    refuse(out, KIND, [*files.paths(), *others, *([asked.plan] if asked.plan else [])], "the answer")
    inputs, figures, layers = _read(files, indicators, asked.areas)
    wards = inputs.table("wards")
    started = time.perf_counter()
    listed = inputs.intakes["households"]
    homes = with_dates_as_listed(listed.accepted, listed.source.mapping)
    with inputs.placing():
        found = find_gaps(homes, inputs.table("service_points"), wards, inputs.travel, chosen)
    used = {**chosen.access.settings(), "asked_months": chosen.asked_months, **found.asked.told()}
    theirs = (None, (), ()) if figures is None else (figures.table, figures.files, figures.remarks)
    tables = tables_beside(asked, found, wards, theirs[0], layers)
    used = {**used, "hot_spots": asked.hot_spots, "weights": dict(asked.weights)}
    more_files = (*theirs[1], *(file for one in layers for file in one.files), *_plan_files(asked.plan))
    source = origin(inputs, {"gaps": used}, time.perf_counter() - started, more_files)
    shapes = {one.called: one.table for one in layers}
    summary = write_gaps_folder(out, found, source, wards, theirs[0], beside=tables, areas=shapes)
    lines = [f"{one.called}: {' '.join(one.remarks)}" for one in layers] + told_beside(tables, int((~found.access.placed).sum()))
    return Answered(found, summary, (*inputs.warnings, *theirs[2]), tuple(inputs.headings), tuple(lines))


def _plan_files(folder: Path | None) -> list[InputFile]:
    """What is read of a plan, as inputs."""
    names = ("visits", "unserved") if folder else ()
    return [InputFile(f"plan_{name}", file, sha256_of(file)) for name in names if (file := Path(folder or "", f"{name}.csv"))]


def _read(files: PlaceFiles, indicators: str, areas: Sequence[str]) -> tuple[PlaceInputs, Indicators | None, list[OtherAreas]]:
    """The lists and the figures; what is wrong with either is told with the other's."""
    wrong: list[Problem] = []
    inputs, figures, known = None, None, None
    try:
        inputs = read_places(files)
        known = set(inputs.table("wards")["ward_id"].astype(str))
    except InputProblems as error:
        wrong += error.problems
    try:
        figures = read_indicators(indicators, known) if indicators else None
    except InputProblems as error:
        wrong += error.problems
    layers = []
    for stated in areas:
        try:
            layers.append(read_areas(stated))
        except InputProblems as error:
            wrong += error.problems
    if wrong or inputs is None:
        raise InputProblems(wrong)
    return inputs, figures, layers


def day_of(text: str, option: str) -> dt.date | None:
    """The day that an option names, None where it is left out.

    Raises
    ------
    InputProblems
        It is no day (E401).

    Examples
    --------
    >>> day_of("2026-03-02", "--today"), day_of("", "--today")
    (datetime.date(2026, 3, 2), None)
    """
    try:
        return dt.date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        fact = "This is no day."
        raise InputProblems([Problem("E401", fact, column=option, remedy="Write it as 2026-03-02.")]) from error


def told(answered: Answered[Gaps]) -> list[str]:
    """The answer in plain lines."""
    summary, when = answered.summary, answered.found.asked
    lines = []
    for name, facts in summary["sectors"].items():
        counts = [f"{_CALLED[kind]} {facts[kind]:,}" for kind in CATEGORIES if facts[kind]]
        lines.append(f"{name} ({number(facts['points'], 'point')}): {', '.join(counts)}.")
    if not when.column_there:
        lines.append(
            f"The list does not say when each household was asked (no column last_profiled): all of it counts as asked on "
            f"{when.list_date.isoformat()}."
        )
    if any(facts["need_place_unknown"] for facts in summary["sectors"].values()):
        lines.append(
            "Whether a service is in reach of a household whose place nobody knows cannot be said: those with a need are counted "
            "by themselves, and listed in categories.csv as need_place_unknown."
        )
    passed_over = sum(facts["listed_all_the_same"] for facts in summary["sectors"].values())
    if passed_over:
        lines.append(
            f"{passed_over:,} needs, met or not, stand in the list of households that were never asked or too long ago "
            "(before " + when.oldest.isoformat() + "); they are counted there, not as needs."
        )
    return [*lines, *answered.lines, *set_aside_lines(summary)]
