"""Keep a plan in the workspace, and only one that holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from allocation.plan import Plan
from geo.errors import WorkspaceError
from geo.problems import Problem, many
from workflows import kept_roads
from workspace import Workspace

#: The role of the roads among what a plan was made from.
ROADS = "roads"


def keep_checked(
    ws: Workspace, plan: Plan, round_id: str, revisions: Mapping[str, str], *, job_id: str = "", again: bool = False
) -> str:
    """Keep a plan in one transaction, if the independent checker has passed it; one that it has not seen is judged here.

    Parameters
    ----------
    ws : Workspace
        Where it is kept.
    plan : Plan
        From the solver, or put aside by one that was cut off.
    round_id : str
        Of the kept round.
    revisions : mapping of table → revision
        Of the lists that it was made from, and of the roads (:data:`ROADS`) where it goes over them.
    job_id : str
        The job that made it; a job keeps one plan.
    again : bool
        Whether to judge it whatever it says of itself, as one that lay on the disk.

    Returns
    -------
    str
        The plan's id.

    Raises
    ------
    WorkspaceError
        The plan breaks a rule: it is not kept (E505).
    """
    broken = plan.check() if again or not plan.summary.get("checked") else []
    if broken:
        codes = ", ".join(sorted({violation.code for violation in broken}))
        raise WorkspaceError(str(Problem("E505", f"It breaks {many(len(broken), 'rule')} ({codes}).")))
    plan = replace(plan, summary={**plan.summary, "checked": True})
    inputs = {table: _source(ws, table, revision) for table, revision in revisions.items() if revision}
    return ws.keep_plan(plan, round_id, inputs, ws.quarantined("households"), job_id)


def _source(ws: Workspace, table: str, import_id: str) -> dict[str, str]:
    if table == ROADS:
        roads = kept_roads.kept(ws)
        return {"sha256": import_id, "name": roads.name if roads is not None and roads.sha256 == import_id else ""}
    known = ws.import_details(import_id)
    return {"import_id": import_id, "sha256": known["sha256"], "name": known["name"]}
