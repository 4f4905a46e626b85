"""Lists read and judged together, with what a person has answered beforehand, so that everything wrong is told at once."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import geopandas as gpd
import pandas as pd

from allocation.round import unreadable_toml
from geo.codes import Behaviour
from geo.errors import InputProblems
from geo.fingerprint import sha256_of
from geo.intake import read
from geo.intake.columns import quoted
from geo.intake.numbering import LETTERS, NUMBER_ROWS, examples
from geo.intake.receive import files_of, split_layer
from geo.intake.result import NO_ENTRY, Answers, Intake, Question
from geo.problems import Problem
from geo.settings import Settings
from geo.tables import KEYS
from geo.travel import Travel
from outputs.folder import InputFile
from workflows import intake_words
from workflows.import_keys import wrong_keys
from workflows.ward_remarks import remarks, wards_used

#: Answers to a question that are listed.
OPTIONS_MOST = 12
#: The lists that every plan has, and those that it may have besides.
ROLES, SURROUNDINGS = ("wards", "households", "fieldworkers"), ("service_points", "landmarks")
MORE_ROLES = (*SURROUNDINGS, "restrictions", "vehicles")
#: Begins the role of a list of households that came after the first plan: ``new_households``, ``new_households_2`` …
NEW_HOUSEHOLDS = "new_households"
#: Lists of service points in other roles than their own.
CANDIDATES = ("candidates", "existing")
#: Without these nothing can be judged at all.
NEEDED_ROLES = ROLES[1:]
#: The order in which lists are read: wards give the others their ward, landmarks place the households of a village.
ORDER = ("wards", "service_points", "landmarks", "restrictions", "vehicles", "households", "fieldworkers")


class Listed(Protocol):
    """Lists by role, and the file in which questions about them are answered."""

    @property
    def lists(self) -> dict[str, str]:
        """Role → path, in the order in which they are read."""
        ...

    @property
    def round(self) -> str:
        """Path of round.toml."""
        ...


@dataclass(frozen=True)
class ReadLists:
    """Lists, read and judged, and what was said beside them.

    Attributes
    ----------
    intakes : dict of role → Intake
    travel : Travel
    settings : dict
        The tables of the file of answers as used, ``import`` where it answers a question.
    files : tuple of InputFile
        With the sha256 of what was read.
    limits : Settings
        The limits that the files were judged with.
    """

    intakes: Mapping[str, Intake]
    travel: Travel
    settings: Mapping[str, Any]
    files: tuple[InputFile, ...]
    limits: Settings

    def table(self, role: str) -> gpd.GeoDataFrame:
        """The accepted rows of a list."""
        return self.intakes[role].accepted

    def given(self, role: str) -> gpd.GeoDataFrame | None:
        """The accepted rows of a list, None where none was given."""
        return self.table(role) if role in self.intakes else None

    @property
    def wards(self) -> gpd.GeoDataFrame | None:
        """The ward layer, None where none was given."""
        return self.given("wards")

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
        """What somebody should look at, though it stops nothing; of the wards only what concerns those in use."""
        others = [
            problem
            for role, intake in self.intakes.items()
            if role != "wards"
            for problem in intake_words.with_keys(intake)
            if self._matters(role, problem)
        ]
        if "wards" not in self.intakes:
            return others
        return [*remarks(self.intakes["wards"], self._used_wards(self.table("wards")), self.limits), *others]

    @property
    def headings(self) -> list[str]:
        """For each list one line on how its headings were read, where they are not already ours; what barriers were read."""
        read = (headings_read(role, intake) for role, intake in self.intakes.items())
        lines = [f"Headings of {line}" for line in read if line]
        barriers = getattr(self.travel, "barriers", None)
        return [*lines, *([] if barriers is None else [barriers.told()])]

    def place(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems that name rows of a table, with the file and the rows as the person knows them."""
        return [
            placed_in(self.intakes[problem.file], problem) if problem.file in self.intakes else self._of_no_list(problem)
            for problem in problems
        ]

    @contextlib.contextmanager
    def placing(self) -> Iterator[None]:
        """What is found wrong inside is told with the file and the rows as the person knows them (:meth:`place`)."""
        try:
            yield
        except InputProblems as error:
            raise InputProblems(self.place(error.problems)) from error

    def _matters(self, role: str, problem: Problem) -> bool:
        """Whether a remark on a list is for whoever asks."""
        return True

    def _used_wards(self, wards: gpd.GeoDataFrame) -> frozenset[str]:
        """Codes of the wards in which households lie."""
        return wards_used(wards, (), self.table("households"))

    def _of_no_list(self, problem: Problem) -> Problem:
        """A problem that concerns none of the lists."""
        return problem


