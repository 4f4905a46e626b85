"""The made-up instances are what their names say, and the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import siting
from benchmarks.depots import SIZES
from benchmarks.instance import instance_of
from benchmarks.instances import make, ward_name
from benchmarks.parts import PARTS
from benchmarks.roads_made import made_homes, made_lines
from benchmarks.siting import siting_runs
from benchmarks.ward_kinds import KINDS
from geo.travel.roads.chains import graph_of


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_name_makes_the_same_ward(kind: str) -> None:
    name = ward_name(kind, 60, 4, 3, seed=7, priorities=True)
    first, again = instance_of(make(name))[0], instance_of(make(name))[0]
    other = instance_of(make(ward_name(kind, 60, 4, 3, seed=8, priorities=True)))[0]
    assert np.array_equal(first.legs_s, again.legs_s) and np.array_equal(first.weight, again.weight)
    assert not np.array_equal(first.legs_s, other.legs_s)
    assert first.legs_s.shape[1:] == (64, 64) and first.days.tolist() == [3] * 4
    assert set(first.weight.tolist()) == {1, 2, 4}


def test_who_crosses_the_river_goes_by_the_bridge() -> None:
    layout = KINDS["river"](np.random.default_rng(1), 300, 6)
    assert layout.minutes is not None
    places = np.vstack([layout.homes, layout.points])
    beyond = np.array([False] * 4 + [True] * 2 + [False] * 150 + [True] * 150)
    assert places[~beyond, 0].max() + 500 < places[beyond, 0].min()
    straight = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) * 1.3 / 75
    across = beyond[:, None] != beyond[None]
    assert np.allclose(layout.minutes[~across], straight[~across])
    assert (layout.minutes[across] >= straight[across] - 1e-9).all()
    assert (layout.minutes[across] / straight[across]).max() > 1.5
    # One bridge: of any two on one bank, the difference of their ways over it is the same to everybody beyond.
    ways = layout.minutes[np.ix_(~beyond, beyond)]
    assert np.ptp(ways[0] - ways[1]) == pytest.approx(0, abs=1e-9)


def test_modes_are_mixed_and_the_car_is_the_fastest() -> None:
    instance, prepared = instance_of(make(ward_name("mixed", 30, 6, 2, seed=1)))
    assert prepared.fieldworkers["mode"].tolist() == ["walk", "bicycle", "car"] * 2
    # Tables stand in the order of the alphabet: bicycle, car, walk.
    assert instance.mode.tolist() == [2, 0, 1] * 2
    assert instance.legs_s[1].sum() < instance.legs_s[0].sum() < instance.legs_s[2].sum()


@pytest.mark.parametrize("number", SIZES)
def test_depots_have_room_for_everybody(number: int) -> None:
    instance, _ = instance_of(make(f"depots {number}"))
    size = SIZES[number]
    assert len(instance.weight) == size.customers and len(instance.days) == size.depots and bool(instance.mandatory)
    assert instance.load.sum() <= 0.9 * (instance.load_most * instance.days).sum()
    assert instance.load.min() >= 1 and instance.load.max() <= 25
    assert (instance.span_s == round(size.limit * 60)).all()


#: Parts whose instances are no rounds.
OTHER = ("makana", "roads", "siting")


def test_every_instance_of_every_part_has_a_name_that_is_known() -> None:
    names = {run.instance.split(",")[0] for part, runs in PARTS.items() if part not in OTHER for run in runs()}
    assert len(names) == 7 + 3 + 1 + 10 + 18
    for name in names:
        make(name.replace("20000x200", "200x20").replace("5000x60", "50x6").replace("1500x15", "150x5"))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_instances_as_in_the_literature_are_what_they_say(number: int) -> None:
    windows, fleet, prizes = (instance_of(make(f"{kind} {number}"))[0] for kind in ("windows", "fleet", "prizes"))
    assert windows.timed and not fleet.timed and not prizes.timed
    assert (windows.opens_s < windows.closes_s).all() and windows.days.tolist() == [10]
    assert fleet.days.tolist() == [4, 3, 3, 2] and (np.diff(fleet.load_most) >= 0).all()
    assert fleet.load.sum() <= 0.91 * (fleet.load_most * fleet.days).sum()
    assert (prizes.weight >= 1).all() and not prizes.mandatory
    # From the start to a customer and on to the end, not back to the start.
    assert not np.array_equal(prizes.legs_s[0, 0, 1:], prizes.legs_s[0, 1:, 0])


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no instance called"):
        make("rural 10 by 10")


def test_made_up_roads_have_about_as_many_junctions_as_asked() -> None:
    graph = graph_of(made_lines(2_000))
    assert 1_600 < len(graph.lon_lat) < 2_800
    homes, points = made_homes(graph, 300, 4)
    assert (len(homes), len(points)) == (300, 4)
    assert homes["household_id"].is_unique and points["point_id"].is_unique


def test_sites_are_looked_for_on_the_instance_that_the_name_says() -> None:
    for run in siting_runs():
        objective, size = run.instance.split()
        demands, sites, count = map(int, size.split("x"))
        assert objective in siting.OBJECTIVES and demands >= 2000 and count < sites
        minutes, weight = siting.made(60, 12)
        assert np.array_equal(minutes, siting.made(60, 12)[0]) and minutes.shape == (12, 60) == (12, len(weight))
        told = siting.by_us(objective, minutes, weight, 4, 20.0)
        assert told["bound"] == pytest.approx(told["value"]) and told["seconds"] > 0
