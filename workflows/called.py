"""What people call a plan's fieldworkers and households."""

from __future__ import annotations

from allocation.plan import Plan


def names_of(plan: Plan) -> dict[str, str]:
    """Fieldworkers by id: the name, else the id."""
    team = plan.fieldworkers
    pairs = zip(team["worker_id"].astype(str), team["name"].astype(str), strict=True)
    return {worker: name or worker for worker, name in pairs}


def labels_of(plan: Plan) -> dict[str, str]:
    """The label of each household, by id."""
    homes = plan.households
    return dict(zip(homes["household_id"].astype(str), homes["label"].astype(str), strict=True))


def called(labels: dict[str, str], household_id: str) -> str:
    """A household as people call it: its number, and its name or description."""
    return " · ".join(part for part in (household_id, labels.get(household_id, "")) if part)