def placed_in(intake: Intake, problem: Problem) -> Problem:
    """A problem that names rows of the table (its first is row 2), with the file and the rows as the person knows them."""
    known = intake.accepted.index
    rows = tuple(int(known[row - 2]) for row in problem.rows if 0 <= row - 2 < len(known))
    return replace(problem, file=intake.source.name, rows=rows)


def said_of_lists(answers: Any, name: str, wrong: list[Problem]) -> Mapping[str, Any]:
    """The ``[import]`` table of the file ``name``, empty where it is none; what is wrong with it is told in ``wrong``."""
    if not isinstance(answers, Mapping) or not all(isinstance(part, Mapping) for part in answers.values()):
        wrong.append(Problem("E400", "[import] must hold a table a list, as [import.households].", file=name))
        answers = {}
    for table in (*ROLES, *MORE_ROLES):
        wrong.extend(wrong_keys(table, answers.get(table, {}), name))
    for table in sorted(set(answers) - {*ROLES, *MORE_ROLES}):
        fact = f"There is no list {table}; there are {', '.join((*ROLES, *MORE_ROLES))}."
        wrong.append(Problem("E400", fact, file=name, column=f"import.{table}"))
    return answers


def headings_read(role: str, intake: Intake) -> str:
    """How the headings of a list were read: ``list.csv: “Prioriteit” → priority; not used: “Colour”.`` "" where all are ours.

    A layer of wards always brings columns for which there is no use; of it only the others are named.
    """
    mapping = intake.source.mapping
    told = [f"{quoted([theirs])} → {ours}" for theirs, ours in mapping.items() if ours and theirs.strip().casefold() != ours]
    unused = [] if role == "wards" else [theirs for theirs, ours in mapping.items() if not ours]
    parts = [", ".join(told)] if told else []
    parts += [f"not used: {quoted(unused)}"] if unused else []
    return f"{intake.source.name}: {'; '.join(parts)}." if parts else ""


def sources_of(role: str, stated: str, intake: Intake) -> list[InputFile]:
    """The file of a list as it was read; a shapefile is several files, each with a hash of its own.

    Raises
    ------
    InputProblems
        It has changed while it was read (E503): what is planned could not be proved afterwards.
    """
    files = input_files(role, stated)
    if len(files) == 1 and files[0].sha256 != intake.source.sha256:
        fact, name = "The file has changed while it was read.", files[0].path.name
        raise InputProblems([Problem("E503", fact, file=name, remedy="Close the program that writes it and plan again.")])
    return files


def input_files(role: str, stated: str) -> list[InputFile]:
    """The files of a list (``FILE::LAYER``) as they are now, each with a hash; a shapefile is several."""
    path, layer = split_layer(stated)
    return [InputFile(role if item == path else "", item, sha256_of(item), layer) for item in files_of(path)]


