"""A ward by its number: "1", "Ward 2", "Wyk 03" as people say it, and the code of the ward that is meant."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

#: A number, or one behind a word for ward (English, Afrikaans, isiXhosa, isiZulu), or behind the municipality's name or code.
_NUMBER = re.compile(
    r"(?P<before>.*?)(?:\b(?:ward|wyk|iwadi|wadi|i-wadi|iwodi)\s*(?:no|nr|number|nommer)?[\s.:#-]*|\s|^)0*(?P<number>\d{1,3})(?:\.0+)?"
)
#: The code of a South African ward: five digits of the municipality and three of the ward.
_MDB_CODE = re.compile(r"[1-9]\d{7}")


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", str(text)).casefold()
    return re.sub(r"[^a-z0-9]", "", bare)


def number_in(text: str) -> tuple[str, str]:
    """The number of a ward, and the municipality named before it; blank where the text is no ward's number.

    Examples
    --------
    >>> number_in("Ward 02"), number_in("Wyk 1"), number_in("EC104 ward 1"), number_in("21004001")
    (('2', ''), ('1', ''), ('1', 'ec104'), ('', ''))
    """
    found = _NUMBER.fullmatch(" ".join(str(text).casefold().split()))
    if found is None or (found["before"] and not re.search(r"[a-z]", found["before"])):
        return "", ""
    return found["number"], _plain(found["before"])


@dataclass(frozen=True)
class WardNumbers:
    """The numbers of the wards of a layer.

    Attributes
    ----------
    codes : frozenset of str
        Of all wards.
    by_number : mapping of number → codes
        Over all municipalities.
    municipality : mapping of code → str
        Of each ward, as the layer tells them apart.
    called : mapping of plain name or code of a municipality → municipality
    """

    codes: frozenset[str]
    by_number: dict[str, tuple[str, ...]]
    municipality: dict[str, str]
    called: dict[str, str]

    @classmethod
    def of(cls, wards: gpd.GeoDataFrame) -> WardNumbers:
        """Of a ward layer, by ``ward_no``; where it is blank, by the last three digits of an MDB code."""
        by_number: dict[str, list[str]] = defaultdict(list)
        municipality: dict[str, str] = {}
        called: dict[str, str] = {}
        texts = {name: _texts(wards, name) for name in ("ward_id", "ward_no", "municipality_id", "municipality")}
        for code, own, key, name in zip(*texts.values(), strict=True):
            coded = bool(_MDB_CODE.fullmatch(code))
            number = number_in(own)[0] or (str(int(code[-3:])) if coded and not own else "")
            place = key or name or (code[:5] if coded else "")
            if code in municipality:
                continue
            municipality[code] = place
            if number:
                by_number[number].append(code)
            called.update({_plain(word): place for word in (key, name) if word})
        return cls(frozenset(municipality), {number: tuple(codes) for number, codes in by_number.items()}, municipality, called)

    def candidates(self, text: str, places: Iterable[str] = ()) -> tuple[str, ...]:
        """The codes that a text may mean: none, the one that is meant, or those of several municipalities.

        ``places`` are municipalities of which the ward must be one, where any of its candidates is.
        """
        number, named = number_in(text)
        codes = self.by_number.get(number, ())
        if named:
            return tuple(code for code in codes if named in self.called and self.municipality[code] == self.called[named])
        within = set(places)
        return tuple(code for code in codes if self.municipality[code] in within) if within else codes

    def code(self, text: str, places: Iterable[str] = ()) -> str:
        """The code of the one ward that is meant, "" where there is none or more than one."""
        found = self.candidates(text, places)
        return found[0] if len(found) == 1 else ""


def resolved(stated: pd.Series[str], wards: gpd.GeoDataFrame, around: Iterable[str] | None = None) -> pd.Series[str]:
    """The codes for those stated texts that are numbers of wards; the index holds only the rows that change.

    Parameters
    ----------
    stated : Series of str
        As the list has it.
    wards : GeoDataFrame
        The ward layer.
    around : iterable of str, optional
        For each row the code of the ward around its place, "" for none: its municipality is the row's.
    """
    numbers = WardNumbers.of(wards)
    near = [""] * len(stated) if around is None else list(around)
    known: dict[tuple[str, str], str] = {}
    found = []
    for text, code in zip(stated.astype(str), near, strict=True):
        place = numbers.municipality.get(str(code), "")
        key = (text, place)
        if key not in known:
            foreign = text.strip() and text.strip() not in numbers.codes
            known[key] = numbers.code(text, [place] if place else ()) if foreign else ""
        found.append(known[key])
    changed = np.array([bool(code) for code in found], dtype=bool)
    return pd.Series(np.array(found, dtype=object)[changed], index=stated.index[changed], dtype="str")


def _texts(wards: gpd.GeoDataFrame, name: str) -> list[str]:
    if name not in wards.columns:
        return [""] * len(wards)
    return [text.strip() for text in wards[name].fillna("").astype(str)]
