"""Fieldworkers by name and number, as colleagues and drivers are told of them."""

from __future__ import annotations

from allocation.plan import Plan
from outputs.escape import shown


def numbered_names(plan: Plan) -> dict[str, str]:
    """Fieldworkers by id: ``Thandi M. (worker 3)``, or the number alone where there is no name."""
    team = plan.fieldworkers
    return {
        str(worker): f"{shown(name)} (worker {number})" if name else f"worker {number}"
        for number, (worker, name) in enumerate(zip(team["worker_id"], team["name"], strict=True), start=1)
    }