def read_toml(path: str, wrong: list[Problem]) -> tuple[bytes, dict[str, Any] | None]:
    """The content of round.toml, and its tables; None where it cannot be read, which is told in ``wrong``."""
    try:
        content = Path(path).read_bytes()
        return content, tomllib.loads(content.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        wrong.append(unreadable_toml(Path(path), error))
    return b"", None


def read_lists(files: Listed, answers: Mapping[str, Any], settings: Settings, wrong: list[Problem]) -> dict[str, Intake]:
    """All lists, read and judged, by role; what stops them is told in ``wrong``."""
    done: dict[str, Intake] = {}
    for role, path in files.lists.items():
        # Without good wards the other files are judged all the same: the person gets one whole list.
        intake = read_list(role, path, Answers.from_toml(role, answers), settings, done)
        done[role] = intake
        refused = [problem for problem in intake.problems if problem.behaviour is Behaviour.REJECT]
        wrong.extend(replace(problem, remedy=_key_remedy(problem, role, files.round)) for problem in refused)
        wrong.extend(_open(question, intake, files.round) for question in intake.questions)
        if intake.ready and role in ROLES:
            wrong.extend(_nothing_left(role, intake))
        elif not intake.ready and role in LETTERS:
            wrong.extend(_besides(files, answers, settings, done, intake))
    return done


def _besides(
    files: Listed, answers: Mapping[str, Any], settings: Settings, done: Mapping[str, Intake], intake: Intake
) -> list[Problem]:
    """What would stop the list next, once its ids are numbered and its questions answered in the likeliest way.

    Whoever corrects the first fault should not find the second only then.
    """
    role, said = intake.table, Answers.from_toml(intake.table, answers)
    ids = [problem for problem in intake.problems if problem.code == "E204" and problem.column == KEYS[role]]
    likely = {question.key.partition(".")[2]: question.options[0].value for question in intake.questions if question.options}
    if ids:
        likely[NUMBER_ROWS] = "true"
    if not likely:
        return []
    later = read_list(role, files.lists[role], replace(said, choices={**said.choices, **likely}), settings, done)
    asked = {question.key for question in intake.questions}
    told = {(problem.code, problem.column) for problem in intake.problems}
    found = [problem for problem in later.problems if problem.behaviour is Behaviour.REJECT]
    more = [problem for problem in found if (problem.code, problem.column) not in told]
    more = [replace(problem, remedy=_key_remedy(problem, role, files.round)) for problem in more]
    more += [_open(question, later, files.round) for question in later.questions if question.key not in asked]
    # Where no heading is known every row seems empty: the missing columns say it all.
    understood = any(later.source.mapping.values())
    return [*more, *(_nothing_left(role, later) if later.ready and role in ROLES and understood else [])]


def _nothing_left(role: str, intake: Intake) -> list[Problem]:
    """A list of which no row can be planned with."""
    if intake.accepted.empty:
        return _empty(role, intake)
    if role == "households" and intake.accepted.geometry.isna().all():
        fact = "Not one household has a place: their coordinates are blank or 0, and no village is known that stands in for them."
        remedy = "Fill in latitude and longitude, or villages, and give a list of the villages with their places (--landmarks)."
        return [Problem("E402", fact, file=intake.source.name, column="latitude", remedy=remedy)]
    return []


def read_list(role: str, path: str, answers: Answers, settings: Settings, done: Mapping[str, Intake]) -> Intake:
    """Read and judge one list, with the wards and landmarks of the lists that are ``done``."""
    known = {name: done[name].accepted for name in ("wards", "landmarks") if name in done and done[name].ready}
    table = listed_as(role)
    villages = known.get("landmarks") if table == "households" else None
    return read(table, path, answers, settings=settings, wards=known.get("wards"), villages=villages)


def listed_as(role: str) -> str:
    """The table whose contract a list has.

    Examples
    --------
    >>> listed_as("new_households_2"), listed_as("wards")
    ('households', 'wards')
    """
    if role in CANDIDATES:
        return "service_points"
    return "households" if role.startswith(NEW_HOUSEHOLDS) else role


def _empty(role: str, intake: Intake) -> list[Problem]:
    # A total or a row that was left out is no entry of the list.
    entries = intake.quarantined[~intake.quarantined["code"].isin(list(NO_ENTRY))]
    aside = intake.quarantined if entries.empty else entries
    causes = "; ".join(sorted({str(sentence).rstrip(".") for sentence in aside["sentence"]})[:3]) + "."
    rows = len(aside)
    every = "The only row" if rows == 1 else f"All {rows} rows"
    text = f"{every} of the {role} {'was' if rows == 1 else 'were'} set aside: {causes}"
    remedies = [told for item in intake_words.unread(intake) if (told := intake_words.told_for_toml(intake, item))]
    return [Problem("E402", text, file=intake.source.name, remedy=" ".join(remedies) or "Correct the rows and try again.")]


def _key_remedy(problem: Problem, role: str, round_file: str) -> str:
    """What to do about the refusal of a file; for a missing column, the keys of round.toml that name or give it."""
    if problem.code != "E204" or not problem.column or problem.column == "geometry":
        return problem.remedy
    remedy = f'Add the column, or say in {Path(round_file).name} which of yours it is: [import.{role}.columns] "Your heading" = '
    remedy += f'"{problem.column}"'
    if problem.column == "latitude":
        return f'{remedy}, "Another heading" = "longitude" (or "gps" where one column holds both, "village" for the village).'
    if problem.column == KEYS.get(role) and role in LETTERS:
        remedy += f", or have the rows numbered ({examples(role)[0]}, …): [import.{role}] {NUMBER_ROWS} = true"
    elif problem.column != KEYS.get(role):
        remedy += f', or give it once for all rows: [import.{role}] {problem.column} = "…"'
    return f"{remedy}."


def _open(question: Question, intake: Intake, round_file: str) -> Problem:
    table, _, key = question.key.partition(".")
    shown = question.options[:OPTIONS_MOST]
    # What speaks for an answer, where it is more than the answer itself: the letters as they would be, where places would fall.
    values = "; ".join(f'"{o.value}"' + (f" - {o.label}" if o.label != o.value else "") for o in shown)
    values += f"; and {len(question.options) - OPTIONS_MOST} more" if len(question.options) > OPTIONS_MOST else ""
    first = question.options[0].value if question.options else "…"
    remedy = f'Answer it in {Path(round_file).name}: [import.{table}] {key} = "{first}"' + (
        f". Possible are: {values}." if values else "."
    )
    return Problem(question.code, question.text, file=intake.source.name, column=f"import.{question.key}", remedy=remedy)
