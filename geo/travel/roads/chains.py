"""Lines into a network: cut where roads meet, and joined where nothing but the drawing changes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.travel.roads.graph import RoadGraph
from geo.travel.roads.lines import Lines
from geo.travel.roads.measure import metres_between

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def graph_of(lines: Lines) -> RoadGraph:
    """The network of the lines.

    Vertices at which nothing branches off and the kind stays the same are no junctions: a road that was drawn in twenty
    parts is one edge, which makes the search for ways shorter and changes no way.
    """
    pieces = _Pieces.of(lines)
    chains = pieces.chains()
    refs, at, kind = pieces.joined(chains)
    points = lines.lon_lat[refs]
    ends, numbered = np.unique(np.concatenate([refs[at[:-1]], refs[at[1:] - 1]]), return_inverse=True)
    u, v = np.split(numbered.reshape(-1).astype(np.int64), 2)
    step = np.zeros(len(refs))
    if len(refs):
        step[1:] = metres_between(points[:-1], points[1:])
        step[at[:-1]] = 0.0
    run = np.cumsum(step)
    along = run - np.repeat(run[at[:-1]], np.diff(at))
    return RoadGraph(lines.lon_lat[ends], u, v, kind, lines.kinds, at, points, along)


def _through(lines: Lines) -> Bools:
    """(p,) vertices that are no junctions: two roads lead from them, to two other vertices.

    A road that was drawn twice, or there and back, is parted at each of its vertices: of places at one spot none may be on the
    way there and another on the way back.
    """
    first, second, _ = lines.segments()
    size = len(lines.lon_lat)
    pairs = np.unique(np.minimum(first, second) * size + np.maximum(first, second))
    roads = np.bincount(np.concatenate([first, second]), minlength=size)
    others = np.bincount(np.concatenate([pairs // max(size, 1), pairs % max(size, 1)]), minlength=size)
    return np.asarray((roads == 2) & (others == 2))


class _Pieces:
    """Lines cut at every junction; piece p has the vertices ``refs[at[p]:at[p + 1]]``."""

    def __init__(self, refs: Ints, at: Ints, kind: Ints, lines: Lines, through: Bools) -> None:
        self.refs, self.at, self.kind, self._lines, self._through = refs, at, kind, lines, through

    @classmethod
    def of(cls, lines: Lines) -> _Pieces:
        through = _through(lines)
        line = lines.line_of
        # A vertex inside a line at which another one meets it stands in two pieces: as the end of one, the start of the next.
        edge = np.ones(len(line), dtype=bool)
        edge[1:-1] = (line[1:-1] != line[:-2]) | (line[1:-1] != line[2:])
        twice = ~edge & ~through[lines.refs]
        repeat = 1 + twice.astype(np.int64)
        refs, owner = np.repeat(lines.refs, repeat), np.repeat(line, repeat)
        after = np.flatnonzero(twice) + np.cumsum(twice)[twice]  # where the second copy stands
        starts = np.union1d(np.flatnonzero(np.diff(owner, prepend=-1)), after).astype(np.int64)
        at = np.append(starts, len(refs)).astype(np.int64)
        return cls(refs, at, lines.kind[owner[starts]] if len(starts) else lines.kind[:0], lines, through)

    def chains(self) -> list[list[tuple[int, bool]]]:
        """Pieces to be joined, each with whether it is turned round; in order."""
        partner = self._partners()
        done = np.zeros(len(self.kind), dtype=bool)
        made: list[list[tuple[int, bool]]] = []
        for piece in range(len(self.kind)):
            if not done[piece]:
                chain = self._walk(piece, partner)
                done[[part for part, _ in chain]] = True
                made.append(chain)
        return made

    def _partners(self) -> dict[tuple[int, bool], tuple[int, bool]]:
        """The end that each end (piece, whether its last) is joined to."""
        heads, tails = self.refs[self.at[:-1]], self.refs[self.at[1:] - 1]
        at_node: dict[int, list[tuple[int, bool]]] = {}
        for is_last, ends in ((False, heads), (True, tails)):
            for piece in np.flatnonzero(self._through[ends]).tolist():
                at_node.setdefault(int(ends[piece]), []).append((piece, is_last))
        partner: dict[tuple[int, bool], tuple[int, bool]] = {}
        for ends_here in at_node.values():
            if len(ends_here) == 2 and self._alike(*ends_here):
                one, other = ends_here
                partner[one], partner[other] = other, one
        return partner

    def _alike(self, one: tuple[int, bool], other: tuple[int, bool]) -> bool:
        """Whether two ends may be joined: another piece of the same kind that leads on in the same direction."""
        kind = self.kind[one[0]]
        if one[0] == other[0] or kind != self.kind[other[0]]:
            return False
        stated = self._lines.kinds[int(kind)]
        return one[1] != other[1] or not (stated.direction or stated.bicycle_direction)

    def _walk(self, piece: int, partner: dict[tuple[int, bool], tuple[int, bool]]) -> list[tuple[int, bool]]:
        """The chain of a piece: back to where it starts, or round, then on to its end."""
        start: tuple[int, bool] = (piece, False)  # the end at which the chain starts
        seen = {piece}
        while (before := partner.get(start)) is not None and before[0] not in seen:
            seen.add(before[0])
            start = (before[0], not before[1])
        chain = [(start[0], start[1])]
        walked = {start[0]}
        end = (start[0], not start[1])
        while (after := partner.get(end)) is not None and after[0] not in walked:
            walked.add(after[0])
            chain.append((after[0], after[1]))
            end = (after[0], not after[1])
        return chain

    def joined(self, chains: list[list[tuple[int, bool]]]) -> tuple[Ints, Ints, Ints]:
        """Vertices, starts and kinds of the edges."""
        if all(len(chain) == 1 for chain in chains):
            return self.refs, self.at, self.kind
        parts: list[Ints] = []
        sizes = []
        for chain in chains:
            shapes = [self.refs[self.at[piece] : self.at[piece + 1]][:: -1 if turned else 1] for piece, turned in chain]
            parts += [shapes[0], *(shape[1:] for shape in shapes[1:])]
            sizes.append(sum(len(shape) for shape in shapes) - len(shapes) + 1)
        at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return np.concatenate(parts), at, self.kind[[chain[0][0] for chain in chains]]
