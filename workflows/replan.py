"""A plan made anew in the middle of its round: from a plan's folder, and from a plan in a workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from allocation.happenings import read_happenings
from allocation.plan import Plan
from allocation.progress import ProgressCallback
from allocation.replan import CHANGED_DAY_MIN, CHANGED_WORKER_MIN, replan
from allocation.replanned import Replanned
from geo.codes import Behaviour
from geo.errors import InputProblems
from geo.intake.receive import split_layer
from geo.intake.result import Answers, Intake
from geo.problems import Problem
from geo.settings import Settings
from outputs.changes_sheets import write_changes
from outputs.folder import write_folder
from outputs.handout import HandOut
from outputs.swap import refuse
from workflows.counting import number
from workflows.hand_out import of_files
from workflows.keep_plan import keep_checked
from workflows.list_reading import NEW_HOUSEHOLDS, input_files, read_list
from workflows.plan_folder import OpenedPlan, open_plan
from workflows.plan_job import made_from
from workflows.visit_lists import read_visit_list
from workspace import Workspace

#: What the door of planning again is told, by keyword.
DOOR = ("from_day", "done", "not_home", "ill", "new_households", "removed", "pins", "forbid")
#: Writes the other hand-outs of a plan into a folder.
More = Callable[[HandOut, Path], None]
#: What became of promised visits that are not as they were: figure, said of one, said of several.
_MOVES = (
    ("retimed", "begins at another time", "begin at another time"),
    ("moved_worker", "has another fieldworker", "have another fieldworker"),
    ("moved_day", "has another day", "have another day"),
    ("moved_both", "has another fieldworker and day", "have another fieldworker and day"),
    ("lost", "falls away", "fall away"),
)


@dataclass(frozen=True)
class HappeningFiles:
    """Where the lists of what has happened are; "" for none. ``FILE::SHEET`` names a sheet.

    Attributes
    ----------
    done, not_home, removed, pins, forbid : str
        Lists of visits (:mod:`workflows.visit_lists`).
    new : str
        A household list.
    """

    done: str = ""
    not_home: str = ""
    removed: str = ""
    pins: str = ""
    forbid: str = ""
    new: str = ""

    def paths(self) -> list[Path]:
        """Those that are given."""
        return [split_layer(path)[0] for path in vars(self).values() if path]


@dataclass(frozen=True)
class KeptReplan:
    """A re-plan that was kept in a workspace, with its id."""

    plan_id: str
    replanned: Replanned


def replan_folder(
    folder: Path,
    out: Path,
    *,
    from_day: str,
    files: HappeningFiles | None = None,
    ill: Mapping[str, Any] | None = None,
    changed_worker_min: float = CHANGED_WORKER_MIN,
    changed_day_min: float = CHANGED_DAY_MIN,
    seconds: float = 2,
    max_iterations: int | None = None,
    seed: int = 1,
    progress: ProgressCallback | None = None,
    more: More | None = None,
) -> Replanned:
    """Plan the rest of the round of a plan's folder again, into another folder.

    Parameters
    ----------
    folder : Path
        That ``wardround plan`` or ``wardround replan`` wrote; it is only read.
    out : Path
        Absent, empty, or made by an earlier plan: a whole plan's folder, with changes.csv, changes.xlsx and changes.pdf.
    from_day : str
        YYYY-MM-DD; the first day that is planned anew.
    files : HappeningFiles or None
        Lists of what has happened.
    ill : mapping of worker id → dates or "all"
        Who is away.
    changed_worker_min, changed_day_min, seconds, max_iterations, seed, progress
        As of :func:`allocation.replan.replan`.
    more : callable or None
        Writes the other hand-outs into the new folder.

    Raises
    ------
    FolderError
        ``folder`` cannot be read (E501); ``out`` is not ours to replace (E500) or cannot be written (E502).
    InputProblems
        Everything wrong with what is given, all at once; nothing is written.
    SolverError
        As of :func:`allocation.plan_round`.
    """
    files = files or HappeningFiles()
    refuse(out, inputs=[folder / "summary.json", *files.paths()])
    opened = open_plan(folder)
    given, new, wrong = _read(files, opened)
    if wrong:
        raise InputProblems([*wrong, *_wrong_too(opened.plan, files, wrong, {"from_day": from_day, "ill": ill, **given})])
    try:
        done = replan(
            opened.plan,
            from_day=from_day,
            ill=ill,
            new_households=None if new is None else new.accepted,
            changed_worker_min=changed_worker_min,
            changed_day_min=changed_day_min,
            seconds=seconds,
            max_iterations=max_iterations,
            seed=seed,
            progress=progress,
            **given,
        )
    except InputProblems as error:
        raise InputProblems([_placed(problem, files) for problem in error.problems]) from error
    return _written(done, opened, out, files.new, new, more)


def replan_kept(ws: Workspace, plan_id: str, *, plan: Plan | None = None, job_id: str = "", **happened: Any) -> KeptReplan:
    """Plan the rest of a kept plan's round again, and keep it as a plan whose parent is that plan.

    Parameters
    ----------
    ws : Workspace
        Where the plan is, and where the new one is kept.
    plan_id : str
        The plan as it was; it stays.
    plan : Plan, optional
        That plan, where it has been read already.
    job_id : str
        The job that plans it, if one does.
    **happened
        As of :func:`allocation.replan.replan`.

    Returns
    -------
    KeptReplan
        ``plan_summary(plan_id)["replan"]`` of the new plan holds the old plan's id as ``parent``, and as ``figures`` what
        :attr:`Replanned.summary` does.

    Raises
    ------
    InputProblems, SolverError
        As of :func:`allocation.replan.replan`; nothing is kept.
    WorkspaceError
        There is no such plan (E504), or it could not be kept.
    """
    done = replan(ws.plan(plan_id) if plan is None else plan, **happened)
    told = {**done.plan.summary["replan"], "parent": plan_id, "figures": done.summary}
    made = replace(done.plan, summary={**done.plan.summary, "replan": told})
    known = ws.plans().set_index("plan_id")
    new_id = keep_checked(ws, made, str(known.loc[plan_id, "round_id"]), made_from(ws, plan_id), job_id=job_id)
    return KeptReplan(new_id, replace(done, plan=made))


def told(figures: Mapping[str, Any]) -> list[str]:
    """What came of it, in plain lines, from :attr:`Replanned.summary`."""
    promised, kept, served = int(figures["promised"]), int(figures["kept"]), int(figures["served"])
    # Plans that were kept before some of these were counted lack them.
    moves = [number(int(figures.get(key, 0)), one, several) for key, one, several in _MOVES if figures.get(key)]
    new = int(figures["changes"]["new"])
    return [
        f"{number(int(figures['done']), 'visit has been made and stays', 'visits have been made and stay')}.",
        "; ".join(
            [
                f"{kept:,} of {number(promised, 'promised visit')} {'stays as it was' if kept == 1 else 'stay as they were'}",
                *([", ".join(moves)] if moves else []),
            ]
        )
        + ".",
        f"{number(served, 'household is visited', 'households are visited')} in the whole round "
        f"({figures['served_before']:,} before), {figures['priority_served']:.0%} of the priority.",
        *([f"{number(new, 'visit is new', 'visits are new')}."] if new else []),
    ]


def away_of(texts: Sequence[str]) -> dict[str, Any]:
    """Who is away, from the command line: ``W-03`` for the rest of the round, ``W-03=2026-03-05,2026-03-06`` for days.

    Examples
    --------
    >>> away_of(["W-03", "W-04=2026-03-05,2026-03-06"])
    {'W-03': 'all', 'W-04': ['2026-03-05', '2026-03-06']}
    """
    found: dict[str, Any] = {}
    for text in texts:
        worker, _, dates = text.partition("=")
        listed = [date.strip() for date in dates.replace(";", ",").split(",") if date.strip()]
        found[worker.strip()] = listed or "all"
    return found


def _placed(problem: Problem, files: HappeningFiles) -> Problem:
    """A problem of a list of happenings, with the name of its file."""
    path = vars(files).get(problem.file, "")
    return replace(problem, file=split_layer(path)[0].name) if path else problem


def _read(files: HappeningFiles, opened: OpenedPlan) -> tuple[dict[str, pd.DataFrame], Intake | None, list[Problem]]:
    """The lists of visits by the keyword of the door, the new households, and what is wrong with the files."""
    given: dict[str, pd.DataFrame] = {}
    wrong: list[Problem] = []
    for key in ("done", "not_home", "removed", "pins", "forbid"):
        path = getattr(files, key)
        try:
            if path:
                given[key] = read_visit_list(path)
        except InputProblems as error:
            wrong += error.problems
    if not files.new:
        return given, None, wrong
    answers = Answers.from_toml("households", opened.folder.summary["settings"].get("import", {}))
    intake = read_list(NEW_HOUSEHOLDS, files.new, answers, Settings.load(), opened.intakes)
    wrong += [problem for problem in intake.problems if problem.behaviour is Behaviour.REJECT]
    wrong += [Problem(question.code, question.text, file=intake.source.name) for question in intake.questions]
    if any(problem.behaviour is Behaviour.REJECT for problem in intake.problems):
        return given, intake, wrong  # the file as a whole: its rows are set aside for that and for nothing else
    aside = intake.quarantined
    for row, code, sentence in zip(aside["row"], aside["code"], aside["sentence"], strict=True):
        # A few households: each is put right, none set aside.
        wrong.append(Problem(str(code), str(sentence), file=intake.source.name, rows=(int(row),)))
    return given, intake, wrong


def _wrong_too(plan: Plan, files: HappeningFiles, wrong: list[Problem], given: dict[str, Any]) -> list[Problem]:
    """What is wrong with what could be read, beside files that could not: told in the same list.

    A list that is missing makes no fault of another one: without one of visits made nobody counts as visited, and without the
    new households ids that no list has are not told.
    """
    lost = {key for key, path in vars(files).items() if path and key not in given and key != "new"}
    if lost & {"done", "not_home"}:
        given = {**given, "done": pd.DataFrame({name: pd.Series(dtype="str") for name in ("household_id", "worker_id", "date")})}
    try:
        read_happenings(plan, {**dict.fromkeys(DOOR), **dict.fromkeys(("not_home", "removed"), ()), **given})
    except InputProblems as error:
        of_new = [files.new and one.code == "E212" and one.column in ("", "household_id") for one in error.problems]
        return [_placed(one, files) for one, new in zip(error.problems, of_new, strict=True) if not new]
    return []


def _written(  # noqa: PLR0917 - what was made, of what, and where to
    done: Replanned, opened: OpenedPlan, out: Path, new_path: str, new: Intake | None, more: More | None
) -> Replanned:
    intakes = dict(opened.intakes)
    files = list(opened.files)
    if new is not None:
        nth = sum(role.startswith(NEW_HOUSEHOLDS) for role in intakes) + 1
        role = NEW_HOUSEHOLDS if nth == 1 else f"{NEW_HOUSEHOLDS}_{nth}"
        intakes[role] = new
        files += input_files(role, new_path)
    handout = of_files(done.plan, opened.set_aside, **opened.surroundings())

    def others(folder: Path) -> None:
        write_changes(folder, handout, done.changes)
        if more is not None:
            more(handout, folder)

    write_folder(
        out,
        done.plan,
        quarantined={role: intake.quarantined for role, intake in intakes.items()},
        repaired={role: intake.repaired for role, intake in intakes.items()},
        inputs=tuple(files),
        settings=opened.folder.summary["settings"],
        more=others,
    )
    return done
