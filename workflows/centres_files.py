"""Regional centres that serve municipalities, from files into a folder: what ``wardround centres`` does."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.errors import InputProblems
from geo.problems import Problem
from geo.siting.centres import LEVELS, Centres, CentresSettings, areas_of, centres
from outputs.centres_folder import KIND, write_centres_folder
from outputs.folder import InputFile
from outputs.swap import refuse
from workflows.answered import Answered, origin, set_aside_lines
from workflows.apart import apart
from workflows.asked_files import read_asked
from workflows.counting import number
from workflows.place_files import PlaceFiles
from workflows.ward_indicators import read_indicators

#: A figure of this name counts where none is named.
PEOPLE = "population"
#: Columns of the ward layer by which a part of it is named.
_PARTS = ("district_id", "district", "province", "municipality_id", "municipality")


@dataclass(frozen=True)
class CentresFiles(PlaceFiles):
    """Where the files are.

    Attributes
    ----------
    candidates : str
        Path of a list of towns that may be centres; "" for the middles of the areas.
    people : str
        Path of figures by ward; "" for wards that count alike.
    column : str
        Which of its columns counts; "" for :data:`PEOPLE`.
    level : str
        What a centre serves: a key of :data:`geo.siting.centres.LEVELS`.
    within : str
        Code or name of a district, province or municipality; "" for the whole layer.
    """

    candidates: str = ""
    people: str = ""
    column: str = ""
    level: str = "municipality"
    within: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """The lists that there may be, in the order in which they are read."""
        return ("wards", "candidates")

    @property
    def needed(self) -> tuple[str, ...]:
        """The lists that there must be."""
        return ("wards",)


def centres_files(
    files: CentresFiles, out: Path, asked: Callable[[], CentresSettings], seconds: float = 60.0
) -> Answered[Centres]:
    """Read, judge, choose, and write the folder.

    Parameters
    ----------
    files, out, asked, seconds
        As of :func:`workflows.site_files.site_files`, whose errors these are.
    """
    refuse(out, KIND, files.paths(), "the answer")
    inputs, chosen = read_asked(files, asked, lambda _: _contrary(files))
    started = time.perf_counter()
    wards = _within(inputs.table("wards"), files.within)
    people, more, remarks = _people(files, wards)
    areas = areas_of(wards, people, files.level)
    with inputs.placing():
        found = centres(areas, inputs.given("candidates"), inputs.travel, chosen, run=apart(), seconds=seconds)
    told_ = {"level": files.level, "within": files.within, "people": files.column or (PEOPLE if files.people else "")}
    used = {"centres": {**chosen.settings(), **told_, "seconds": seconds}}
    source = origin(inputs, used, time.perf_counter() - started, more)
    summary = write_centres_folder(out, found, wards, files.level, source)
    lines = (
        (f"Wards without a figure of people: {guessed:,}; each counts as the mean of the others around.",)
        if (guessed := int(areas["guessed"].sum()))
        else ()
    )
    return Answered(found, summary, (*inputs.warnings, *remarks), tuple(inputs.headings), lines)


def told(answered: Answered[Centres]) -> list[str]:
    """The answer in plain lines."""
    found, summary = answered.found, answered.summary
    whom = "people" if summary["settings"]["centres"]["people"] else "wards"
    lines = [
        f"{row.name or row.point_id}: serves {row.areas:,} with {row.people:,.0f} {whom}; "
        f"{row.minutes_mean:,.0f} min on average, {row.minutes_longest:,.0f} at most."
        for row in found.centres.itertuples(index=False)
    ]
    lines.append(f"{number(len(found.centres), 'centre')} for {len(found.served):,} areas.")
    if summary["not_served"]:
        lines.append(f"{summary['not_served']:,} areas are served by none.")
    if summary["proved"]:
        lines.append("No other choice is better; this is proved.")
    else:
        lines.append(f"No choice can be better by more than {summary['gap']:.2%}.")
    return [*lines, *answered.lines, *set_aside_lines(summary)]


def _contrary(files: CentresFiles) -> list[Problem]:
    wrong = []
    if files.level not in LEVELS:
        fact = f"A centre serves one of these: {', '.join(LEVELS)}."
        wrong.append(Problem("E401", fact, column="--level", remedy="Name one of them."))
    if files.column and not files.people:
        wrong.append(Problem("E100", "No file is named for the figures by ward (--people).", column="--column"))
    return wrong


def _within(wards: gpd.GeoDataFrame, named: str) -> gpd.GeoDataFrame:
    """The wards of a part of the layer."""
    if not named:
        return wards
    wanted = " ".join(named.casefold().split())
    for column in _PARTS:
        own = wards[column].astype(str).str.casefold().str.split().str.join(" ").eq(wanted).to_numpy()
        if own.any():
            return wards[own]
    fact = f"The ward layer has no district, province or municipality “{named}”."
    raise InputProblems([Problem("E402", fact, column="--within", remedy="Name it as its code or as the layer writes it.")])


def _people(
    files: CentresFiles, wards: gpd.GeoDataFrame
) -> tuple[pd.Series[float] | None, tuple[InputFile, ...], tuple[Problem, ...]]:
    if not files.people:
        return None, (), ()
    read = read_indicators(files.people, wards["ward_id"].astype(str).tolist())
    column = files.column or PEOPLE
    if column not in read.table.columns:
        shown = ", ".join(map(str, list(read.table.columns)[:12]))
        fact = f"The figures by ward have no column {column}; there are {shown}."
        raise InputProblems(
            [Problem("E204", fact, file=Path(files.people).name, column=column, remedy="Name one with --column.")]
        )
    return read.table[column], read.files, read.remarks
