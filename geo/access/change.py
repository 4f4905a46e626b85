"""Access before and after a change: service points that are added or taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.access.measure import Access, measure
from geo.access.sectors import sector_key, spelling
from geo.errors import InputProblems
from geo.problems import Problem, many
from geo.tables import examine

#: Columns of :attr:`Change.table`.
CHANGED = (
    "household_id", "sector", "point_before", "point_after", "minutes_before", "minutes_after", "saved_min", "within_before",
    "within_after", "e2sfca_before", "e2sfca_after",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """Access on both sides of a change.

    Attributes
    ----------
    before, after : Access
        Of the same households, with the same settings.
    """

    before: Access
    after: Access

    @property
    def table(self) -> pd.DataFrame:
        """Columns :data:`CHANGED`, a row a household and sector that has a point on either side.

        ``saved_min`` is NaN where the nearest point is out of all reach on a side; a sector without any point on a side is
        unreachable there, within nobody's threshold, and has an ``e2sfca`` of 0 where the place is known.
        """
        names = sorted({*self.before.sectors, *self.after.sectors})
        keys = pd.DataFrame({"household_id": np.repeat(self.before.households["household_id"].to_numpy(), len(names))})
        keys["sector"] = pd.array(names * len(self.before.households), dtype="str")
        sides = [_side(keys, access, np.repeat(self.before.placed, len(names))) for access in (self.before, self.after)]
        values = {
            f"{column}_{when}": side[f"{source}"].to_numpy()
            for column, source in (("point", "point_id"), ("minutes", "minutes"), ("within", "within"), ("e2sfca", "e2sfca"))
            for when, side in zip(("before", "after"), sides, strict=True)
        }
        values["saved_min"] = values["minutes_before"] - values["minutes_after"]
        return keys.assign(**values)[list(CHANGED)]


def _side(keys: pd.DataFrame, access: Access, placed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pd.DataFrame:
    side = keys.merge(access.table, on=["household_id", "sector"], how="left", validate="one_to_one")
    side["point_id"] = side["point_id"].fillna("")
    side["within"] = side["within"].eq(True).to_numpy(dtype=bool)
    side["e2sfca"] = side["e2sfca"].where(side["e2sfca"].notna() | ~placed, 0.0)
    return side


def change(before: Access, added: pd.DataFrame | None = None, removed: Iterable[str] = ()) -> Change:
    """Measure again with points added and removed.

    A blank capacity counts what it counted before, whatever the change does to the median of the others; so does a sector
    whose points are counted and not their capacities.

    Parameters
    ----------
    before : Access
        What :func:`measure` gave, with all sectors that may be concerned.
    added : DataFrame or None
        More points, table ``service_points``.
    removed : iterable of str
        Ids of points that fall away.

    Raises
    ------
    InputProblems
        Everything wrong with the points added; ids that are there already (E211); ids to remove that no point has (E407); no
        point left (E402).
    """
    gone = {str(one) for one in removed}
    ids = before.points["point_id"].astype(str)
    wrong: list[Problem] = []
    strangers = sorted(gone - set(ids))
    if strangers:
        shown = ", ".join(strangers[:10])
        wrong.append(Problem("E407", f"{many(len(strangers), 'id')} to remove no service point has: {shown}.", column="removed"))
    kept = before.points[~ids.isin(gone).to_numpy()]
    fresh, found = (None, []) if added is None else examine("service_points", added, needs_place=before.travel.needs_geometry)
    wrong += found
    if fresh is not None:
        doubled = fresh["point_id"].isin(kept["point_id"]).to_numpy()
        if doubled.any():
            rows = tuple(int(row) + 2 for row in doubled.nonzero()[0])
            wrong.append(Problem("E211", "A point that is added has the id of another.", file="service_points", rows=rows))
    points = kept if fresh is None else pd.concat([kept, fresh], ignore_index=True)
    if not wrong and points.empty:
        wrong.append(Problem("E402", "No service point is left.", file="service_points", remedy="Leave at least one."))
    if wrong:
        raise InputProblems(wrong)
    there = spelling(points["sector"])
    known = {sector_key(name) for name in before.sectors} | set(spelling([] if fresh is None else fresh["sector"]))
    sectors = [there[key] for key in known & set(there)]
    after = measure(before.households, points, before.travel, before.settings, sectors=sectors, fills=before.fills)
    return Change(before, after)
