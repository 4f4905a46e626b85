"""People whom households name as those who must not visit, and whom nobody knows: a slip of the pen there sends the wrong one."""

from __future__ import annotations

import pandas as pd

from allocation.phrases import counted
from geo.tables import items


def strangers(households: pd.DataFrame, fieldworkers: pd.DataFrame) -> str:
    """A sentence about ids in ``not_workers`` that no fieldworker has; "" where all are known.

    Parameters
    ----------
    households : DataFrame
        With ``not_workers``: ids separated by semicolons.
    fieldworkers : DataFrame
        With ``worker_id``, those who have no part in the round included.

    Examples
    --------
    >>> crew = pd.DataFrame({"worker_id": ["F1"]})
    >>> strangers(pd.DataFrame({"not_workers": ["F1", "", "Fl"]}), crew)[:52]
    '1 household names somebody who must not visit it and'
    """
    if "not_workers" not in households:
        return ""
    known = set(fieldworkers["worker_id"])
    count = sum(not known.issuperset(items(cell)) for cell in households["not_workers"])
    if not count:
        return ""
    return (
        f"{counted(count, 'household names somebody who must not visit it', 'households name somebody who must not visit them')} "
        "and who is not on the list of fieldworkers (not_workers): check how the id is written, or that very person may be sent."
    )
