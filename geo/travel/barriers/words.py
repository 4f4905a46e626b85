"""What a row of a barrier layer is: a barrier, a crossing, or neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_KINDS = (
    "kind type class fclass category feature featuretype featureclass klasse soort tipe waterway natural water railway barrier "
    "bridge tunnel ford crossing highway landmarktype restriction"
)
_CLOSED = "closedmonths closed monthsclosed closedin closedmonth season wetseason wetmonths floodmonths gesluit maande"
#: Our column → names of the columns that say it; of ``kind`` all that are there count, as OpenStreetMap has several.
ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"kind": tuple(_KINDS.split()), "closed_months": tuple(_CLOSED.split())},
)
_BARRIERS = (
    "river stream canal drain ditch water waterway lake dam reservoir wetland marsh swamp estuary lagoon sea coastline "
    "riverbank fence wall gamefence boundary railway rail railwayline narrowgauge preserved motorway freeway cliff donga gully "
    "gorge barrier noentry nogo minefield rivier spruit kanaal draad heining spoor spoorlyn vlei umlambo umfula ucingo"
)
_CROSSINGS = (
    "bridge footbridge viaduct culvert ford drift lowwaterbridge causeway weir crossing levelcrossing levelxing gate "
    "liftgate kissinggate swinggate stile tunnel underpass subway opening gap brug hek oorgang ibhuloho ibuloho isango igeyithi"
)
#: Words for what nobody crosses, and for where it is crossed.
BARRIER, CROSSING = frozenset(_BARRIERS.split()), frozenset(_CROSSINGS.split())
#: Answers of a column that is named after what it says (``bridge``, ``ford``, ``tunnel``).
_YES = frozenset({"yes", "true", "t", "1", "y"})
_NO = frozenset({"no", "false", "f", "0", "n", "", "nan", "none", "unclassified"})


def squeezed(text: str) -> str:
    """A heading or a word without spaces, signs and case."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def columns_of(headings: list[str]) -> dict[str, list[str]]:
    """Our column → the headings that say it, the most certain first."""
    plain = {squeezed(heading): heading for heading in reversed(headings)}
    return {ours: [plain[name] for name in names if name in plain] for ours, names in ALIASES.items()}


def meant_by(cells: Mapping[str, str]) -> str:
    """``barrier``, ``crossing``, ``""`` where no cell says anything, or ``other`` for a word that we do not know.

    Parameters
    ----------
    cells : mapping of heading → text
        Of the columns that say the kind.

    Examples
    --------
    >>> meant_by({"waterway": "river", "bridge": ""}), meant_by({"kind": "Low-water bridge"}), meant_by({"kind": "school"})
    ('barrier', 'crossing', 'other')
    """
    found = set()
    for heading, cell in cells.items():
        word, column = squeezed(cell), squeezed(heading)
        if word in _NO:
            continue
        word = column if word in _YES else word
        found.add("crossing" if word in CROSSING else "barrier" if word in BARRIER else "other")
    return next((meant for meant in ("crossing", "barrier", "other") if meant in found), "")
