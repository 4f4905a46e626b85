"""Words that the person has explained: what stands in a column, and what it means there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.intake.accounting import Ledger
from geo.intake.text import each, plain


def explained(texts: pd.DataFrame, words: Mapping[str, Mapping[str, str]], ledger: Ledger) -> pd.DataFrame:
    """The cells with every explained word put as the person said; each is listed among the repairs.

    Parameters
    ----------
    texts : DataFrame
        Tidied cells under our names.
    words : mapping of our column → word → value
        Case, accents and signs make no difference: ``1 - High`` is found by ``1 high``. A blank value empties the cell.
    ledger : Ledger
        Takes the repairs (E239).
    """
    result = texts.copy()
    for name, said in words.items():
        if name not in result.columns:
            continue
        known = {plain(word): str(value) for word, value in said.items()}
        before = result[name]
        after = each(before, lambda text, known=known: known.get(plain(text), text) if text else text).astype("str")  # type: ignore[misc]
        changed = (after != before.astype("str")).to_numpy(dtype=bool)
        ledger.repair("E239", "the word was read as you said.", name, before[changed], after[changed])
        result[name] = np.where(changed, after, before)
    return result
