"""Cells that hold words of a known set: choices, lists and yes or no, in the many words that people use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from geo.intake.accounting import Ledger
from geo.intake.text import each, is_blank, plain
from geo.tables import Column

#: Our word → what people write for it, in :func:`geo.intake.text.plain` form; our own word needs no entry.
_SYNONYMS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "mode": {
            "walk": "foot|on foot|by foot|walking|walks|walker|pedestrian|te voet|voet|loop|stap|"
            "uhamba ngeenyawo|ngeenyawo|ngezinyawo|"
            "hamba ngezinyawo|feet|walk only|w",
            "bicycle": "bike|cycle|cycling|bicycles|by bicycle|pushbike|fiets|per fiets|trapfiets|"
            "ibhayisikile|ibhayisekile|ibhayisikili",
            "car": "vehicle|bakkie|motor|motor vehicle|own car|own vehicle|own transport|car own|driving|drive|drives|by car|"
            "state vehicle|government vehicle|gg vehicle|subsidised vehicle|pool car|pool vehicle|4x4|suv|van|kar|per kar|"
            "voertuig|imoto|motorbike|"
            "motorcycle|motorfiets|scooter|isithuthuthu|bakkies|cars|private car|private vehicle|eie kar|"
            "eie voertuig|eie vervoer",
        },
        "employment": {
            "volunteer": "volunteers|voluntary|unpaid|vrywilliger",
            "stipend": "stipended|stipendiary|epwp|cwp|stipend epwp|expanded public works programme|community works programme",
            "salaried": "salary|employed|permanent|permanent staff|full time|fulltime|part time|contract|staff|employee",
        },
        "status": {
            "active": "open|current|ok|yes|consented|consent given|available",
            "refused": "refusal|refuses|no consent|consent refused|declined|weier|geweier",
            "do_not_visit": "do not visit|dont visit|don t visit|no visit|no visits|dnv|unsafe|dangerous|blocked",
            "moved": "moved away|relocated|vacant|empty|demolished|gone|left|verhuis",
        },
        "settlement": {
            "urban": "town|city|township|formal urban|urban formal|urban informal|informal settlement|suburb|metro|stedelik",
            "rural": "village|villages|rural formal|rural village|peri urban|periurban|landelik",
            "deep_rural": "deeprural|deep rural area|remote|very rural|farm|farms|remote rural|tribal|traditional",
        },
        "place_accuracy": {
            "exact": "gps|precise|rooftop|house|dwelling|good|high|interpolated rooftop",
            "street": "approximate street|road|address|interpolated|range interpolated|medium",
            "village": "section|centroid|village centre|village center|settlement|suburb|approximate|low|geometric center",
            "unknown": "none|missing|not known|no gps",
        },
        # Of areas of restrictions; what landmarks and service points call their kind is text.
        "kind": {
            "no entry": "no go|nogo|no go area|no go zone|no access|do not enter|keep out|closed|closed area|forbidden|"
            "prohibited|geen toegang|toegang verbode|geslote|akungenwa",
            "pairs only": "pairs|pair|in pairs|two only|two together|only two together|two people|two visitors|never alone|"
            "not alone|buddy system|in pare|slegs in pare|nooit alleen nie|ngababini",
            "daylight only": "daylight|in daylight only|in daylight|daytime|daytime only|by day only|not after dark|before dark|"
            "slegs bedags|bedags|slegs in daglig|emini kuphela|emini",
            "wet season": "rainy season|rain season|flooding|floods|flooded|flood area|reenseisoen|nat seisoen|ixesha leemvula",
            "owner refused": "owner refuses|refused by owner|refused by the owner|landowner refused|farmer refused|refused|"
            "no permission|permission refused|eienaar weier|eienaar het geweier|geen toestemming",
        },
    }
)
#: Columns of which a word that we do not know costs nobody the place in the plan: the usual value stands.
_KEPT = frozenset(("mode", "employment"))
_PUBLIC = frozenset(
    re.split(
        r"\|",
        "taxi|taxis|minibus|minibus taxi|by taxi|bus|by bus|train|public transport|public|taxi bus|taksi|openbare vervoer|trein"
        "|iteksi|itekisi|ibhasi|uloliwe|isitimela|lift|lifts",
    )
)
_YES = frozenset(re.split(r"\|", "1|true|t|yes|y|ja|j|ewe|yebo|e|x|have|has|available|working|1 0|✓|✔|☑"))
_NO = frozenset(re.split(r"\|", "0|false|f|no|n|nee|hayi|cha|none|not available|not working|0 0|✗|✘|☐"))
_SEPARATORS = re.compile(r"\s*[,/|]\s*|\s+&\s+")


def read_choice(text: str, column: Column) -> str | None:
    """Our word for a tidied text, None where there is none.

    Examples
    --------
    >>> from geo.tables import FIELDWORKERS
    >>> mode = next(column for column in FIELDWORKERS if column.name == "mode")
    >>> read_choice("Bakkie", mode), read_choice("on foot", mode), read_choice("boat", mode)
    ('car', 'walk', None)
    """
    word = plain(text)
    for choice in column.choices:
        if word == plain(choice) or word in _SYNONYMS.get(column.name, {}).get(choice, "").split("|"):
            return choice
    return None


def read_flag(text: str) -> bool | None:
    """Yes or no of a tidied text; no where blank, None where it is neither.

    Examples
    --------
    >>> read_flag("Yes"), read_flag("nee"), read_flag(""), read_flag("some")
    (True, False, False, None)
    """
    word = plain(text) or text.strip()
    if word in _YES:
        return True
    return False if is_blank(text) or word in _NO else None


def read_list(text: str) -> str:
    """Items between ``;``, each once, in the order written. Commas separate only where no ``;`` does.

    Examples
    --------
    >>> read_list("health, social development/health"), read_list("isiXhosa | English")
    ('health;social development', 'isiXhosa;English')
    """
    parts = text.split(";") if ";" in text else _SEPARATORS.split(text)
    items = [part.strip() for part in parts if not is_blank(part.strip())]
    first: dict[str, str] = {}
    for item in items:
        first.setdefault(item.casefold(), item)
    return ";".join(first.values())


def choice_column(texts: pd.Series[Any], column: Column, ledger: Ledger) -> pd.Series[str]:
    """A column of our own words; "" where blank or set aside."""
    out = each(texts, lambda text: read_choice(text, column) if text else "")
    bad = np.array([value is None for value in out], dtype=bool)
    if column.name in _KEPT:
        _kept_with_default(texts[bad], column, ledger)
    else:
        ledger.set_aside("E212", f"this must be one of: {', '.join(column.choices)}.", texts.index[bad], column.name)
    out = out.where(~bad, "").astype("str")
    changed = ~bad & (out != texts.astype("str")).to_numpy()
    ledger.repair("E230", "our word for it.", column.name, texts[changed], out[changed])
    return out


def _kept_with_default(texts: pd.Series[Any], column: Column, ledger: Ledger) -> None:
    """A note on cells that count as blank: nobody is left out of a plan for a word that is not needed."""
    public = each(texts, lambda text: column.name == "mode" and plain(text) in _PUBLIC).to_numpy(dtype=bool)
    stands = f"counted as {column.default}" if column.default else "left blank"
    ledger.remark(
        "E241",
        f"taxis, buses and trains are no way of travelling that is planned with; {stands}.",
        texts.index[public],
        column.name,
    )
    ledger.remark("E241", f"this is none of {', '.join(column.choices)}; {stands}.", texts.index[~public], column.name)


def list_column(texts: pd.Series[Any], column: Column, ledger: Ledger) -> pd.Series[str]:
    """A column of lists with ``;`` between the items."""
    out = each(texts, read_list).astype("str")
    changed = (out != texts.astype("str")).to_numpy()
    ledger.repair("E230", "the items are separated by semicolons.", column.name, texts[changed], out[changed])
    return out


def flag_column(texts: pd.Series[Any], column: Column, ledger: Ledger) -> pd.Series[bool]:
    """A column of yes and no."""
    out = each(texts, read_flag)
    bad = np.array([value is None for value in out], dtype=bool)
    ledger.set_aside("E212", "this must be yes or no.", texts.index[bad], column.name)
    return out.where(~bad, False).astype(bool)
