"""Files about what was set aside, for mending in a spreadsheet."""

from __future__ import annotations

import pandas as pd

from outputs.neutralise import neutralise_frame


def quarantine_csv(quarantined: pd.DataFrame) -> bytes:
    """The rows set aside as CSV in UTF-8 (with a mark, so that Excel reads it so), formulas made harmless."""
    return neutralise_frame(quarantined).to_csv(index=False).encode("utf-8-sig")
