"""What would bring a round most: the levers of :mod:`allocation.why` as a page and the command line show them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from allocation.plan import Plan
from allocation.why.anew import STEPS
from allocation.why.binding import Binding, Tell, binding_rules, lever_table
from allocation.why.context import Context
from geo.problems import many


@dataclass(frozen=True)
class RoundLevers:
    """The levers of a round.

    Attributes
    ----------
    headline : str
        How many are not reached, and whether any of them fits as it is.
    binding : DataFrame
        Columns :data:`allocation.why.binding.COLUMNS`; what lets somebody in, the most helpful first.
    idle : DataFrame
        The same of what lets nobody in.
    """

    headline: str
    binding: pd.DataFrame
    idle: pd.DataFrame


def round_levers(plan: Plan | Context, resolve: bool = False, tell: Tell | None = None) -> RoundLevers:
    """What one unit more of each rule would buy.

    Parameters
    ----------
    plan : Plan or Context
        A finished plan.
    resolve : bool
        Whether the round is planned on with each of the five most promising changes, and once without.
    tell : callable, optional
        Told (done, all, what) as it goes on; returning False ends it with what is known.
    """
    found = binding_rules(plan, resolve_steps=STEPS if resolve else None, tell=tell)
    table = lever_table(found.gains)
    # An array, since an empty list would choose columns and not rows.
    binds = np.array([gain.binds for gain in found.gains], dtype=bool)
    some = table[binds].reset_index(drop=True)
    none = table[~binds].reset_index(drop=True)
    return RoundLevers(" ".join(line for line in (_headline(found), _ahead(found)) if line), some, none)


def _ahead(found: Binding) -> str:
    if not found.ahead:
        return ""
    return (
        f"Searched on, the round as it is reaches {many(found.ahead, 'household')} more than this plan: plan again and give it "
        "more seconds. What is planned anew comes on top of that."
    )


def _headline(found: Binding) -> str:
    if not found.not_reached:
        return "Every household that the round asks for is reached: no rule keeps anybody out."
    left = f"{found.not_reached:,} {'household is' if found.not_reached == 1 else 'households are'} not reached."
    if found.fits_now:
        fit = many(found.fits_now, "of them fits", "of them fit")
        return f"{left} {fit} into the days as they are: plan again and give it more seconds."
    return f"{left} None of them fits without a change."
