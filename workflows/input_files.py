"""The four files of a plan, read and judged together, so that everything wrong with them is told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from allocation.round import Round
from allocation.strangers import strangers
from geo.errors import InputProblems
from geo.intake.receive import split_layer
from geo.intake.result import NO_ENTRY, Intake
from geo.plain import plain
from geo.problems import Problem, many
from geo.settings import Settings
from geo.travel import Travel
from geo.ward_numbers import WardNumbers
from outputs.folder import InputFile
from workflows.list_reading import (
    NEEDED_ROLES,
    OPTIONS_MOST,
    ORDER,
    ROLES,
    SURROUNDINGS,
    ReadLists,
    read_lists,
    read_toml,
    said_of_lists,
    sources_of,
)
from workflows.ward_remarks import wards_used
from workflows.way_files import WayFiles, travel_files

#: Tables of round.toml.
_TOML_TABLES = frozenset({"round", "travel", "rules", "wishes"})


@dataclass(frozen=True)
class InputFiles:
    """Where the files are; ``FILE::LAYER`` names a layer of a file that has several.

    Attributes
    ----------
    wards, households, fieldworkers, round : str
        Paths.
    service_points, landmarks, restrictions, vehicles : str
        Paths; "" for none.
    ways : WayFiles
        Roads and barriers named beside the file of answers.
    """

    wards: str
    households: str
    fieldworkers: str
    round: str
    service_points: str = ""
    landmarks: str = ""
    restrictions: str = ""
    vehicles: str = ""
    ways: WayFiles = field(default_factory=WayFiles)

    @property
    def lists(self) -> dict[str, str]:
        """Role → path of the lists that are there, in the order in which they are read."""
        return {role: getattr(self, role) for role in ORDER if getattr(self, role) or role in NEEDED_ROLES}

    def paths(self) -> list[Path]:
        """All files."""
        listed = [*self.lists.values(), *self.ways.paths()]
        return [*(split_layer(path)[0] for path in listed), Path(self.round)]


@dataclass(frozen=True)
class Inputs(ReadLists):
    """The files of a plan; ``settings`` is the whole of round.toml as used, defaults filled in.

    Attributes
    ----------
    round : Round
    """

    round: Round

    @property
    def restrictions(self) -> gpd.GeoDataFrame | None:
        """Areas of restrictions, None where none were given."""
        return self.given("restrictions")

    @property
    def vehicles(self) -> gpd.GeoDataFrame | None:
        """Shared vehicles, None where none were given."""
        return self.given("vehicles")

    def surroundings(self) -> dict[str, gpd.GeoDataFrame | None]:
        """Service points and landmarks, None for those that were not given."""
        return {role: self.given(role) for role in SURROUNDINGS}

    @property
    def about_people(self) -> list[str]:
        """Which fieldworkers the plan goes without, and whose words were not understood: what must not go unnoticed."""
        intake = self.intakes["fieldworkers"]
        counted = [problem for problem in intake.problems if problem.code == "E241"]
        notes = [f"{intake.source.name}, {problem.column}, {_row_list(problem.rows)}: {problem.sentence}" for problem in counted]
        if unknown := strangers(self.table("households"), self.table("fieldworkers")):
            notes.append(unknown)
        gone = intake.quarantined[~intake.quarantined["code"].isin(list(NO_ENTRY))]
        rows = sorted({int(row) for row in gone["row"]})
        if not rows:
            return notes
        people = many(len(rows), "fieldworker is", "fieldworkers are")
        where = f"{intake.source.name}, {_row_list(rows)}"
        lost = f"{people} NOT in this plan, without a visit ({where}). The notes above say why; correct the rows and plan again."
        return [*notes, lost]

    def _used_wards(self, wards: gpd.GeoDataFrame) -> frozenset[str]:
        return wards_used(wards, self.round.wards or (), self.table("households"), self.table("fieldworkers"))

    def _of_no_list(self, problem: Problem) -> Problem:
        own = [item.path.name for item in self.files if item.role == "round"]
        of_round = not problem.file and problem.column.partition(".")[0] in _TOML_TABLES
        return replace(problem, file=own[0]) if own and of_round else problem


def read_inputs(
    files: InputFiles,
    settings: Settings | None = None,
    imports: Mapping[str, Any] | None = None,
    *,
    wards_needed: bool = True,
) -> Inputs:
    """Read and judge the files.

    Parameters
    ----------
    files : InputFiles
        Where they are.
    settings : Settings or None
        Limits; from the environment where left out.
    imports : mapping or None
        The ``[import]`` table, where it is not to be taken from round.toml.
    wards_needed : bool
        Whether a ward layer must be named.

    Raises
    ------
    InputProblems
        Everything wrong with all of them: files refused, questions left open (with the key of ``[import]`` in round.toml
        that answers each), keys of round.toml.
    """
    settings = settings or Settings.load()
    wrong: list[Problem] = []
    named = {role: getattr(files, role) for role in (*(ROLES if wards_needed else NEEDED_ROLES), "round")}
    blank = [role for role, path in named.items() if not path.strip()]
    if blank:
        remedy = "Give the path of the file."
        raise InputProblems([Problem("E100", f"No file is named for the {role}.", column=role, remedy=remedy) for role in blank])
    content, data = read_toml(files.round, wrong)
    answers = said_of_lists((data or {}).get("import", {}) if imports is None else imports, Path(files.round).name, wrong)
    parsed = None if data is None else _round(files.round, files.ways.over(data), wrong)
    intakes = read_lists(files, answers, settings, wrong)
    if wrong or parsed is None:
        raise InputProblems(wrong)
    round_, travel = parsed
    round_ = with_ward_codes(round_, intakes)
    used = plain(round_.settings(travel)) | ({"import": plain(answers)} if answers else {})
    sources = [source for role, path in files.lists.items() for source in sources_of(role, path, intakes[role])]
    sources += travel_files(travel)
    sources.append(InputFile("round", Path(files.round), hashlib.sha256(content).hexdigest()))
    return Inputs(intakes, travel, used, tuple(sources), settings, round_)


def _row_list(rows: Sequence[int]) -> str:
    more = f" and {len(rows) - OPTIONS_MOST} more" if len(rows) > OPTIONS_MOST else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows[:OPTIONS_MOST]))}{more}"


def with_ward_codes(round_: Round, intakes: Mapping[str, Intake]) -> Round:
    """The round with the numbers of wards put as their codes, where one ward is meant.

    Where several municipalities have the number, it is that of the municipality in which the households and homes lie.
    """
    if "wards" not in intakes:
        return round_
    wards = intakes["wards"].accepted
    if not round_.wards or set(round_.wards) <= set(wards["ward_id"].astype(str)):
        return round_
    numbers = WardNumbers.of(wards)
    used = wards_used(wards, (), intakes["households"].accepted, intakes["fieldworkers"].accepted)
    towns = {numbers.municipality[code] for code in used}
    near = towns if len(towns) == 1 else set()
    codes = [ward if ward in numbers.codes else numbers.code(ward, near) or ward for ward in round_.wards]
    return replace(round_, wards=tuple(dict.fromkeys(codes)))


def _round(path: str, data: dict[str, Any], wrong: list[Problem]) -> tuple[Round, Travel] | None:
    try:
        return Round.from_dict(data, Path(path).parent)
    except InputProblems as error:
        wrong.extend(replace(problem, file=problem.file or Path(path).name) for problem in error.problems)
    return None
