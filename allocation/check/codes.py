"""The codes of violations: what each means, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Machine code → what is broken, in plain words. Codes are stable: programs may rely on them.
CODES: Mapping[str, str] = MappingProxyType(
    {
        # the tables themselves
        "bad_table": "A table of the plan lacks a column.",
        "bad_value": "A cell of the plan cannot be read.",
        "unknown_household": "The plan names a household that is not in the list.",
        "unknown_worker": "The plan names a fieldworker who is not in the list.",
        # every household exactly once
        "doubled_visit": "A household is visited more than once.",
        "doubled_unserved": "A household stands more than once among those not reached.",
        "visited_and_unserved": "A household is visited and also stands among those not reached.",
        "visit_missing": "A household is visited less often than it asks for.",
        "one_visitor_missing": "Fewer fieldworkers come to a household at once than must.",
        "missing_household": "A household is neither visited nor among those not reached.",
        # who may be visited
        "do_not_visit": "The household has refused, moved, or must not be visited.",
        "place_unknown": "Nobody knows where the household is.",
        "outside_wards": "The household lies outside every ward.",
        "not_in_round": "The household's ward is not part of the round.",
        # who may visit
        "forbidden_worker": "The household names the fieldworker among those who must not visit it.",
        "worker_not_in_round": "The fieldworker is not available in this round.",
        "no_skill": "The fieldworker lacks a skill that the visit asks for.",
        "no_language": "The fieldworker and the household share no language.",
        "wrong_ward": "The household lies outside the fieldworker's home ward.",
        "too_far": "The household lies farther from the fieldworker's home than allowed.",
        # when
        "wrong_day": "The date lies outside the round.",
        "holiday": "The date is a public holiday.",
        "meeting_day": "The date is the day of the war-room meeting.",
        "not_available": "The fieldworker does not work on this date.",
        "closed_that_day": "Nobody may visit the household's place on this date.",
        "visits_too_close": "Two visits of a household lie closer together than the days between them.",
        "different_starts": "The visitors who come together do not start at the same time.",
        "pin_broken": "A visit is not by the fieldworker, or not on the day, that the supervisor has set.",
        # a day's way
        "wrong_order": "The visits of a day are not numbered 1, 2, 3 and so on.",
        "unreachable": "There is no way from one stop to the next.",
        "wrong_times": "The times do not follow from the way and the order of the visits.",
        "wrong_length": "A visit does not last as long as it should.",
        "outside_hours": "A visit starts when nobody is at home.",
        "too_early": "The fieldworker leaves home before the day begins.",
        "too_late": "The fieldworker comes home after the day ends.",
        "day_too_long": "The fieldworker is out for longer than the hours a day.",
        "no_break": "The fieldworker works for too long without a break.",
        "week_too_long": "The fieldworker works more hours in a week than offered.",
        "overload": "The fieldworker carries more than allowed in a day.",
        # shared vehicles
        "vehicle_unknown": "The plan names a vehicle that is not in the list.",
        "vehicle_not_available": "The vehicle does not drive on this date, or not at these hours.",
        "wrong_vehicle": "The fieldworker may not ride in this vehicle.",
        "too_many_aboard": "The vehicle takes more fieldworkers than it has seats.",
        "tour_broken": "A vehicle's stops are not numbered, do not lead from its start back to it, or are miscounted.",
        "tour_times": "The times of a vehicle's stops do not follow from the way.",
        "not_fetched": "The fieldworker is not fetched where the vehicle dropped her or him.",
        "ride_differs": "The day of a fieldworker who rides does not agree with the vehicle's.",
        # figures
        "wrong_travel": "The minutes or metres of the way to a household are not right.",
        "days_differ": "The table of days does not agree with the visits.",
        # why a household is not reached
        "reason_unknown": "The reason is not one that we know.",
        "reason_wrong": "The reason given is not true.",
        "no_sentence": "The sentence or the smallest fix is blank.",
    }
)
