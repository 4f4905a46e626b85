"""Households, service points and wards from files, with no round to plan: what access and gaps are measured from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from allocation.round import travel_of
from geo.errors import InputProblems
from geo.intake.receive import split_layer
from geo.intake.result import Intake
from geo.plain import plain
from geo.problems import Problem
from geo.settings import Settings
from geo.travel import StraightLine, Travel
from outputs.folder import InputFile
from workflows.list_reading import (
    ReadLists,
    listed_as,
    read_lists,
    read_toml,
    said_of_lists,
    sources_of,
)
from workflows.way_files import WayFiles, travel_files

#: What each list is called on the command line.
_OPTIONS = {"households": "--households", "service_points": "--points", "wards": "--wards", "candidates": "--candidates"}
_ANSWERS = "round.toml"


@dataclass(frozen=True)
class PlaceFiles:
    """Where the files are; ``FILE::LAYER`` names a layer of a file that has several.

    Attributes
    ----------
    households, service_points : str
        Paths.
    wards : str
        Path; "" for none.
    landmarks : str
        Villages that place their households; "" for none.
    answers : str
        A file like round.toml whose ``[travel]`` and ``[import]`` tables count; "" for none.
    wards_needed : bool
        Whether a ward layer must be named.
    ways : WayFiles
        Roads and barriers named beside the file of answers.
    """

    households: str
    service_points: str
    wards: str = ""
    landmarks: str = ""
    answers: str = ""
    wards_needed: bool = False
    ways: WayFiles = field(default_factory=WayFiles)

    @property
    def roles(self) -> tuple[str, ...]:
        """The lists that there may be, in the order in which they are read."""
        return ("wards", "service_points", "landmarks", "households")

    @property
    def needed(self) -> tuple[str, ...]:
        """The lists that there must be."""
        return ("households", "service_points", *(("wards",) if self.wards_needed else ()))

    @property
    def lists(self) -> dict[str, str]:
        """Role → path of the lists that are there, in the order in which they are read."""
        return {role: path for role in self.roles if (path := getattr(self, role))}

    @property
    def round(self) -> str:
        """The file in which questions are answered, as problems name it."""
        return self.answers or _ANSWERS

    def paths(self) -> list[Path]:
        """All files."""
        listed = [*self.lists.values(), *self.ways.paths()]
        return [*(split_layer(path)[0] for path in listed), *([Path(self.answers)] if self.answers else [])]


class PlaceInputs(ReadLists):
    """The files; ``settings`` holds ``travel`` as used, and ``import`` where it answers a question."""

    def _used_wards(self, wards: gpd.GeoDataFrame) -> frozenset[str]:
        # Where no households are named all wards are looked at.
        return super()._used_wards(wards) if "households" in self.intakes else frozenset(wards["ward_id"].astype(str))

    def _matters(self, role: str, problem: Problem) -> bool:
        # A service point outside every ward is no news: people go to the clinic of the neighbouring municipality.
        return listed_as(role) != "service_points" or problem.code != "E322"


def read_places(files: PlaceFiles, settings: Settings | None = None) -> PlaceInputs:
    """Read and judge the files, as ``wardround plan`` reads its own.

    Raises
    ------
    InputProblems
        Everything wrong with all of them: files refused, questions left open, keys of the file of answers.
    """
    limits = settings or Settings.load()
    blank = [role for role in files.needed if not getattr(files, role).strip()]
    if blank:
        remedy = "Give the path of the file."
        facts = {role: f"No file is named for the {role.replace('_', ' ')} ({_OPTIONS[role]})." for role in blank}
        raise InputProblems([Problem("E100", fact, column=role, remedy=remedy) for role, fact in facts.items()])
    wrong: list[Problem] = []
    content, data = read_toml(files.answers, wrong) if files.answers else (b"", {})
    answers = said_of_lists((data or {}).get("import", {}), Path(files.round).name, wrong)
    travel = _travel(files, data, wrong)
    intakes = read_lists(files, answers, limits, wrong)
    wrong += [_no_point(one) for role, one in intakes.items() if listed_as(role) == "service_points" and _none_left(one)]
    if wrong or travel is None:
        raise InputProblems([_with_option(problem, files) for problem in wrong])
    used = {"travel": plain(travel.settings())} | ({"import": plain(answers)} if answers else {})
    sources = [source for role, path in files.lists.items() for source in sources_of(role, path, intakes[role])]
    sources += travel_files(travel)
    if files.answers:
        sources.append(InputFile("round", Path(files.answers), hashlib.sha256(content).hexdigest()))
    return PlaceInputs(intakes, travel, used, tuple(sources), limits)


def _travel(files: PlaceFiles, data: dict[str, Any] | None, wrong: list[Problem]) -> Travel | None:
    if data is None:
        return None
    if not files.answers and not files.ways:
        return StraightLine()
    try:
        return travel_of(files.ways.over(data), Path(files.answers).parent)
    except InputProblems as error:
        wrong.extend(replace(problem, file=problem.file or Path(files.round).name) for problem in error.problems)
    return None


def _none_left(intake: Intake) -> bool:
    return intake.ready and intake.accepted.empty


def _no_point(intake: Intake) -> Problem:
    causes = "; ".join(sorted({str(sentence).rstrip(".") for sentence in intake.quarantined["sentence"]})[:3])
    fact = f"No service point is left: every row was set aside ({causes})." if causes else "There is no service point."
    return Problem("E402", fact, file=intake.source.name, remedy="Correct the rows and try again.")


def _with_option(problem: Problem, files: PlaceFiles) -> Problem:
    """Where a problem is answered in a file that was not named: how it is named."""
    if files.answers or _ANSWERS not in problem.remedy:
        return problem
    return replace(problem, remedy=f"{problem.remedy} Name that file with --round.")
