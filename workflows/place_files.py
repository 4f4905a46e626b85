"""Households, service points and wards from files, with no round to plan: what access and gaps are measured from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from allocation.round import travel_of
from geo.errors import InputProblems
from geo.intake.receive import split_layer
from geo.intake.result import Intake
from geo.plain import plain
from geo.problems import Problem
from geo.settings import Settings
from geo.travel import StraightLine, Travel
from outputs.folder import InputFile
from workflows import intake_words
from workflows.input_files import headings_read, placed_in, read_lists, read_toml, said_of_lists, sources_of
from workflows.ward_remarks import remarks, wards_used

#: What each list is called on the command line.
_OPTIONS = {"households": "--households", "service_points": "--points", "wards": "--wards"}
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
    """

    households: str
    service_points: str
    wards: str = ""
    landmarks: str = ""
    answers: str = ""
    wards_needed: bool = False

    @property
    def lists(self) -> dict[str, str]:
        """Role → path of the lists that are there, in the order in which they are read."""
        return {role: path for role in ("wards", "service_points", "landmarks", "households") if (path := getattr(self, role))}

    @property
    def round(self) -> str:
        """The file in which questions are answered, as problems name it."""
        return self.answers or _ANSWERS

    def paths(self) -> list[Path]:
        """All files."""
        return [*(split_layer(path)[0] for path in self.lists.values()), *([Path(self.answers)] if self.answers else [])]


@dataclass(frozen=True)
class PlaceInputs:
    """The files, read and judged.

    Attributes
    ----------
    intakes : dict of role → Intake
    travel : Travel
    settings : dict
        ``travel`` as used, ``import`` where it answers a question.
    files : tuple of InputFile
        With the sha256 of what was read.
    limits : Settings
    """

    intakes: Mapping[str, Intake]
    travel: Travel
    settings: Mapping[str, Any]
    files: tuple[InputFile, ...]
    limits: Settings

    def table(self, role: str) -> gpd.GeoDataFrame:
        """The accepted rows of a list."""
        return self.intakes[role].accepted

    @property
    def wards(self) -> gpd.GeoDataFrame | None:
        """The ward layer, None where none was given."""
        return self.table("wards") if "wards" in self.intakes else None

    def place(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems that name rows of a table, with the file and the rows as the person knows them."""
        return [
            placed_in(self.intakes[problem.file], problem) if problem.file in self.intakes else problem for problem in problems
        ]

    @property
    def quarantined(self) -> dict[str, pd.DataFrame]:
        """Rows set aside, by role."""
        return {role: intake.quarantined for role, intake in self.intakes.items()}

    @property
    def repaired(self) -> dict[str, pd.DataFrame]:
        """Cells mended, by role."""
        return {role: intake.repaired for role, intake in self.intakes.items()}

    @property
    def warnings(self) -> list[Problem]:
        """What somebody should look at; of the wards only what concerns those in which households lie.

        A service point outside every ward is none of it: people go to the clinic of the neighbouring municipality.
        """
        found = [
            problem
            for role, intake in self.intakes.items()
            if role != "wards"
            for problem in intake_words.with_keys(intake)
            if not (role == "service_points" and problem.code == "E322")
        ]
        if self.wards is None:
            return found
        return [*remarks(self.intakes["wards"], wards_used(self.wards, (), self.table("households")), self.limits), *found]

    @property
    def headings(self) -> list[str]:
        """For each list one line on how its headings were read, where they are not already ours, and on those not used."""
        return [line for role, intake in self.intakes.items() if (line := headings_read(role, intake))]


def read_places(files: PlaceFiles, settings: Settings | None = None) -> PlaceInputs:
    """Read and judge the files, as ``wardround plan`` reads its own.

    Raises
    ------
    InputProblems
        Everything wrong with all of them: files refused, questions left open, keys of the file of answers.
    """
    limits = settings or Settings.load()
    needed = ["households", "service_points", *(["wards"] if files.wards_needed else [])]
    blank = [role for role in needed if not getattr(files, role).strip()]
    if blank:
        remedy = "Give the path of the file."
        facts = {role: f"No file is named for the {role.replace('_', ' ')} ({_OPTIONS[role]})." for role in blank}
        raise InputProblems([Problem("E100", fact, column=role, remedy=remedy) for role, fact in facts.items()])
    wrong: list[Problem] = []
    content, data = read_toml(files.answers, wrong) if files.answers else (b"", {})
    answers = said_of_lists((data or {}).get("import", {}), Path(files.round).name, wrong)
    travel = _travel(files, data, wrong)
    intakes = read_lists(files, answers, limits, wrong)
    wrong += [_no_point(intakes["service_points"])] if _none_left(intakes["service_points"]) else []
    if wrong or travel is None:
        raise InputProblems([_with_option(problem, files) for problem in wrong])
    used = {"travel": plain(travel.settings())} | ({"import": plain(answers)} if answers else {})
    sources = [source for role, path in files.lists.items() for source in sources_of(role, path, intakes[role])]
    if files.answers:
        sources.append(InputFile("round", Path(files.answers), hashlib.sha256(content).hexdigest()))
    return PlaceInputs(intakes, travel, used, tuple(sources), limits)


def _travel(files: PlaceFiles, data: dict[str, Any] | None, wrong: list[Problem]) -> Travel | None:
    if data is None:
        return None
    if not files.answers:
        return StraightLine()
    try:
        return travel_of(data)
    except InputProblems as error:
        wrong.extend(replace(problem, file=problem.file or Path(files.answers).name) for problem in error.problems)
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
