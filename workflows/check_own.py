"""A plan made by hand, judged: what ``wardround check-own`` and the page do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from allocation.check_own import check_own
from allocation.own_plan import Comparison, OwnPlan
from allocation.progress import ProgressCallback
from geo.errors import InputProblems
from geo.intake.reading import Given
from geo.intake.receive import split_layer
from geo.problems import Problem, many
from outputs.own_folder import write_own_folder
from outputs.swap import refuse
from outputs.words import duration
from workflows import kept_roads
from workflows.input_files import InputFiles, read_inputs
from workflows.visit_lists import read_visit_list
from workspace import Workspace

#: Most households of each side that a line names.
_NAMED = 10
_KIND = "own-plan"


@dataclass(frozen=True)
class Judged:
    """A plan made by hand, and what was noticed about the lists on the way."""

    own: OwnPlan
    warnings: tuple[Problem, ...] = ()
    headings: tuple[str, ...] = ()


def check_own_files(
    own: str,
    files: InputFiles,
    *,
    compare_s: float = 0,
    seed: int = 1,
    out: Path | None = None,
    progress: ProgressCallback | None = None,
) -> Judged:
    """Judge the plan in a file against lists in files.

    Parameters
    ----------
    own : str
        The plan made by hand; ``FILE::SHEET`` names a sheet.
    files : InputFiles
        The lists and round.toml; wards may be left out ("").
    compare_s : float
        Seconds for the optimizer's plan of the same round; 0 for none.
    seed : int
        Of that plan.
    out : Path or None
        Folder for the tables; none is written where left out.
    progress : callable or None
        Is told how the optimizer fares.

    Raises
    ------
    InputProblems
        Everything wrong with the lists, the round and the plan, all at once.
    FolderError
        The folder is not ours to replace (E500), or cannot be written (E502).
    """
    path, _ = split_layer(own)
    if out is not None:
        refuse(out, _KIND, [*files.paths(), path])
    wrong: list[Problem] = []
    inputs, rows = None, None
    try:
        inputs = read_inputs(files, wards_needed=False)
    except InputProblems as error:
        wrong += error.problems
    try:
        rows = read_visit_list(own)
    except InputProblems as error:
        wrong += error.problems
    if wrong or inputs is None or rows is None:
        raise InputProblems(wrong)
    with inputs.placing():
        judged = check_own(
            inputs.table("households"),
            inputs.table("fieldworkers"),
            inputs.round,
            rows,
            inputs.travel,
            inputs.wards,
            compare_s,
            seed,
            progress,
            restrictions=inputs.restrictions,
            file=path.name,
        )
    if out is not None:
        write_own_folder(out, judged)
    return Judged(judged, tuple(inputs.warnings), tuple(inputs.headings))


def check_own_upload(
    ws: Workspace,
    settings: Mapping[str, Any],
    content: Given,
    name: str,
    *,
    compare_s: float = 0,
    seed: int = 1,
    progress: ProgressCallback | None = None,
) -> OwnPlan:
    """Judge an uploaded plan against the lists of a workspace.

    Parameters
    ----------
    ws : Workspace
        With households and fieldworkers.
    settings : mapping
        The tables of round.toml.
    content : bytes
        The file.
    name : str
        As the person calls it.
    compare_s, seed, progress
        As :func:`check_own_files`.

    Raises
    ------
    InputProblems
        As :func:`check_own_files`; E402 where the workspace lacks a list.
    """
    round_, travel = kept_roads.round_of(ws, {key: part for key, part in settings.items() if key != "import"})
    tables = {role: ws.table(role) for role in ("households", "fieldworkers")}
    lacking = [role for role, table in tables.items() if table is None]
    if lacking:
        raise InputProblems([Problem("E402", f"The list of {role} is not there yet.", file=role) for role in lacking])
    frame = read_visit_list(content, name)
    return check_own(
        pd.DataFrame(tables["households"]),
        pd.DataFrame(tables["fieldworkers"]),
        round_,
        frame,
        travel,
        ws.table("wards"),
        compare_s,
        seed,
        progress,
        restrictions=ws.table("restrictions"),
        file=name,
    )


def told(own: OwnPlan) -> list[str]:
    """The verdict in plain lines: what it costs, who carries what, and how it stands beside the optimizer's plan."""
    figures = own.summary
    lines = [
        f"{figures['served']:,} {'household is' if figures['served'] == 1 else 'households are'} visited of "
        f"{figures['asked']:,} that the round asks for: {figures['priority_served']:.0%} "
        f"of the priority weight ({figures['priority_weight']:,.0f}).",
        f"{duration(figures['travel_min']) or '0 min'} on the way, {figures['hours']:.1f} hours away from home in all.",
    ]
    lines += [
        f"{row.worker_id}: {many(int(row.visits), 'visit')} on {many(int(row.days), 'day')}, {row.hours:.1f} hours, "
        f"{row.travel_hours:.1f} of them on the way."
        for row in own.workers.itertuples(index=False)
    ]
    return lines + ([] if own.comparison is None else _beside(own.comparison))


def _beside(found: Comparison) -> list[str]:
    lines = ["What the optimizer would do instead:"]
    lines += [
        f"  {row.figure}: {row.own:,.0f} by hand, {row.optimizer:,.0f} by the optimizer ({row.difference:+,.0f})."
        for row in found.figures.itertuples(index=False)
    ]
    for names, text in (
        (found.only_optimizer, "only the optimizer visits"),
        (found.only_own, "only the plan made by hand visits"),
    ):
        if names:
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            lines.append(f"  {many(len(names), 'household')} {text}: {', '.join(names[:_NAMED])}{more}.")
    apart = found.workers[found.workers["hours_apart"].abs() >= 0.1].head(5)
    return lines + [
        f"  {row.worker_id}: {row.visits} visits in {row.hours:.1f} hours by hand, {row.optimizer_visits} in "
        f"{row.optimizer_hours:.1f} by the optimizer."
        for row in apart.itertuples(index=False)
    ]
