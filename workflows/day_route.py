"""A fieldworker's visits of one day, in order, as a small table."""

from __future__ import annotations

import pandas as pd

from allocation.plan import Plan
from outputs.words import duration, length
from workflows.map_layers import company


def day_route(plan: Plan, worker_id: str, date: str) -> pd.DataFrame:
    """Columns ``Stop``, ``Time``, ``Way`` (to it), ``Household``, ``With`` and ``Village`` (where known), a row a visit."""
    visits = plan.visits[(plan.visits["worker_id"] == worker_id) & (plan.visits["date"] == date)].sort_values("order")
    homes = plan.households.set_index("household_id").loc[visits["household_id"]]
    names = [f"{label} ({code})" if label else str(code) for label, code in zip(homes["label"], homes.index, strict=True)]
    table = pd.DataFrame(
        {
            "Stop": visits["order"].astype(int).to_numpy(),
            "Time": visits["start"].astype(str).str[:5].to_numpy(),
            "Way": [duration(float(value)) for value in visits["travel_min"]],
            "Household": names,
            "With": company(plan)[visits.index].str.removeprefix("Together with ").to_numpy(),
            "Village": homes["village"].to_numpy(),
        }
    )
    return table.drop(columns=[name for name in ("Village", "With") if not table[name].ne("").any()])


def day_line(plan: Plan, worker_id: str, date: str) -> str:
    """When the fieldworker leaves and is home again, and how long the day is; "" for a day without visits."""
    days = plan.days[(plan.days["worker_id"] == worker_id) & (plan.days["date"] == date)]
    if days.empty:
        return ""
    day = days.iloc[0]
    far = length(float(day["distance_m"]))
    way = f", {duration(float(day['travel_min']))} on the way" + (f" ({far})" if far else "")
    return f"Leaves at {str(day['leave'])[:5]}, home by {str(day['home'])[:5]}{way}."
