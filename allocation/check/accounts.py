"""Every household exactly once: visited, or among those not reached."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from allocation.check.facts import Facts
from allocation.check.read import Left, Seen
from allocation.plan import Violation
from geo.problems import REGISTRY


def judge_accounts(seen: Seen, left: Left, facts: Facts) -> Iterator[Violation]:
    """Doubled, missing and unknown households.

    Rows set aside at the import (reasons such as ``E212``) are no households of the plan and are left out of the count.
    """
    times = np.bincount(seen.household[seen.household >= 0], minlength=len(facts.household_ids))
    for row in ((times > 1) & (facts.visitors * facts.visits == 1)).nonzero()[0]:
        yield Violation("doubled_visit", facts.household_ids[row], "", "", f"visited {times[row]} times")
    counted = np.array([reason not in REGISTRY for reason in left.reason], dtype=bool)
    rows = facts.household_rows(left.household_id)
    for row in (counted & (rows < 0)).nonzero()[0]:
        yield Violation("unknown_household", left.household_id[row], "", "", "among those not reached")
    without = np.bincount(rows[counted & (rows >= 0)], minlength=len(facts.household_ids))
    for row in (without > 1).nonzero()[0]:
        yield Violation("doubled_unserved", facts.household_ids[row], "", "", f"stands there {without[row]} times")
    for row in ((times > 0) & (without > 0)).nonzero()[0]:
        yield Violation("visited_and_unserved", facts.household_ids[row], "", "", "")
    for row in ((times == 0) & (without == 0)).nonzero()[0]:
        yield Violation("missing_household", facts.household_ids[row], "", "", "")
