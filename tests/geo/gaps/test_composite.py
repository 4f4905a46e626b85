"""One index of several figures: weights count by proportion, unknown figures are left out, ranks come with their doubt."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputProblems, SettingProblems
from geo.gaps.composite import COMPOSITE, Robustness, composite
from tests.thorough import examples

FEW = Robustness(draws=50)


@st.composite
def cases(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, float]]:
    many, columns = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    values = rng.choice([0.0, 0.25, 1.0, 3.0, np.nan], (many, columns)) * rng.uniform(0.1, 100, columns)
    names = [f"f{at}" for at in range(columns)]
    chosen = draw(st.lists(st.sampled_from([-2.0, -0.3, 0.5, 1.0, 3.0]), min_size=columns, max_size=columns))
    return pd.DataFrame(values, columns=names, index=[f"W{at}" for at in range(many)]), dict(zip(names, chosen, strict=True))


def by_hand(figures: pd.DataFrame, weights: dict[str, float], area: str) -> float:
    """The index of an area, figure by figure."""
    total = known = 0.0
    for name, weight in weights.items():
        value, column = figures.loc[area, name], figures[name].dropna()
        if np.isnan(value):
            continue
        wide = column.max() - column.min()
        part = (value - column.min()) / wide if wide else 0.0
        total += abs(weight) * (1 - part if weight < 0 and wide else part)
        known += abs(weight)
    return 100 * total / known if known else np.nan


@settings(max_examples=examples(60), deadline=None)
@given(cases(), st.sampled_from([0.001, 0.37, 3.0, 1e6]))
def test_the_index_is_what_its_definition_says_and_weights_scaled_alike_change_nothing(
    case: tuple[pd.DataFrame, dict[str, float]], scale: float
) -> None:
    figures, weights = case
    found = composite(figures, weights, FEW)
    assert list(found.columns) == list(COMPOSITE) and found.index.equals(figures.index)
    expected = [by_hand(figures, weights, area) for area in figures.index]
    np.testing.assert_allclose(found["index"], expected, rtol=1e-9, atol=1e-9)
    scaled = composite(figures, {name: weight * scale for name, weight in weights.items()}, FEW)
    pd.testing.assert_frame_equal(found, scaled, rtol=1e-9)
    judged = found.dropna(subset=["index"])
    for row in judged.itertuples():
        assert row.rank == 1 + (judged["index"].round(9) > round(float(row[1]), 9)).sum()
    assert (judged["rank_low"] <= judged["rank_high"]).all() and judged["in_worst"].between(0, 1).all()
    # There are so many places among the worst, whoever shares them.
    assert judged["in_worst"].sum() == pytest.approx(min(len(judged), FEW.worst))


def test_areas_that_share_places_count_by_their_share_of_them() -> None:
    figures = pd.DataFrame({"far": [3.0, 2.0, 2.0, 2.0, 0.0]}, index=list("ABCDE"))
    found = composite(figures, {"far": 1}, Robustness(draws=20, worst=2))
    assert found["rank"].tolist() == [1, 2, 2, 2, 5]
    assert found["in_worst"].tolist() == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3, 0])


def test_an_area_that_is_worst_in_everything_is_worst_with_any_weights_and_one_in_the_middle_is_not_sure() -> None:
    figures = pd.DataFrame({"far": [1.0, 0.9, 0.1, 0.0], "dry": [1.0, 0.1, 0.9, 0.0]}, index=list("ABCD"))
    found = composite(figures, {"far": 1, "dry": 1}, Robustness(draws=400, worst=2))
    assert found.loc["A", ["rank", "in_worst", "rank_high"]].tolist() == [1, 1, 1]
    assert 0.3 < found.loc["B", "in_worst"] < 0.7 and found.loc["B", "rank_low"] == 2 and found.loc["B", "rank_high"] == 3
    assert found.loc["D", "in_worst"] == 0


def test_what_is_wrong_with_weights_is_told_at_once() -> None:
    figures = pd.DataFrame({"far": [1.0, 2.0]})
    with pytest.raises(InputProblems) as told:
        composite(figures, {"near": 1, "far": float("nan")})
    assert [problem.code for problem in told.value.problems] == ["E402", "E402"]
    with pytest.raises(InputProblems, match="No figure has a weight"):
        composite(figures, {"far": 0})
    with pytest.raises(SettingProblems) as out_of_range:
        Robustness(draws=0, factor=1.0, worst=0)
    assert len(out_of_range.value.problems) == 3
