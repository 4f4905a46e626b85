"""Whether wards fit together: overlaps, gaps, broken rings, codes used twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import equal_area_crs, middle, project
from geo.problems import Problem, many
from geo.settings import Settings
from geo.tables import CRS

#: Overlaps and gaps below this are rounding of coordinates, not of interest to anybody (m²).
SPECK_M2 = 1.0
#: How many pairs of wards a sentence names.
NAMED = 5

Shapes = NDArray[np.object_]


def ward_problems(
    wards: gpd.GeoDataFrame, settings: Settings | None = None, *, concerned: Collection[str] | None = None
) -> list[Problem]:
    """Everything that is wrong with how wards lie beside each other.

    Areas are measured in an equal-area projection around the layer (EPSG method 9820) and told in km².

    Parameters
    ----------
    wards : GeoDataFrame
        With ``ward_id`` and areas; its index counts as row numbers.
    settings : Settings or None
        ``overlap_most_share``: from this share of the smaller ward on, an overlap refuses the layer.
    concerned : collection of str, optional
        Only overlaps and gaps that touch a ward with one of these codes.

    Returns
    -------
    list of Problem
        E211 (a code used twice), E331 (broken ring), E332 (overlap over the limit), E333 (small overlaps), E334 (gaps).
    """
    limit = (settings or Settings()).overlap_most_share
    places = wards.geometry if wards.crs is None else wards.geometry.to_crs(CRS)
    shapes = np.array(places.array, dtype=object)
    codes = wards["ward_id"].astype(str).to_numpy(dtype=object)
    rows = [int(row) for row in wards.index]
    problems = _doubled(codes, rows)
    broken = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)
    if broken.any():
        problems.append(_broken(codes[broken], shapes[broken], [rows[i] for i in broken.nonzero()[0]]))
        with np.errstate(invalid="ignore"):
            shapes[broken] = shapely.make_valid(shapes[broken])
    kept = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if kept.any():
        ground = project(shapes[kept], equal_area_crs(*middle(shapes[kept])))
        # A transformation moves each point by itself, so that a ring may cross itself by a hair afterwards.
        ground = np.where(shapely.is_valid(ground), ground, shapely.make_valid(ground))
        own = np.isin(codes[kept].astype(str), list(concerned)) if concerned is not None else np.ones(int(kept.sum()), dtype=bool)
        problems += _overlaps(codes[kept], ground, [rows[i] for i in kept.nonzero()[0]], limit, own)
        problems += _gaps(ground, own)
    return problems


def _doubled(codes: NDArray[np.object_], rows: Sequence[int]) -> list[Problem]:
    known, count = np.unique(codes.astype(str), return_counts=True)
    twice = known[count > 1]
    if not len(twice):
        return []
    where = tuple(rows[int(i)] for i in np.isin(codes.astype(str), twice).nonzero()[0])
    return [Problem("E211", f"Ward codes used more than once: {_some(twice.tolist())}.", rows=where, column="ward_id")]


def _broken(codes: NDArray[np.object_], shapes: Shapes, rows: Sequence[int]) -> Problem:
    reasons = [f"{code} ({why_broken(shape)})" for code, shape in zip(codes[:NAMED], shapes[:NAMED], strict=True)]
    return Problem("E331", f"Broken shapes: {_some(reasons, len(codes))}.", rows=tuple(rows), column="geometry")


def why_broken(shape: Any) -> str:
    """GEOS's reason why a shape is invalid, with its place in degrees."""
    return str(shapely.is_valid_reason(shape)).replace("[", " at ").replace("]", "").replace("  ", " ").lower()


def _overlaps(
    codes: NDArray[np.object_], ground: Shapes, rows: Sequence[int], limit: float, own: NDArray[np.bool_]
) -> list[Problem]:
    first, second = shapely.STRtree(ground).query(ground, predicate="intersects")
    once = (first < second) & (own[first] | own[second])
    first, second = first[once], second[once]
    shared = shapely.area(shapely.intersection(ground[first], ground[second]))
    real = shared > SPECK_M2
    if not real.any():
        return []
    first, second, shared = first[real], second[real], shared[real]
    size = shapely.area(ground)
    share = shared / np.maximum(np.minimum(size[first], size[second]), SPECK_M2)
    found = []
    for code, mask in (("E332", share > limit), ("E333", share <= limit)):
        if mask.any():
            order = np.argsort(-shared[mask])
            pairs = [
                f"{codes[a]} and {codes[b]} ({_km2(area)}, {part:.1%} of the smaller)"
                for a, b, area, part in zip(
                    first[mask][order][:NAMED],
                    second[mask][order][:NAMED],
                    shared[mask][order][:NAMED],
                    share[mask][order][:NAMED],
                    strict=True,
                )
            ]
            where = sorted({rows[int(i)] for i in (*first[mask], *second[mask])})
            count = many(int(mask.sum()), "pair of wards overlaps", "pairs of wards overlap")
            total = f"{count} by {_km2(shared[mask].sum())}"
            found.append(Problem(code, f"{total}: {_some(pairs, int(mask.sum()))}.", rows=tuple(where), column="geometry"))
    return found


def _gaps(ground: Shapes, own: NDArray[np.bool_]) -> list[Problem]:
    """Holes between the wards; one of them may be another country, as Lesotho in South Africa."""
    whole = shapely.get_parts(shapely.union_all(ground))
    rings = [shapely.get_interior_ring(part, i) for part in whole for i in range(shapely.get_num_interior_rings(part))]
    if not rings:
        return []
    empty = np.array([shapely.Polygon(ring) for ring in rings], dtype=object)
    if not own.all():
        empty = empty[shapely.intersects(empty, shapely.buffer(shapely.union_all(ground[own]), SPECK_M2))]
    holes = np.sort(shapely.area(empty))[::-1]
    holes = holes[holes > SPECK_M2]
    large = holes > shapely.area(ground).max()
    gaps, countries = holes[~large], holes[large]
    told = []
    if len(gaps):
        told.append(f"{many(len(gaps), 'gap')} between the wards, {_km2(gaps.sum())} in all; the largest has {_km2(gaps[0])}.")
    if len(countries):
        fact = (
            f"{many(len(countries), 'hole is', 'holes are')} larger than any ward ({_km2(countries.sum())}): another country, as"
        )
        told.append(f"{fact} Lesotho is, or wards that the layer lacks.")
    return [Problem("E334", " ".join(told), column="geometry")] if told else []


def _km2(area_m2: float) -> str:
    km2 = area_m2 / 1e6
    return (f"{km2:,.0f}" if km2 >= 10 else f"{km2:.2g}").replace(",", " ") + " km²"


def _some(texts: Sequence[str], count: int = 0) -> str:
    more = max(count, len(texts)) - min(len(texts), NAMED)
    return ", ".join(texts[:NAMED]) + (f" and {more} more" if more > 0 else "")
