"""The four files of a plan, read and judged together, so that everything wrong with them is told at once."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from allocation.round import Round
from geo.codes import Behaviour
from geo.errors import InputProblems
from geo.intake import read
from geo.intake.result import Answers, Intake, Question
from geo.plain import plain
from geo.problems import Problem
from geo.settings import Settings
from geo.tables import KEYS
from geo.travel import Travel
from outputs.folder import InputFile

#: The lists, in the order in which they are read: wards first, since they give the others their ward.
ROLES = ("wards", "households", "fieldworkers")


@dataclass(frozen=True)
class InputFiles:
    """Where the files are; ``FILE::LAYER`` names a layer of a file that has several.

    Attributes
    ----------
    wards, households, fieldworkers, round : str
        Paths.
    """

    wards: str
    households: str
    fieldworkers: str
    round: str


@dataclass(frozen=True)
class Inputs:
    """The files, read and judged.

    Attributes
    ----------
    intakes : dict of role → Intake
    round : Round
    travel : Travel
    settings : dict
        The whole of round.toml as used, defaults filled in, ``[import]`` included.
    files : tuple of InputFile
        With the sha256 of what was read.
    """

    intakes: Mapping[str, Intake]
    round: Round
    travel: Travel
    settings: Mapping[str, Any]
    files: tuple[InputFile, ...] = field(default=())

    def table(self, role: str) -> gpd.GeoDataFrame:
        """The accepted rows of a list."""
        return self.intakes[role].accepted

    @property
    def quarantined(self) -> dict[str, pd.DataFrame]:
        """Rows set aside, by role."""
        return {role: intake.quarantined for role, intake in self.intakes.items()}

    @property
    def repaired(self) -> int:
        """Cells mended in all files."""
        return sum(len(intake.repaired) for intake in self.intakes.values())

    @property
    def warnings(self) -> list[Problem]:
        """What somebody should look at, though it does not stop a plan."""
        return [problem for intake in self.intakes.values() for problem in intake.problems]

    def place(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems that name rows of a table, with the file and the rows as the person knows them."""
        return [self._place(problem) for problem in problems]

    def _place(self, problem: Problem) -> Problem:
        intake = self.intakes.get(problem.file)
        if intake is None:
            return problem
        known = intake.accepted.index
        rows = tuple(int(known[row - 2]) for row in problem.rows if 0 <= row - 2 < len(known))
        return replace(problem, file=intake.source.name, rows=rows)


def read_inputs(files: InputFiles, settings: Settings | None = None, imports: Mapping[str, Any] | None = None) -> Inputs:
    """Read and judge the four files.

    Parameters
    ----------
    files : InputFiles
        Where they are.
    settings : Settings or None
        Limits; from the environment where left out.
    imports : mapping or None
        The ``[import]`` table, where it is not to be taken from round.toml.

    Raises
    ------
    InputProblems
        Everything wrong with all of them: files refused, questions left open (with the key of ``[import]`` in round.toml
        that answers each), keys of round.toml.
    """
    settings = settings or Settings.load()
    wrong: list[Problem] = []
    content, data = _toml(files.round, wrong)
    answers = data.get("import", {}) if imports is None else imports
    if not isinstance(answers, Mapping) or not all(isinstance(part, Mapping) for part in answers.values()):
        wrong.append(Problem("E400", "[import] must hold a table a list, as [import.households].", file=Path(files.round).name))
        answers = {}
    parsed = _round(files.round, data, wrong) if data else None
    intakes = _intakes(files, answers, settings, wrong)
    if wrong or parsed is None:
        raise InputProblems(wrong)
    round_, travel = parsed
    used = plain(round_.settings(travel)) | ({"import": plain(answers)} if answers else {})
    sources = [_source(role, getattr(files, role), intakes[role].source.sha256) for role in ROLES]
    sources.append(InputFile("round", Path(files.round), hashlib.sha256(content).hexdigest()))
    return Inputs(intakes, round_, travel, used, tuple(sources))


def split_layer(stated: str) -> tuple[Path, str]:
    """Path and layer ("" for none) of ``FILE::LAYER``."""
    path, _, layer = stated.partition("::")
    return Path(path), layer


def _source(role: str, stated: str, sha256: str) -> InputFile:
    path, layer = split_layer(stated)
    return InputFile(role, path, sha256, layer)


def _toml(path: str, wrong: list[Problem]) -> tuple[bytes, dict[str, Any]]:
    name = Path(path).name
    try:
        content = Path(path).read_bytes()
        return content, tomllib.loads(content.decode("utf-8-sig"))
    except FileNotFoundError:
        wrong.append(Problem("E100", "There is no such round file.", file=name))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        wrong.append(Problem("E400", f"It is not valid TOML: {error}.", file=name))
    return b"", {}


def _round(path: str, data: dict[str, Any], wrong: list[Problem]) -> tuple[Round, Travel] | None:
    try:
        return Round.from_dict(data)
    except InputProblems as error:
        wrong.extend(replace(problem, file=problem.file or Path(path).name) for problem in error.problems)
    return None


def _intakes(files: InputFiles, answers: Mapping[str, Any], settings: Settings, wrong: list[Problem]) -> dict[str, Intake]:
    done: dict[str, Intake] = {}
    for role in ROLES:
        # Without good wards the other files are judged all the same: the person gets one whole list.
        wards = done["wards"].accepted if role != "wards" and done["wards"].ready else None
        intake = read(role, getattr(files, role), Answers.from_toml(role, answers), settings=settings, wards=wards)
        done[role] = intake
        wrong.extend(_refused(problem, role, files) for problem in intake.problems if problem.behaviour is Behaviour.REJECT)
        wrong.extend(_open(question, intake, files.round) for question in intake.questions)
        if intake.ready and intake.accepted.empty:
            wrong.extend(_empty(role, intake))
    return done


def _empty(role: str, intake: Intake) -> list[Problem]:
    causes = "; ".join(sorted({str(sentence) for sentence in intake.quarantined["sentence"]})[:3])
    text = f"All {len(intake.quarantined)} rows of the {role} were set aside: {causes}"
    return [Problem("E402", text, file=intake.source.name, remedy="Correct the rows and try again.")]


def _refused(problem: Problem, role: str, files: InputFiles) -> Problem:
    """The refusal of a file; for a missing column, with the keys of round.toml that name or give it."""
    if problem.code != "E204" or not problem.column or problem.column == "geometry":
        return problem
    round_file = Path(files.round).name
    remedy = f'Add the column, or say in {round_file} which of yours it is: [import.{role}.columns] "Your heading" = '
    remedy += f'"{problem.column}"'
    if problem.column != KEYS.get(role):
        remedy += f', or give it once for all rows: [import.{role}] {problem.column} = "…"'
    return replace(problem, remedy=f"{remedy}.")


def _open(question: Question, intake: Intake, round_file: str) -> Problem:
    table, _, key = question.key.partition(".")
    values = ", ".join(f'"{option.value}"' for option in question.options[:12])
    first = question.options[0].value if question.options else "…"
    remedy = f'Answer it in {Path(round_file).name}: [import.{table}] {key} = "{first}"' + (
        f" (one of {values})." if values else "."
    )
    return Problem(question.code, question.text, file=intake.source.name, column=f"import.{question.key}", remedy=remedy)
