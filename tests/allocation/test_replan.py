"""Planning again: what is done stays, rules hold from that day on, pins hold, and the list of changes is the difference."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from allocation import Plan, Round, Wishes, plan_round
from allocation.changes import changes
from allocation.happenings import without_dates
from allocation.plan import DAYS, VISITS
from allocation.replan import replan
from allocation.replan_words import Kept
from allocation.replanned import Replanned
from allocation.swap import swap_pins
from geo.errors import InputProblems
from geo.travel import StraightLine, TravelMatrix
from tests.allocation.door import crew, homes
from tests.allocation.profiles import modest
from tests.allocation.rounds import household, rounds, table

WEEK = Round("2026-03-02", "2026-03-06", holidays="")
TUE, WED, THU = "2026-03-03", "2026-03-04", "2026-03-05"


def planned(count: int = 12, workers: int = 2, round_: Round = WEEK, **more: Any) -> Plan:
    """Three visits or so a day: not everybody fits."""
    return plan_round(homes(count), crew(workers).assign(hours_per_day=1.7), round_, max_iterations=50, **more)


def visits_of(plan: Plan) -> pd.DataFrame:
    return plan.visits.set_index("household_id")


def before(plan: Plan, day: str) -> pd.DataFrame:
    return plan.visits[plan.visits["date"] < day].reset_index(drop=True)


def test_where_nothing_happens_nothing_changes() -> None:
    plan = planned(count=24)
    made = replan(plan, from_day=WED, max_iterations=30)
    assert made.changes.empty
    pd.testing.assert_frame_equal(made.plan.visits, plan.visits)
    pd.testing.assert_frame_equal(made.plan.days, plan.days)
    assert made.summary["promised"] == made.summary["kept"] == int((plan.visits["date"] >= WED).sum())
    assert made.plan.check() == []


def test_somebody_ill_has_no_visit_and_those_done_stay() -> None:
    plan = planned(count=24)
    made = replan(plan, from_day=WED, ill={"W0": [WED, "Thursday"]}, max_iterations=30)
    assert made.plan.check() == []
    pd.testing.assert_frame_equal(before(made.plan, WED), before(plan, WED))
    assert not ((made.plan.visits["worker_id"] == "W0") & made.plan.visits["date"].isin([WED, THU])).any()
    away = made.changes[(made.changes["from_worker"] == "W0") & made.changes["from_date"].isin([WED, THU])]
    assert len(away) == int(((plan.visits["worker_id"] == "W0") & plan.visits["date"].isin([WED, THU])).sum())
    moved = away[away["what"] != "dropped"]
    assert set(moved["why"]) <= {"The fieldworker who was planned is away on that day."}
    waiting = made.plan.unserved.set_index("household_id")["sentence"]
    for row in away[away["what"] == "dropped"].itertuples():  # both: why it left its day, and why it has no other
        assert row.why == f"The fieldworker who was planned is away on that day. {waiting[row.household_id]}"
    assert not made.changes["why"].str.contains("ill|W0").any()  # on a page for others nobody's health is told


def test_without_anybody_left_the_round_is_refused_in_plain_words() -> None:
    with pytest.raises(InputProblems) as caught:
        replan(planned(), from_day=WED, ill=["W0", "W1"], max_iterations=1)
    assert {problem.code for problem in caught.value.problems} == {"E402"}


def test_households_not_at_home_are_planned_again() -> None:
    plan = planned(count=24)
    first = plan.visits[plan.visits["date"] == "2026-03-02"]["household_id"].tolist()
    made = replan(plan, from_day=TUE, not_home=first[:1], max_iterations=30)
    assert visits_of(made.plan).loc[first[0], "date"] >= TUE
    told = made.changes.set_index("household_id").loc[first[0]]
    assert (told["what"], told["from_date"], told["why"]) == ("moved day", "2026-03-02", "Nobody was at home on Mon 2 Mar.") or (
        told["what"] == "moved worker and day"
    )
    rest = set(before(plan, TUE)["household_id"]) - {first[0]}
    assert set(before(made.plan, TUE)["household_id"]) == rest
    assert made.plan.check() == []


def test_what_was_done_otherwise_stands_as_it_was_done() -> None:
    plan = planned(count=24)
    monday = plan.visits[plan.visits["date"] == "2026-03-02"]
    mine = monday[monday["worker_id"] == "W0"]["household_id"].tolist()
    done = monday[["household_id", "worker_id", "date"]].copy()
    done.loc[done["household_id"] == mine[0], "worker_id"] = "W1"  # somebody else went
    done = done[done["household_id"] != mine[-1]] if len(mine) > 1 else done  # and one was not visited
    made = replan(plan, from_day=TUE, done=done, max_iterations=30)
    past = before(made.plan, TUE)
    assert sorted(map(tuple, past[["household_id", "worker_id", "date"]].to_numpy())) == sorted(map(tuple, done.to_numpy()))
    if len(mine) > 1:
        later, waiting = visits_of(made.plan), set(made.plan.unserved["household_id"])
        assert (later.loc[mine[-1], "date"] >= TUE) if mine[-1] in later.index else mine[-1] in waiting, "it is asked again"
    assert made.changes.set_index("household_id").loc[mine[0], "why"] == "It was visited in this way."
    assert made.plan.check() == []
    assert made.summary["done"] == len(done)


def test_new_households_come_in_and_those_removed_go_out() -> None:
    plan = planned(count=24)
    gone = plan.visits[plan.visits["date"] >= WED]["household_id"].iloc[0]
    new = homes(2).assign(household_id=["N0", "N1"], priority=90.0)
    made = replan(plan, from_day=WED, new_households=new, removed=[gone], max_iterations=30)
    assert {"N0", "N1"} <= set(made.plan.visits["household_id"])
    assert (visits_of(made.plan).loc[["N0", "N1"], "date"] >= WED).all()
    left = made.plan.unserved.set_index("household_id")
    assert left.loc[gone, "reason"] == "do_not_visit"
    why = made.changes.set_index("household_id")["why"]
    assert why[["N0", gone]].tolist() == ["The household is new in the list.", "The household is not to be visited any more."]
    assert made.plan.summary["households"] == 26
    assert made.plan.check() == []


def test_pins_hold_and_a_swap_is_two_pins() -> None:
    plan = planned(count=24)
    rest = plan.visits[plan.visits["date"] >= WED]
    first = rest.iloc[0]
    other = rest[(rest["worker_id"] != first["worker_id"]) & (rest["date"] != first["date"])].iloc[0]
    pins = swap_pins(plan.visits, first["household_id"], other["household_id"])
    made = replan(plan, from_day=WED, pins=pins, max_iterations=60)
    now = visits_of(made.plan)
    for name, (worker, date) in pins.items():
        assert now.loc[name, ["worker_id", "date"]].tolist() == [worker, date]
    assert set(made.changes.set_index("household_id").loc[list(pins), "why"]) == {"The supervisor has set it so."}
    assert made.plan.check() == []
    day = replan(plan, from_day=WED, pins=pd.DataFrame({"hh": [first["household_id"]], "day": ["Friday"]}), max_iterations=60)
    assert visits_of(day.plan).loc[first["household_id"], "date"] == "2026-03-06"


def test_a_pin_is_not_dropped_for_more_urgent_households() -> None:
    plan = planned(count=24, workers=1)
    left = plan.unserved[plan.unserved["reason"] == "workers_full"]["household_id"]
    weights = plan.households.set_index("household_id")["priority"]
    least = str(weights[left].idxmin())
    made = replan(plan, from_day="2026-03-06", pins={least: dt.date(2026, 3, 6)}, max_iterations=60)
    assert visits_of(made.plan).loc[least, "date"] == "2026-03-06"


@pytest.mark.parametrize(("price", "stays"), [(15.0, True), (0.0, False)])
def test_of_two_that_count_the_same_the_promised_one_stays_unless_the_way_pays_for_it(price: float, stays: bool) -> None:
    """There is time for one of both, and the new one lies four minutes of way nearer."""
    ids = ["W0", "H0", "N0"]
    ways = np.array([[0.0, 10.0, 8.0], [10.0, 0.0, 5.0], [8.0, 5.0, 0.0]])
    lists = {name: homes(1).assign(household_id=name, visit_min=60.0) for name in ("H0", "N0")}
    plan = plan_round(lists["H0"], crew(1).assign(hours_per_day=1.5), Round("2026-03-02", "2026-03-02", holidays=""),
                      TravelMatrix(ways, ids), max_iterations=20)  # fmt: skip
    how = {"changed_worker_min": price, "changed_day_min": 0.0, "max_iterations": 50}
    made = replan(plan, from_day="2026-03-02", new_households=lists["N0"], **how)
    assert made.plan.visits["household_id"].tolist() == (["H0"] if stays else ["N0"])


def near_and_far(save: float) -> Plan:
    """A plan made by hand: household A is promised to V, though W could do it with ``save`` minutes less on the way."""
    far = 10 + save / 2
    travel = TravelMatrix([[0, 10, 20], [10, 0, far], [20, far, 0]], ["W", "A", "V"])
    people = pd.DataFrame({"worker_id": ["V", "W"], "hours_per_day": 3.0})
    round_ = Round(TUE, TUE, holidays="", wishes=Wishes.none())
    plan = plan_round(pd.DataFrame({"household_id": ["A"], "visit_min": 30}), people, round_, travel, max_iterations=5)
    assert plan.visits["worker_id"].tolist() == ["W"]
    visits = plan.visits.assign(worker_id="V", travel_min=far, arrive="08:30:00", start="08:30:00", depart="09:00:00")
    return replace(plan, visits=visits[list(VISITS)], days=plan.days.assign(worker_id="V")[list(DAYS)])


@pytest.mark.parametrize(("save", "price", "worker"), [(14, 15, "V"), (16, 15, "W"), (16, 20, "V"), (2, 0, "W")])
def test_a_promise_is_broken_only_where_it_pays(save: float, price: float, worker: str) -> None:
    made = replan(near_and_far(save), from_day=TUE, changed_worker_min=price, max_iterations=60)
    assert made.plan.visits["worker_id"].tolist() == [worker]
    assert made.summary["moved_worker"] == (worker == "W")


def test_a_pin_by_day_keeps_the_promised_fieldworker_and_one_by_fieldworker_the_day() -> None:
    by_day = replan(near_and_far(14), from_day=TUE, pins={"A": dt.date(2026, 3, 3)}, max_iterations=60)
    assert by_day.plan.visits["worker_id"].tolist() == ["V"], "15 minutes are asked for a change, and 14 would be saved"
    assert by_day.summary["kept"] + by_day.summary["retimed"] == 1
    nearer = replan(near_and_far(16), from_day=TUE, pins={"A": dt.date(2026, 3, 3)}, max_iterations=60)
    assert nearer.plan.visits["worker_id"].tolist() == ["W"]
    assert "supervisor" not in nearer.changes["why"].iloc[0], "who comes was not set"
    # By fieldworker alone: the day that was promised counts for what it is worth.
    made = plan_round(homes(2), crew(2), WEEK, max_iterations=20)
    first = made.visits.iloc[0]
    other = "W1" if first["worker_id"] == "W0" else "W0"
    set_ = replan(made, from_day="2026-03-02", pins={first["household_id"]: other}, max_iterations=0, changed_day_min=1000)
    now = visits_of(set_.plan).loc[first["household_id"]]
    assert (now["worker_id"], now["date"]) == (other, first["date"])
    assert set_.changes.set_index("household_id").loc[first["household_id"], "why"] == "The supervisor has set who comes."


def test_a_closed_road_is_another_travel_model() -> None:
    plan = near_and_far(0)
    slow = TravelMatrix([[0, 10, 20], [10, 0, 200], [20, 200, 0]], ["W", "A", "V"])
    made = replan(plan, from_day=TUE, travel=slow, max_iterations=30)
    assert made.plan.visits["worker_id"].tolist() == ["W"]
    assert made.plan.travel is slow
    assert made.plan.check() == []


def test_somebody_who_must_not_come_does_not_come_again() -> None:
    plan = planned(count=24)
    first = plan.visits[plan.visits["date"] >= WED].iloc[0]
    made = replan(plan, from_day=WED, forbid={first["household_id"]: first["worker_id"]}, max_iterations=40)
    assert visits_of(made.plan).loc[first["household_id"], "worker_id"] != first["worker_id"]
    assert made.plan.check() == []


def test_a_replan_can_be_replanned() -> None:
    plan = planned(count=24)
    first = replan(plan, from_day=TUE, ill={"W0": [THU]}, max_iterations=20)
    second = replan(first.plan, from_day=WED, ill={"W1": [WED]}, max_iterations=20)
    assert second.plan.check() == []
    visits = second.plan.visits
    assert not ((visits["worker_id"] == "W0") & (visits["date"] == THU)).any()
    assert not ((visits["worker_id"] == "W1") & (visits["date"] == WED)).any()
    assert second.plan.summary["replan"]["away"] == {"W0": [THU], "W1": [WED]}


def test_everything_wrong_is_told_at_once_without_ids_of_households() -> None:
    plan = planned()
    first = plan.visits.iloc[0]["household_id"]
    with pytest.raises(InputProblems) as caught:
        replan(
            plan,
            from_day="2026-04-01",
            done=pd.DataFrame({"household_id": ["Secret1"], "worker_id": ["W0"], "date": ["2026-03-02"]}),
            not_home=["Secret2"],
            ill={"W9": "all"},
            new_households=homes(1).assign(household_id=first),
            removed=["Secret3"],
            pins={"Secret4": "W0"},
            forbid={"Secret5": "W0"},
            changed_day_min=-1,
            seconds=-1,
        )
    text = str(caught.value)
    assert len(caught.value.problems) == 10
    assert "Secret" not in text
    for word in ("from_day", "not_home", "ill", "removed", "pins", "forbid", "changed_day_min", "time_limit_s"):
        assert word in text


@pytest.mark.parametrize(
    "given",
    [
        {"pins": {"H0": ("W0", "2026-03-02")}},  # before the first day that is planned
        {"pins": {"H0": ("W0", "2026-03-09")}},
        {"pins": {"H0": ("", "")}},
        {"pins": {"H0": "W0"}, "removed": ["H0"]},
        {"pins": 5},
        {"not_home": "H0"},
        {"ill": {"W0": ["soon"]}},
        {"from_day": "soon"},
        {"done": pd.DataFrame({"household_id": ["H0"], "worker_id": ["W0"], "date": [WED]})},
        {"new_households": pd.DataFrame({"household_id": ["N0"]})},
        {"travel": "car"},
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InputProblems):
        replan(planned(), **{"from_day": WED, "max_iterations": 1, **given})


def test_a_pin_against_a_rule_is_refused() -> None:
    people = crew(2).assign(skills=["nurse", ""])
    plan = plan_round(homes(4).assign(skills="nurse"), people, WEEK, max_iterations=10)
    name = plan.unserved["household_id"].iloc[0] if len(plan.unserved) else plan.visits["household_id"].iloc[-1]
    with pytest.raises(InputProblems) as caught:
        replan(plan, from_day="2026-03-02", pins={name: "W1"}, max_iterations=1)
    assert "would break a rule" in str(caught.value)


def test_a_calendar_without_some_dates_keeps_the_hours_of_the_others() -> None:
    assert without_dates("", WEEK, [dt.date(2026, 3, 4)]) == "2026-03-02;2026-03-03;2026-03-05;2026-03-06"
    assert without_dates("Mon", WEEK, [dt.date(2026, 3, 4)]) == "Mon"
    assert without_dates("Mon", WEEK, [dt.date(2026, 3, 2)]) == "2026-03-01"


@st.composite
def happenings(draw: st.DrawFn, plan: Plan) -> dict[str, Any]:
    """Whatever may happen to a plan."""
    length = (plan.round.last_day - plan.round.first_day).days
    first = plan.round.first_day + dt.timedelta(days=draw(st.integers(0, length)))
    ids = plan.households["household_id"].tolist()
    team = plan.fieldworkers["worker_id"].tolist()
    past = before(plan, first.isoformat())
    given: dict[str, Any] = {"from_day": first, "not_home": draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))}
    if draw(st.booleans()) and len(past):
        kept = draw(st.lists(st.sampled_from(range(len(past))), unique=True, min_size=1))
        given |= {"done": past.loc[kept, ["household_id", "worker_id", "date"]], "not_home": []}
    if draw(st.integers(0, 2)) == 0:
        given["ill"] = {draw(st.sampled_from(team)): draw(st.sampled_from(["all", [first]]))}
    if draw(st.integers(0, 2)) == 0:
        new = draw(st.lists(household(), min_size=1, max_size=3))
        given["new_households"] = table([{"household_id": f"N{i}", **row} for i, row in enumerate(new)])
    if draw(st.integers(0, 2)) == 0:
        given["removed"] = [draw(st.sampled_from(ids))]
    if draw(st.integers(0, 2)) == 0:
        days = [first + dt.timedelta(days=step) for step in range((plan.round.last_day - first).days + 1)]
        given["pins"] = {draw(st.sampled_from(ids)): draw(st.sampled_from([*team, *days]))}
    if draw(st.integers(0, 3)) == 0 and plan.travel.needs_geometry:
        given["travel"] = StraightLine(1.8)
    return given


@modest(60)
@given(rounds(), st.data())
def test_whatever_happens_the_new_plan_holds_and_the_changes_are_exactly_the_difference(
    drawn: dict[str, Any], data: st.DataObject
) -> None:
    whatever_happens(plan_round(**drawn, max_iterations=2), data)


def whatever_happens(plan: Plan, data: st.DataObject) -> Replanned | None:
    """Let something happen to a plan; the new one, judged, or None where that must be refused."""
    given_ = data.draw(happenings(plan))
    if "new_households" in given_ and isinstance(plan.travel, TravelMatrix):
        del given_["new_households"]  # the matrix does not know them
    try:
        made = replan(plan, **given_, max_iterations=2)
    except InputProblems as error:
        # Nobody is left, nobody works any more, or a pin breaks a rule.
        assert {problem.code for problem in error.problems} <= {"E401", "E402"}
        return None
    first = given_["from_day"].isoformat()
    assert made.plan.check() == []
    if "done" in given_:
        wanted = given_["done"].merge(plan.visits, on=["household_id", "worker_id", "date"])
    else:
        past = before(plan, first)
        wanted = past[~past["household_id"].isin(given_["not_home"])]
    kept = before(made.plan, first)
    keys = ["household_id", "worker_id", "date", "order", "arrive", "start", "depart"]
    assert sorted(map(tuple, kept[keys].to_numpy())) == sorted(map(tuple, wanted[keys].to_numpy()))
    new = made.plan.visits[made.plan.visits["date"] >= first]
    # Whoever asks for several visits may have some behind and some before them.
    asked = made.plan.households.set_index("household_id")["visits"]
    several = set(asked.index[asked > 1])
    assert not set(new["household_id"]) & set(kept["household_id"]) - several
    assert not set(new["household_id"]) & set(given_.get("removed", []))
    for worker, dates in given_.get("ill", {}).items():
        mine = new[new["worker_id"] == worker]["date"]
        assert mine.empty if dates == "all" else first not in set(mine)
    for name, pin in given_.get("pins", {}).items():
        of = new[new["household_id"] == name]
        assert of.empty or str(pin) in {*of["worker_id"], *of["date"]}
        if not of.empty and str(pin) in set(of["worker_id"]):  # each time, also of two
            assert of.groupby("date")["worker_id"].agg(lambda who, pin=pin: str(pin) in set(who)).all()
    told = [*made.plan.visits["household_id"].unique(), *made.plan.unserved["household_id"]]
    assert set(told) == set(made.plan.households["household_id"])
    assert {name for name in told if told.count(name) > 1} <= several
    columns = [name for name in made.changes if name != "why"]
    pd.testing.assert_frame_equal(made.changes[columns], changes(plan, made.plan)[columns])
    assert (made.changes["why"] != "").all()
    assert made.plan.summary["served"] == made.plan.visits["household_id"].nunique()
    counted = {key: made.summary[key] for key in ("kept", "retimed", "moved_worker", "moved_day", "moved_both", "lost")}
    assert sum(counted.values()) == made.summary["promised"] and min(counted.values()) >= 0
    if made.summary["promised"]:
        moved = sum(counted.values()) - counted["kept"] - counted["retimed"]
        assert made.summary["moved_share"] == pytest.approx(moved / made.summary["promised"], abs=1e-6)
    again = changes(plan, made.plan, Kept(made.plan.summary["replan"]["why"]))
    pd.testing.assert_frame_equal(again, made.changes)  # whoever compares reads the reasons that were handed over
    assert not np.isnan(made.plan.summary["travel_min"])
    return made


def test_a_place_that_is_closed_since_is_visited_on_open_days_only_and_the_reason_is_told() -> None:
    plan = planned(count=24)
    shut = [str(name) for name in plan.visits.loc[plan.visits["date"] == WED, "household_id"]][:2]
    spots = plan.households.set_index("household_id").geometry.loc[shut]
    area = gpd.GeoDataFrame(
        {"kind": ["no entry"], "from": [WED], "until": [WED], "reason": ["The road is flooded"]},
        geometry=[shapely.union_all(shapely.buffer(spots.to_numpy(), 1e-6))],
        crs="EPSG:4326",
    )
    made = replan(plan, from_day=WED, restrictions=area, max_iterations=30)
    assert made.plan.check() == []
    assert made.plan.restrictions is not None and len(made.plan.restrictions) == 1
    now = made.plan.visits[made.plan.visits["household_id"].isin(shut)]
    assert WED not in set(now["date"])
    why = made.changes.set_index("household_id")["why"]
    assert all(why[name].startswith("The place cannot be reached on that day any more.") for name in shut)
    again = replan(made.plan, from_day=THU, restrictions=area, max_iterations=1)
    assert again.plan.restrictions is not None and len(again.plan.restrictions) == 2


def test_a_pin_holds_even_where_there_is_no_time_to_search() -> None:
    plan = planned(count=60)
    for name in [*plan.unserved["household_id"][:2], *plan.visits["household_id"][-2:]]:
        made = replan(plan, from_day=TUE, pins={name: "W1"}, max_iterations=0)
        if name in set(before(plan, TUE)["household_id"]):
            continue
        assert visits_of(made.plan).loc[name, "worker_id"] == "W1"
        assert made.plan.check() == []
