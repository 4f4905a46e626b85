"""New tours on the days that are left of a round, on top of those that were planned."""

from __future__ import annotations

from allocation.draft import Draft
from allocation.vehicles.choose import choose
from allocation.vehicles.riding import Riding
from allocation.vehicles.saving import stops_of
from allocation.vehicles.search import begun


def with_new_tours(riding: Riding, draft: Draft, until: float) -> tuple[Riding, Draft] | None:
    """More riders in the tours that are planned, and tours of vehicles that stand still, to those whom nobody reaches.

    Parameters
    ----------
    riding : Riding
        The tours as planned.
    draft : Draft
        Of ``riding.problem``.
    until : float
        ``time.monotonic()`` after which no other vehicle-day is looked at.

    Returns
    -------
    tuple of Riding and Draft, or None
        A draft to begin a search with; None where no tour gains anything.
    """
    days = {key: draft.days[row][at] for key, (row, at) in riding.rows().items()}
    chosen = choose(riding.fleet, stops_of(days), riding.tours, until)
    if set(chosen.tours) == set(riding.tours):
        return None
    other = Riding.of(riding.fleet, chosen.tours)
    return other, begun(other, chosen, days)
