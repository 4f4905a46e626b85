"""For whom and for which days something is handed out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allocation.plan import Plan
from outputs.words import short_day


@dataclass(frozen=True)
class Choice:
    """A plan, and the workers and days chosen from it; none chosen means all."""

    plan_id: str
    workers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()

    @property
    def some_workers(self) -> list[str] | None:
        """The chosen workers; None for all."""
        return list(self.workers) or None

    @property
    def some_days(self) -> list[str] | None:
        """The chosen days as YYYY-MM-DD; None for all."""
        return list(self.days) or None

    def key(self, more: str = "") -> str:
        """A text that differs between any two choices."""
        return "|".join((self.plan_id, ";".join(self.workers), ";".join(self.days), more))


def worker_names(plan: Plan) -> dict[str, str]:
    """Id → name and id of every fieldworker with visits, by name."""
    busy = set(plan.visits["worker_id"])
    team = plan.fieldworkers[plan.fieldworkers["worker_id"].isin(busy)]
    names = {
        str(worker): f"{name} ({worker})" if name else str(worker)
        for worker, name in zip(team["worker_id"], team["name"], strict=True)
    }
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))


def day_names(plan: Plan) -> dict[str, str]:
    """Date → the day in words, for every day with visits."""
    return {day: short_day(dt.date.fromisoformat(day)) for day in sorted(set(plan.visits["date"].astype(str)))}
