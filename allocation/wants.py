"""What a visit asks for and what each fieldworker brings of it, as bits, so that two visitors can be judged together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.round import Round
from geo.tables import items

Bits = NDArray[np.uint64]
Mask = NDArray[np.bool_]
#: Most skills, needs and languages that one household may ask for; more are refused at the door. A bit is left for a pin.
MOST = 63


@dataclass(frozen=True)
class Wants:
    """Skills, needs and language as bits of each household's own.

    Attributes
    ----------
    wanted : (n,) uint64 array
        The bits that a household asks for.
    brings : (m, n) uint64 array
        Those of them that a worker brings.
    joint : (n,) bool array
        Whether no one worker has all skills and needs, but two have together (language aside).
    """

    wanted: Bits
    brings: Bits
    joint: Mask

    @classmethod
    def of(cls, households: gpd.GeoDataFrame, workers: gpd.GeoDataFrame, round_: Round) -> Wants:
        """Bits of a household: each of its ``skills``; its needs, one by one or as one bit by ``rules.needs``; its language."""
        has, speaks = ([_words(cell) for cell in workers[name]] for name in ("skills", "languages"))
        cells = zip(
            households["skills"],
            _if(round_.rules.needs_for(round_.kind) != "off", households["needs"]),
            _if(round_.rules.language, households["language"]),
            strict=True,
        )
        kinds: dict[tuple[str, str, str], int] = {}
        at = np.array([kinds.setdefault(cell, len(kinds)) for cell in cells], dtype=np.int64)
        wanted = np.zeros(len(kinds), dtype=np.uint64)
        brings = np.zeros((len(workers), len(kinds)), dtype=np.uint64)
        joint = np.zeros(len(kinds), dtype=bool)
        for (skills, needs, language), kind in kinds.items():
            told = list(_skills(skills, needs, has, round_))
            joint[kind] = len(told) > 1 and _only_two(_packed(told), _all(len(told)))
            word = language.strip().casefold()
            told += [np.array([word in own for own in speaks], dtype=bool)] if word else []
            wanted[kind], brings[:, kind] = _all(len(told)), _packed(told) if told else 0
        # Where all households ask for the same, one column stands for all of them.
        of_each = brings[:, at] if len(kinds) > 1 else np.broadcast_to(brings, (len(workers), len(at)))
        return cls(wanted[at], of_each, joint[at])

    def with_one(self, among: Mapping[int, int]) -> Wants:
        """The same where of two visitors one must be this fieldworker: household → row of the fieldworker."""
        if not among:
            return self
        wanted, brings = self.wanted.copy(), self.brings.copy()
        for household, worker in among.items():
            bit = np.uint64(1 << int(wanted[household]).bit_length())  # something else that only this one brings
            wanted[household] |= bit
            brings[worker, household] |= bit
        return replace(self, wanted=wanted, brings=brings)


def counts(households: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """(n,) how many skills and needs each household names, its language included."""
    return np.array(
        [
            len(_words(skills)) + len(_words(needs)) + 1
            for skills, needs in zip(households["skills"], households["needs"], strict=True)
        ],
        dtype=np.int64,
    )


def second_visitors(part: Mask, wants: Wants, rows: NDArray[np.int64]) -> Mask:
    """True where the worker may be one of two visitors, (m, rows): another one may be the second, and they bring all together.

    Parameters
    ----------
    part : (m, rows) bool array
        Who may come as far as rules about one person go.
    wants : Wants
        What is asked for and brought.
    rows : int array
        The households.
    """
    result = np.zeros((len(part), len(rows)), dtype=bool)
    for column, row in enumerate(rows.tolist()):
        who = part[:, column].nonzero()[0]
        own, inverse, count = np.unique(wants.brings[who, row], return_inverse=True, return_counts=True)
        covers = (own[:, None] | own[None, :]) == wants.wanted[row]
        # A worker does not make a pair alone.
        covers &= ~np.eye(len(own), dtype=bool) | (count > 1)[:, None]
        result[who, column] = covers.any(axis=1)[inverse]
    return result


def _if(asked: bool, column: gpd.GeoSeries) -> list[str]:
    return list(column) if asked else [""] * len(column)


def _skills(skills: str, needs: str, has: list[set[str]], round_: Round) -> Iterator[Mask]:
    answer = {need.strip().casefold(): skill.strip().casefold() for need, skill in round_.rules.need_skills.items()}
    for skill in sorted(_words(skills)):
        yield np.array([skill in own for own in has], dtype=bool)
    wanted = {answer.get(need, need) for need in _words(needs)}
    if wanted and round_.rules.needs_for(round_.kind) == "any":
        yield np.array([bool(wanted & own) for own in has], dtype=bool)
    elif wanted:
        for skill in sorted(wanted):
            yield np.array([skill in own for own in has], dtype=bool)


def _packed(told: list[Mask]) -> Bits:
    bits = np.zeros(len(told[0]), dtype=np.uint64)
    for bit, mask in enumerate(told):
        bits |= mask.astype(np.uint64) << np.uint64(bit)
    return bits


def _all(count: int) -> np.uint64:
    return np.uint64((1 << count) - 1)


def _only_two(bits: Bits, wanted: np.uint64) -> bool:
    """Whether no one brings all, but two do together."""
    own = np.unique(bits)
    return not bool((own == wanted).any()) and bool(((own[:, None] | own[None, :]) == wanted).any())


def _words(cell: str) -> set[str]:
    return {item.casefold() for item in items(cell)}
