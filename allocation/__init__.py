"""Who goes where and when: the round, the plan, and the door between them.

The names are loaded when they are first asked for: the processes in which the native solvers run import this package
too, and must start without geopandas.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from allocation.check_own import check_own
    from allocation.own_plan import OwnPlan
    from allocation.plan import Plan, Violation
    from allocation.plan_round import plan_round
    from allocation.progress import Progress
    from allocation.replan import replan
    from allocation.replanned import Replanned
    from allocation.round import Round
    from allocation.rules import Rules
    from allocation.wishes import Wishes

__all__ = [
    "OwnPlan",
    "Plan",
    "Progress",
    "Replanned",
    "Round",
    "Rules",
    "Violation",
    "Wishes",
    "check_own",
    "plan_round",
    "replan",
]

_HOMES = {
    "OwnPlan": "allocation.own_plan",
    "Plan": "allocation.plan",
    "Progress": "allocation.progress",
    "Replanned": "allocation.replanned",
    "Round": "allocation.round",
    "Rules": "allocation.rules",
    "Violation": "allocation.plan",
    "Wishes": "allocation.wishes",
    "check_own": "allocation.check_own",
    "plan_round": "allocation.plan_round",
    "replan": "allocation.replan",
}


#: Doors that are called as their modules are.
_DOORS = frozenset(name for name, home in _HOMES.items() if home == f"allocation.{name}")


class _Package(ModuleType):
    """The package itself; importing its module ``plan_round`` must not hide the function of the same name."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, getattr(value, name) if name in _DOORS and isinstance(value, ModuleType) else value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    import geo  # noqa: F401 - fences the GDAL drivers before anything loads geopandas

    return getattr(import_module(_HOMES[name]), name)
