"""Where the work stands: which lists are there, the last plan, a running job, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo.intake.result import possible_entries
from workflows import kept_roads, plan_job
from workflows.counting import Counted, counted
from workflows.keep_plan import ROADS
from workflows.plan_choice import plan_in_use
from workspace import Workspace

#: What each list is called on screens, in the order in which they are brought.
LIST_NAMES = {
    "wards": "Wards",
    "households": "Households",
    "fieldworkers": "Fieldworkers",
    "service_points": "Service points",
    "landmarks": "Landmarks",
    "restrictions": "Restrictions",
    "vehicles": "Vehicles",
}
#: Without these no round can be planned.
NEEDED = ("households", "fieldworkers")
#: What may be taken away again: a round is planned without them too.
OPTIONAL = ("service_points", "landmarks", "restrictions", "vehicles")


@dataclass(frozen=True)
class ListState:
    """One list of the workspace: rows kept and rows set aside, and the name of its file."""

    table: str
    title: str
    rows: int
    set_aside: int
    needed: bool
    file: str


@dataclass(frozen=True)
class PlanState:
    """The plan that is looked at: its name, whom it reaches, and whether the lists have changed since.

    ``newest`` is False where somebody went back to an earlier plan.
    """

    plan_id: str
    name: str
    count: Counted
    checked: bool
    stale: bool
    newest: bool


@dataclass(frozen=True)
class Overview:
    """All of it, with the page to go to next, the words on its button, and a line why."""

    lists: tuple[ListState, ...]
    plan: PlanState | None
    job: str | None
    next_page: str
    next_label: str
    next_reason: str


def list_states(workspace: Workspace) -> tuple[ListState, ...]:
    """Each list with its counts, from the audit of imports."""
    audit = workspace.imports()
    present = audit[audit["current"].astype(bool)].set_index("table")
    states = []
    for table, title in LIST_NAMES.items():
        row = present.loc[table] if table in present.index else {"accepted": 0, "quarantined": 0, "name": ""}
        counts = int(row["accepted"]), int(row["quarantined"])
        states.append(ListState(table, title, *counts, table in NEEDED, str(row["name"])))
    return tuple(states)


def missing_lists(workspace: Workspace) -> str:
    """The lists that are still needed, in words; "" where none is."""
    return " and ".join(f"a list of {name.lower()}" for name in names_missing(workspace, NEEDED))


def names_missing(workspace: Workspace, needed: Iterable[str]) -> list[str]:
    """Those of the lists that are needed and still to be brought, as screens call them."""
    return [LIST_NAMES[table] for table in needed if not workspace.revision(table)]


def running_job(workspace: Workspace) -> str | None:
    """The job that is at work now, if any."""
    job_id = plan_job.latest(workspace)
    return job_id if job_id and plan_job.watch(workspace, job_id).state == "running" else None


def open_job(workspace: Workspace, kind: str = plan_job.PLANS) -> str | None:
    """The last job of its kind, if it is at work or broke off and left a plan that somebody may still want; else None."""
    job_id = plan_job.latest_of(workspace, kind)
    if job_id is None:
        return None
    status = plan_job.watch(workspace, job_id)
    return job_id if status.state == "running" or status.left_plan else None


def plan_state(workspace: Workspace) -> PlanState | None:
    """The plan in use in numbers; None before the first."""
    plan_id = plan_in_use(workspace)
    if plan_id is None:
        return None
    plans = workspace.plans()
    row = plans[plans["plan_id"] == plan_id].iloc[0]
    name = str(row["name"]) or f"{row['first_day']} to {row['last_day']}"
    count = counted(workspace.plan_summary(plan_id), len(possible_entries(workspace.plan_quarantined(plan_id))))
    newest = plan_id == str(plans["plan_id"].iloc[0])
    return PlanState(plan_id, name, count, bool(row["checked"]), is_stale(workspace, plan_id), newest)


def is_stale(workspace: Workspace, plan_id: str) -> bool:
    """Whether a list has been brought in anew since the plan was made."""
    inputs = workspace.plan_inputs(plan_id)
    roads = str(inputs.get(ROADS, {}).get("sha256", ""))
    if roads and roads != kept_roads.revision(workspace):
        return True
    return any(str(inputs.get(table, {}).get("import_id", "")) != workspace.revision(table) for table in plan_job.TABLES)


def overview(workspace: Workspace) -> Overview:
    """Where the work stands."""
    lists, plan, job = list_states(workspace), plan_state(workspace), running_job(workspace)
    missing = missing_lists(workspace)
    if job:
        page = "replan" if plan_job.watch(workspace, job).parent else "plan_a_round"
        step = (page, "Watch the plan being made", "A plan is being worked out now.")
    elif missing:
        step = ("bring_lists", "Bring your lists", f"A round needs {missing}.")
    elif plan is None:
        step = ("plan_a_round", "Plan a round", "The lists are there. Say which days, and who is available.")
    elif plan.stale:
        step = ("plan_a_round", "Plan again", "The lists have changed since the last plan.")
    else:
        step = ("see_the_plan", "See the plan", "A plan is ready: look at it, then hand out the sheets.")
    return Overview(lists, plan, job, *step)
