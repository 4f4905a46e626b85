"""Plan a round from files into a folder: what ``wardround plan`` does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from allocation.plan import Plan
from allocation.plan_round import plan_round
from allocation.progress import ProgressCallback
from geo.errors import SolverError
from geo.problems import Problem, many
from outputs.folder import write_folder
from outputs.swap import refuse
from workflows.input_files import InputFiles, Inputs, read_inputs


@dataclass(frozen=True)
class Planned:
    """A plan that was written.

    Attributes
    ----------
    out : Path
        The folder.
    plan : Plan
    summary : dict
        The content of summary.json.
    warnings : tuple of Problem
        What somebody should look at.
    headings : tuple of str
        A line a list on how its headings were read.
    about_people : tuple of str
        Which fieldworkers the plan goes without, and whose words were not understood.
    """

    out: Path
    plan: Plan
    summary: dict[str, Any]
    warnings: tuple[Problem, ...]
    headings: tuple[str, ...] = ()
    about_people: tuple[str, ...] = ()


def plan_files(
    files: InputFiles,
    out: Path,
    *,
    seconds: float = 30,
    seed: int = 1,
    max_iterations: int | None = None,
    progress: ProgressCallback | None = None,
    executor: Executor | None = None,
    more: Callable[[Plan, Inputs, Path], None] | None = None,
) -> Planned:
    """Read, judge, plan, check, and write the folder.

    Parameters
    ----------
    files : InputFiles
        The three lists and round.toml.
    out : Path
        Absent, empty, or made by an earlier plan; it is written aside and swapped in.
    seconds : float
        Time for the search.
    seed : int
        The same seed and iterations give the same plan.
    max_iterations : int or None
        If given, the clock does not stop the search.
    progress : callable or None
        Is told how the solve fares; returning False stops it with the best plan so far.
    executor : Executor or None
        Where the parts are solved; processes of our own where left out.
    more : callable or None
        Writes the other hand-outs into the folder; is given the plan, what was read, and the folder.

    Raises
    ------
    InputProblems
        Everything wrong with the files; nothing is written.
    FolderError
        The folder is not ours to replace (E500), or cannot be written.
    SolverError
        The plan did not pass its check: nothing is written (E505).
    """
    refuse(out, inputs=files.paths())
    inputs = read_inputs(files)
    with inputs.placing():
        plan = plan_round(
            inputs.table("households"),
            inputs.table("fieldworkers"),
            inputs.round,
            travel=inputs.travel,
            wards=inputs.table("wards"),
            time_limit_s=seconds,
            max_iterations=max_iterations,
            seed=seed,
            progress=progress,
            executor=executor,
            restrictions=inputs.restrictions,
            vehicles=inputs.vehicles,
        )
    broken = [] if plan.summary.get("checked") else plan.check()
    if broken:
        codes = ", ".join(sorted({violation.code for violation in broken}))
        raise SolverError(str(Problem("E505", f"It breaks {many(len(broken), 'rule')} ({codes}).")))
    plan = replace(plan, summary={**plan.summary, "checked": True})
    summary = write_folder(
        out,
        plan,
        quarantined=inputs.quarantined,
        repaired=inputs.repaired,
        inputs=inputs.files,
        settings=inputs.settings,
        more=None if more is None else lambda folder: more(plan, inputs, folder),
    )
    return Planned(out, plan, summary, tuple(inputs.warnings), tuple(inputs.headings), tuple(inputs.about_people))
