"""What each wish costs, the dial of fair load, and how compact the areas are, as a page and the command line show them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from allocation.compactness import Compactness, compactness
from allocation.plan import Plan
from allocation.wish_prices import Tell, WishPrices, wish_prices
from geo.problems import many
from outputs.words import duration


@dataclass(frozen=True)
class WishDials:
    """The dials of a round.

    Attributes
    ----------
    wishes : DataFrame
        One row a wish: what :meth:`allocation.wish_prices.WishPrices.table` holds.
    fair : DataFrame
        One row a weight of fair load, from none to strict: ``weight, households, priority, travel_min, least, median,
        most``, the last three as shares of the hours (0 to 1).
    lines : tuple of str
        A plain sentence a wish, and how large differences must be to say anything.
    """

    wishes: pd.DataFrame
    fair: pd.DataFrame
    lines: tuple[str, ...]


def wish_dials(plan: Plan, seconds: float = 3.0, tell: Tell | None = None) -> WishDials:
    """What each wish costs, by planning the round anew for so many seconds each (about fourteen times).

    Parameters
    ----------
    plan : Plan
        A finished plan.
    seconds : float
        For each plan.
    tell : callable, optional
        Told (done, all, what) before each; returning False ends it with what is known.
    """
    found = wish_prices(plan, seconds=seconds, tell=tell)
    lines = [price.sentence for price in found.wishes]
    return WishDials(found.table(), found.fair_table(), (*lines, *_luck(found)))


def areas(plan: Plan) -> Compactness:
    """How far fieldworkers go from home, and how many of them a village sees."""
    return compactness(plan)


def _luck(found: WishPrices) -> list[str]:
    if found.luck is None:
        return []
    households, travel_min = found.luck
    parts = [many(households, "household", "households")] if households else []
    parts += [f"{duration(travel_min)} on the way"] if round(travel_min) else []
    if not parts:
        return ["Two searches for the very same plan reached as many households, with as long on the way."]
    return [f"Two searches for the very same plan differed by {' and '.join(parts)}; smaller differences say nothing."]
