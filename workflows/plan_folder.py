"""A plan's folder with its inputs read again: the plan as it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from allocation.happenings import Happenings, with_happenings
from allocation.plan import STATISTICS, Plan
from allocation.prepare import prepare
from allocation.round import Round
from geo.errors import FolderError, InputProblems
from geo.fingerprint import sha256_of
from geo.intake.receive import files_of, split_layer
from geo.intake.result import Answers, Intake
from geo.problems import REGISTRY, Problem
from geo.settings import Settings
from outputs.folder import InputFile, PlanFolder, read_folder
from workflows.list_reading import NEW_HOUSEHOLDS, ORDER, ROLES, SURROUNDINGS, input_files, listed_as, read_list
from workflows.way_files import TRAVEL_FILES

#: An input that asks something today which it did not ask then: another version reads it with other eyes.
_NOT_ANSWERED = "An input of the plan asks what it did not ask when the plan was made: how is it to be read?"


@dataclass(frozen=True)
class OpenedPlan:
    """A folder's plan, and what it was made from.

    Attributes
    ----------
    folder : PlanFolder
    plan : Plan
        Without the rows that were set aside.
    aside : DataFrame
        The rows of unserved.csv that were set aside.
    intakes : mapping of role → Intake
    paths : mapping of role → str
        Where the inputs are now (``FILE::LAYER``).
    """

    folder: PlanFolder
    plan: Plan
    aside: pd.DataFrame
    intakes: Mapping[str, Intake]
    paths: Mapping[str, str]

    @property
    def files(self) -> tuple[InputFile, ...]:
        """Every file that the plan was made from, where it is now, with its sha256; round.toml where it is there."""
        return tuple(file for role, stated in self.paths.items() for file in input_files(role, stated))

    @property
    def set_aside(self) -> pd.DataFrame:
        """Rows of the household list that were set aside."""
        return self.intakes["households"].quarantined

    def surroundings(self) -> dict[str, Any]:
        """Service points and landmarks, None for those that were not given."""
        return {role: self.intakes[role].accepted if role in self.intakes else None for role in SURROUNDINGS}


def open_plan(folder: Path, given: Mapping[str, str] | None = None) -> OpenedPlan:
    """Read the folder of a plan and the inputs that it names.

    Parameters
    ----------
    folder : Path
        That ``wardround plan`` or ``wardround replan`` wrote.
    given : mapping of role → path
        Where an input is now, if it is not where summary.json says.

    Raises
    ------
    FolderError
        The folder cannot be read (E501).
    InputProblems
        An input is missing (E100), has changed (E503), or cannot be read.
    """
    kept = read_folder(folder)
    paths = _paths(kept, given or {})
    settings = kept.summary["settings"]
    try:
        round_, travel = Round.from_dict(_where_they_are(settings, paths))
    except InputProblems as error:
        keys = ", ".join(dict.fromkeys(problem.column for problem in error.problems if problem.column))
        fact = f"The settings in summary.json are not those of a round of this version ({keys}). "
        fact += f"The plan was made by version {kept.summary.get('version', '?')}."
        raise FolderError(str(Problem("E501", fact, remedy="Plan again with this version."))) from error
    intakes = _read(paths, settings.get("import", {}))
    accepted = {role: intake.accepted for role, intake in intakes.items()}
    households, fieldworkers = _as_planned(accepted, round_, kept.summary.get("replan", {}))
    more = (accepted.get(role) for role in ("restrictions", "vehicles"))
    ready = prepare(households, fieldworkers, round_, travel, accepted["wards"], *more)
    aside = kept.unserved["reason"].isin(list(REGISTRY))
    plan = Plan(
        visits=kept.visits,
        days=kept.days,
        unserved=kept.unserved[~aside].reset_index(drop=True),
        summary=dict(kept.summary),
        statistics=pd.DataFrame(columns=list(STATISTICS), dtype=float),
        households=ready.households,
        fieldworkers=ready.fieldworkers,
        wards=ready.wards,
        round=round_,
        travel=ready.problem.travel,
        restrictions=ready.restrictions,
        vehicles=ready.vehicles,
        rides=kept.rides,
    )
    return OpenedPlan(kept, plan, kept.unserved[aside], intakes, paths)


def _where_they_are(settings: Mapping[str, Any], paths: Mapping[str, str]) -> dict[str, Any]:
    """The settings with the files of roads and barriers where they are now."""
    found = {role: str(Path(paths[role]).absolute()) for role in TRAVEL_FILES if role in paths}
    return {**settings, "travel": {**settings["travel"], **found}} if found else dict(settings)


def _as_planned(
    accepted: Mapping[str, gpd.GeoDataFrame], round_: Round, replan: Mapping[str, Any]
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """The lists as the plan has them: where it was made anew, with what had happened since."""
    households, fieldworkers = accepted["households"], accepted["fieldworkers"]
    added = [table for role, table in accepted.items() if role.startswith(NEW_HOUSEHOLDS)]
    if not replan and not added:
        return households, fieldworkers
    happened = Happenings(
        from_day=dt.date.fromisoformat(replan["from_day"]),
        away={name: tuple(map(dt.date.fromisoformat, dates)) for name, dates in replan.get("away", {}).items()},
        removed=frozenset(replan.get("removed", ())),
        forbid={name: tuple(ids) for name, ids in replan.get("forbid", {}).items()},
        new=pd.concat(added, ignore_index=True) if added else None,
    )
    return with_happenings(households, fieldworkers, round_, happened)


def _paths(kept: PlanFolder, given: Mapping[str, str]) -> dict[str, str]:
    sources = kept.summary["sources"]
    wrong = [Problem("E501", f"summary.json names no file for the list of {role}.") for role in ROLES if role not in sources]
    paths: dict[str, str] = {}
    for role, stated in sources.items():
        relative, _, layer = stated.partition("::")
        path = kept.source(role)[0]
        if role in given:
            path, named = split_layer(given[role])
            layer = named or layer
        try:
            same = _same(path, relative, kept.summary["inputs"])
        except OSError:
            where = f"Say where it is with --{role}."
            wrong.append(Problem("E100", f"The {role} file of the plan is not there.", file=path.name, remedy=where))
            continue
        if not same:
            wrong.append(Problem("E503", f"The {role} file is not the one that the plan was made from.", file=path.name))
        paths[role] = f"{path}::{layer}" if layer else str(path)
    if wrong:
        raise InputProblems(wrong)
    return paths


def _same(path: Path, relative: str, inputs: Mapping[str, str]) -> bool:
    """Whether the file is the one of the plan; of a shapefile every part must be."""
    stem = relative.rpartition(".")[0]
    parts = {name: sha for name, sha in inputs.items() if name.rpartition(".")[0] == stem}
    expected = parts if path.suffix.lower() == ".shp" else {relative: inputs.get(relative, "")}
    present = files_of(path)
    return sorted(sha256_of(item) for item in present) == sorted(expected.values())


def _read(paths: Mapping[str, str], answers: Mapping[str, Any]) -> dict[str, Intake]:
    done: dict[str, Intake] = {}
    added = sorted(role for role in paths if role.startswith(NEW_HOUSEHOLDS))
    for role in (*(role for role in ORDER if role in paths), *added):
        done[role] = read_list(role, paths[role], Answers.from_toml(listed_as(role), answers), Settings.load(), done)
    wrong = [problem for intake in done.values() if not intake.ready for problem in intake.problems]
    if not all(intake.ready for intake in done.values()):
        raise InputProblems(wrong or [Problem("E501", _NOT_ANSWERED, remedy="Plan again.")])
    return done
