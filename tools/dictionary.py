"""The words of the data dictionary for what has no contract in ``geo/tables.py``: files of a plan, keys of round.toml."""

from __future__ import annotations

VISITS = {
    "household_id": "The household.",
    "worker_id": "Who comes.",
    "date": "The day, `YYYY-MM-DD`.",
    "order": "Which stop of that worker's day, from 1.",
    "arrive": "Arrival, `HH:MM:SS` local time.",
    "start": "Start of the visit; later than the arrival where the worker has to wait.",
    "depart": "End of the visit.",
    "travel_min": "Minutes of travel from the stop before, or from home (of who rides, from the drop).",
    "distance_m": "Metres of travel from the stop before (straight line times detour); blank with a travel matrix.",
}
DAYS = {
    "worker_id": "The fieldworker.",
    "date": "The day, `YYYY-MM-DD`.",
    "leave": "Leaving home, `HH:MM:SS`.",
    "home": "Being home again. Of who rides in a vehicle the way to it and the ride count too.",
    "visits": "Visits of that day.",
    "work_min": "The worker's minutes that day: from leaving home to being home again, visits, travel and waiting included.",
    "travel_min": "Minutes of travel, the way home included; of who rides only what is walked, from the drop and back to it.",
    "distance_m": "Metres of travel, the way home included; blank with a travel matrix.",
}
RIDES = {
    "vehicle_id": "The shared vehicle; the file is there where a list of vehicles was given.",
    "date": "The day, `YYYY-MM-DD`.",
    "order": "Which stop of the vehicle's day, from 1; a stop for each fieldworker who gets out or in.",
    "action": "`start` (all who ride get in), `drop`, `fetch` or `return` (all are back where they got in).",
    "place": "The household at whose place it stops; at start and return the vehicle's id.",
    "worker_id": "Who is dropped or fetched.",
    "arrive": "When the vehicle is there, `HH:MM:SS`, whole minutes.",
    "depart": "When it leaves; later than the arrival where the driver waits.",
    "ready": "When the fieldworker sets out from the drop, or is back at it.",
    "passengers": "Fieldworkers aboard after the stop.",
}
UNSERVED = {
    "household_id": "The household.",
    "reason": "Why nobody comes: a reason of the list below, or the code under which its row was set aside.",
    "sentence": "The same in a plain sentence.",
    "smallest_fix": "The least that would have to change.",
}
REASONS = {
    "do_not_visit": "It refused, has moved, or must not be visited.",
    "not_in_round": "Its ward is not part of this round.",
    "place_unknown": "Nobody knows where it is.",
    "outside_wards": "It lies outside every ward.",
    "closed": "Its area is closed on every day on which somebody works, or for daylight only at hours when nobody is at home.",
    "no_skill": "No fieldworker has the skill, or none of those who could otherwise come has it.",
    "no_language": "No fieldworker speaks the language, or none of those who could otherwise come does.",
    "too_far": "It is farther from every capable fieldworker's home than allowed; where fieldworkers visit only in their home "
    "ward (`rules.home_ward`), also: nobody who could come is at home in its ward. The sentence says which.",
    "not_allowed": "Those who could come are named among those who must not visit it.",
    "unreachable": "No way leads there within a day.",
    "hours_at_home": "No worker can be there in the hours at home.",
    "no_second": "Two must go together, and nobody who may come finds a second one.",
    "too_few_days": "It asks for more visits than there are days, far enough apart, on which somebody may come.",
    "not_worth_its_way": "It has `prize_min`, and wherever it would fit in, the way (and the wishes that a visit would not "
    "fulfil) would cost as many minutes or more.",
    "workers_full": "All who could come have no time left.",
    "not_finished": "Somebody who could come still has room: the search ran out of time. Plan again with more seconds.",
}
CHANGES = {
    "household_id": "The household.",
    "what": "`dropped`, `new`, `moved worker and day`, `moved worker`, `moved day`, `order changed` or `time changed` (by a "
    "minute or more).",
    "from_worker": "Who was to come; blank for a new visit.",
    "from_date": "On which day.",
    "from_time": "At what time the visit was to start.",
    "to_worker": "Who comes now; blank for a visit that falls away.",
    "to_date": "On which day.",
    "to_time": "At what time the visit starts now.",
    "why": "Why, in a plain sentence that names nobody.",
}
QUARANTINE = {
    "file": "The file that the row stands in.",
    "row": "Its row number, as a spreadsheet shows it; the number of the feature in a layer.",
    "code": "The code of the first fault, or of what was mended; see the [error codes](error-codes.md).",
    "sentence": "Everything that is wrong with the row, or what was mended.",
    "record": "The row as it was, as JSON; of a mended cell that cell alone.",
    "done": "`set aside`: the row is not planned with. `mended`: one cell was changed and the row is planned with.",
    "column": "Of a mended cell: the column, as the file calls it.",
    "before": "Of a mended cell: what stood there. Places are written as latitude and longitude.",
    "after": "Of a mended cell: what stands there now.",
}
NEAREST = {
    "household_id": "The household; a row a household and sector.",
    "sector": "The service, as most of its points spell it.",
    "point_id": "The nearest point; of equally near ones the first id in text order. Blank where none is reachable.",
    "minutes": "Minutes of travel to it, one way; blank where unreachable.",
}
SITES = {
    "point_id": "The new point.",
    "households": "Households that go there.",
    "minutes_mean": "Their mean minutes of travel, one way; blank where nobody goes there.",
}
VENUES = {
    "ward_id": "The ward; a row for each of its new points, or one that says why it has none.",
    "ward": "What it is called.",
    "point_id": "The new point; blank where there is none.",
    "name": "Its name in the list of candidates.",
    "households": "Households of the ward that go there.",
    "minutes_mean": "Their mean minutes of travel, one way; blank where nobody goes there.",
    "candidates": "Candidates in the ward or near it.",
    "fitting": "Those of them that have all that is required.",
    "why": "Why there is no new point: the rule that no candidate fulfils; blank where there is one.",
}
TOGETHER_CURVE = {
    "least": "Fewest households (or people) that a point may serve.",
    "plan": "`separate` (each service has points of its own) or `together` (one point for all).",
    "points": "Points.",
    "services": "Services offered in all points together: a point with three services counts three.",
    "cost": "Points × what a point costs + services × what a service costs.",
    "hours": "Hours on the way, there and back, of everybody for all needs once.",
    "minutes_mean": "Minutes one way, mean over needs that are served; blank where none is.",
    "share_within": "Share of all needs that have their point within the threshold.",
    "not_served": "Needs that no point can be kept up for, since too few have them.",
    "gap": "How far the travel of a group may be from the least at most, as a share; 0 where it is proved the least.",
}
TOGETHER_WAYS = {
    "together": "Which services share a point: `+` within a point, `;` between points.",
    **{name: TOGETHER_CURVE[name] for name in list(TOGETHER_CURVE)[2:]},
    "efficient": "`yes` where no other way has no more points, services, hours and needs not served, and less of one of them.",
}
TOGETHER_POINTS = {
    "point_id": "A point of the first way of ways.csv.",
    "services": "What it offers.",
    "households": "Households that go there.",
    "minutes_mean": "Their mean minutes one way.",
}
CENTRES = {
    "point_id": "The centre: a candidate, or the area in whose middle it lies.",
    "name": "Its name.",
    "areas": "Areas that it serves, between the least and the most.",
    "people": "People in them; wards where no figures are given.",
    "minutes_mean": "Minutes one way from the middles of its areas, mean by people.",
    "minutes_longest": "The longest of these ways.",
}
SERVED_AREAS = {
    "area_id": "The area, a municipality say; a row each.",
    "name": "Its name.",
    "people": "People in it: the sum of its wards.",
    "point_id": "The centre that serves it.",
    "minutes": "Minutes one way from the middle of where its people live.",
}
STOPS = {
    "point_id": "The stop.",
    "name": "Its name in the list of candidates.",
    "households": "Households for whom it is the nearest stop or point.",
    "minutes_mean": "Their mean minutes one way.",
    "visit_min": "Minutes that a vehicle stays: to set up and pack, and for each one who comes.",
    "days": "Days of a round that it takes: more than one where all who come do not fit into a day.",
    "dates": "All dates on which a vehicle comes.",
}
STOP_DATES = {
    "date": "The day.",
    "weekday": "What day of the week it is.",
    "round": "Which round, from 1.",
    "vehicle": "Which vehicle.",
    "order": "Which stop of its day, from 1.",
    "point_id": "The stop.",
    "arrive": "When the vehicle arrives, local time.",
    "depart": "When it drives on.",
    "moved_from": "The day that it would have been, where that is a holiday; blank else.",
}
STOPS_LEFT = {
    "round": "The round in which no vehicle comes.",
    "point_id": "The stop.",
    "why": "Why.",
}
ASSIGNED = {
    "household_id": "The household; a row each.",
    "point_id": "The point that it goes to, new or existing: the nearest, with capacities one with room. Blank for none.",
    "minutes": "Minutes of travel to it, one way; blank where it goes nowhere.",
}
MEASURES = {
    "household_id": "The household.",
    "sector": "The service.",
    "within": "`yes` where the nearest point is within the threshold.",
    "opportunities": "Points within the threshold.",
    "capacity_within": "Their capacity together.",
    "e2sfca": "Capacity for each person (E2SFCA); 0 where nothing is in reach, blank where the place is unknown.",
}
AREAS = {
    "level": "`cell` (H3), `ward`, `municipality`, `district` or `province`.",
    "area_id": "The area; blank for households that lie in none.",
    "name": "Its name; of a ward its number.",
    "sector": "The service.",
    "households": "Households.",
    "people": "Their people.",
    "place_unknown": "Households whose place nobody knows.",
    "unreachable": "Households that can reach no point.",
    "households_within": "Households within the threshold.",
    "people_within": "Their people.",
    "share_within": "Share within the threshold of those whose place is known, weighted as `--weight` says.",
    "minutes_mean": "Mean minutes to the nearest point, so weighted.",
    "minutes_median": "Median minutes, so weighted.",
    "opportunities_mean": "Mean number of points within the threshold, so weighted.",
    "e2sfca": "Capacity for each person, the mean over people.",
}
GAPS = {
    "ward_id": "The ward; blank for households that lie in none. In the layer `cells`: `cell`.",
    "sector": "The service: each that has a point or that a household names.",
    "households": "Households of the list; the six numbers that follow and `need_place_unknown` add up to it.",
    "no_need": "Asked, and the sector is not listed.",
    "met": "The sector is among `needs_met`.",
    "unmet": "It is among `needs`, and a point is within the threshold.",
    "never_asked": "`last_profiled` is blank, where the list has that column.",
    "asked_long_ago": "`last_profiled` is older than `--asked-months`.",
    "out_of_reach": "It is among `needs`, and no point is within the threshold, or there is none at all.",
    "share_within": "Share of all households (of known place) within the threshold of a point, weighted as `--weight` says.",
    "e2sfca": "Capacity for each person, the mean over people.",
    "need_place_unknown": "It is among `needs`, there are points, and nobody knows where the household is.",
}
CATEGORY = {
    "household_id": "The household; a row a household and sector.",
    "sector": "The service.",
    "category": "`no_need`, `met`, `unmet`, `never_asked`, `asked_long_ago`, `out_of_reach` or `need_place_unknown`.",
}
BY_AREA = {
    "layer": "What the layer of areas is called: by its layer, else by its file; with `--areas`.",
    "area_id": "The area; blank for households that lie in none, or of unknown place.",
    "name": "Its name, where the layer has one; else its id.",
    **{name: text for name, text in GAPS.items() if name != "ward_id"},
}
ROUND_GAPS = {
    "ward_id": "The ward; with `--plan`.",
    "planned_for": "Households of the list that the plan was asked for.",
    "reached": "Those that it visits.",
    "not_reached": "Those that it does not.",
    "share_not_reached": "Their share; blank where it was asked for nobody. `--weigh not_reached=1` weighs it, drawn to all.",
}
INDICATORS = {
    "ward_id": "The ward; the file is there where `--indicators` was given.",
    "indicator": "The heading of the figure.",
    "value": "The figure as given; blank where it was.",
}
HOTSPOTS = {
    "ward_id": "The ward; with `--hot-spots`. Defined in [methods](methods.md#hot-and-cold-spots).",
    "sector": "The service.",
    "share": "Of the households asked in time, those who need it and do not get it, drawn towards that of all (0 to 1).",
    "neighbours": "Wards that touch this one and in which somebody was asked.",
    "gi_z": "Getis and Ord's Gi*, as a standard score; blank where the ward is not judged.",
    "gi_q": "Share of false finds at which it is found hot or cold.",
    "spot": "`hot`, `cold`, or blank.",
    "moran_i": "Anselin's local Moran.",
    "moran_q": "Share of false finds at which it is found.",
    "cluster": "`high among high`, `low among low`, `high among low`, `low among high`, or blank.",
}
COMPOSITE = {
    "ward_id": "The ward; with `--weigh`. Defined in [methods](methods.md#several-figures-in-one-index).",
    "index": "0 to 100; 100 would be the worst in every figure.",
    "rank": "1 for the worst.",
    "known": "Share of the weight whose figures the ward has.",
    "in_worst": "Share of draws of the weights in which it is among the worst five; ties count by their share of the places.",
    "rank_low": "The least of its ranks in the middle nine tenths of draws.",
    "rank_high": "The greatest of them.",
}
CURVES = {
    "change": "`worker`, `day`, `vehicle`, `skill`, `language` or `point`.",
    "amount": "How many more; 0 is the plan as it is.",
    "served": "Households visited; of `point`: with a service point in reach. Never fewer than with one less.",
    "priority_served": "Share of the priority (0–1) that they are; never less than with one less, but of `point`.",
    "hours": "Hours at work of all fieldworkers: visits, travel and waiting; of `point`: of way, all households, one way.",
}
_AS_IN_CURVES = "As in curves.csv."
STEPS = {
    "change": _AS_IN_CURVES,
    "amount": _AS_IN_CURVES,
    "what": "What the last unit is: like whom and living where, which day, who learns what.",
    "served": _AS_IN_CURVES,
    "more": "Households by this unit; of the first against the same round searched on as long.",
    "bound_served": "Households that no plan with so much could exceed; blank where that is not known.",
    "bound_priority_served": "The same of the priority.",
}
FINISH_BY = {
    "change": "`worker`: fieldworkers more until the date; `day`: days more with the team as it is.",
    "amount": _AS_IN_CURVES,
    "what": "As in steps.csv.",
    "last_day": "Of the round.",
    "served": _AS_IN_CURVES,
    "priority_served": _AS_IN_CURVES,
    "hours": _AS_IN_CURVES,
    "left": "Of the households that can be served, how many are not.",
}
SUMMARY = {
    "served": "Households that are visited.",
    "households": "Rows of the household file, those set aside included.",
    "asked": "Households that the round asks for: without those set aside, refused, outside or in other wards.",
    "quarantined": "Rows of the household file that were set aside; they stand in `unserved.csv` too. Totals (`E215`), rows left "
    "out (`E219`) and doubles (`E232`) are among them, so that every row is accounted for; pages, workbook and maps do not "
    "count those as households.",
    "set_aside": "Rows that were set aside of each list, as `quarantine.csv` lists them.",
    "repaired": "Cells that were mended in all lists, as `quarantine.csv` lists them.",
    "priority_served": "Share of the priority weight (priority + 1; 0 for households with `prize_min`) that is served, 0 to 1.",
    "travel_min": "Minutes of travel of the whole plan, all legs.",
    "prize_min": "Only where households have `prize_min`: minutes `collected` with those that are visited, minutes of `travel` "
    "of the whole plan, `net` (collected less travel), the most that any plan could have of it (`bound`), and how far the plan "
    "may be from that (`gap`, a share of it).",
    "joint": "`visits` that two make at once, and visits `saved`: the services that visitors bring to all households, less the "
    "visits that they make, were each service brought by a visit of its own.",
    "vehicles": "Where a list of vehicles was given: `vehicle_days` on which one drives, `worker_days` on which somebody rides.",
    "bound": "The best that any plan could reach: `served`, `priority_served`, and the least `travel_min`.",
    "gap": "How far the plan may be from the best, as a share of the priority weight.",
    "travel_gap": "Share of the plan's travel that one that visits as many households could save at most: (`travel_min` less the "
    "least of `bound`) / `travel_min`. Where as many are visited as `bound` allows, it is how far the plan may be from the best.",
    "seconds": "Seconds of computing.",
    "seed": "The seed of the search.",
    "version": "The version of Wardround.",
    "checked": "Whether the independent checker found every rule kept.",
    "reasons": "How many households are not reached, by reason or code.",
    "inputs": "The input files: path from this folder → sha256; every part of a shapefile.",
    "sources": "Which of the inputs are the wards, households, fieldworkers and the round; `path::LAYER` names a layer.",
    "settings": "The whole of round.toml as used, defaults filled in; `wards` and `workers` stand there only where the round "
    "names some, `import` only where round.toml answers a question.",
}
ROUND = {
    "name": "A name for the round.",
    "kind": "`profiling` or `service`. `follow_up`, `back_check` and `campaign` are refused for now (E405).",
    "first_day": "First day, as `2026-03-02`. Needed.",
    "last_day": "Last day. Needed.",
    "wards": "Codes or numbers of the wards to visit in; all where left out.",
    "workers": "Ids of the fieldworkers who are available; all where left out.",
    "holidays": 'Country whose public holidays are free, as in `ZA` or `GB-SCT`; `""` for none.',
    "meeting_day": 'Weekday of the war-room meeting, on which nobody visits (`Mon` to `Sun`); `""` for none.',
    "meeting_time": "Hours of the meeting, as `09:00-11:00`: on its day everybody works the longer part before or after it. "
    'With `""` the meeting takes the whole day.',
    "minutes_per_visit": "Minutes a visit by settlement, where a household states none.",
    "minutes_for_finding": "Minutes added where the place is not exact, by place accuracy.",
}
TRAVEL = {
    "model": "`straight_line`, or `roads`; a matrix can be given in Python only.",
    "detour_factor": "How much longer the way is than the straight line; one number from 1 to 10, or a table by settlement. With "
    "`roads` that of walks off the road, one number.",
    "speed_kmh": "Kilometres an hour by mode: walk 0.5 to 15, bicycle 1 to 60, car 1 to 200. With `roads` the speeds of classes "
    "and surfaces change with them ([methods](methods.md)).",
    "roads": "With `roads`: an OpenStreetMap `.osm.pbf`, or a layer of lines as `FILE::LAYER`; a path from the folder "
    "of round.toml.",
    "elevation": "With `roads`: a GeoTIFF of metres above the sea, by which people on foot are slower; a path likewise.",
    "crossings": "With `roads`: whether lines of a layer meet where they cross without a common vertex; else one is a bridge.",
    "barriers": "Rivers, fences and railways that nobody crosses: a layer of lines or areas as `FILE::LAYER`, bridges and fords "
    "among its rows ([methods](methods.md)); a path from the folder of round.toml.",
    "bridges": "A layer of which every row is a bridge or a ford, where they are not in that of the barriers; a path likewise.",
    "month": "Month of travel, 1 to 12, for fords that are closed in some; 0 for the months of the round, or, with no round, a "
    "ford that is closed in any month counts as closed.",
    "off_road_most_m": "With `roads`: straight metres to a road from which on a place is unreachable, 0 to 50,000.",
}
RULES = {
    "needs": "Whether the visitor must have the skill of the household's needs: `off`, `any`, `all`. Left out: off in a "
    "profiling round, any in a service round.",
    "max_distance_m": "Longest straight line from home to household in metres, 0 for no limit.",
    "language": "Whether visitor and household must share a language.",
    "home_ward": "Whether workers visit only in their home ward: the stated one, else the one around the home. Where nobody "
    "knows it the plan is refused (E408).",
    "need_skills": "Table need → skill; a need that is left out asks for the skill of its own name.",
    "days_between": "Days from one visit of a household to the next, at least, where it is visited more than once; 1 for any "
    "two different days.",
    "daylight": "Hours of daylight: in an area of restrictions for daylight only a visit lies wholly inside them.",
    "lunch_min": "Minutes of the break that everybody takes once a day, after a visit, where the day is longer than "
    "`lunch_after_h`; it counts into the day's hours. 0 for no rule.",
    "lunch_after_h": "Longest stretch of work without that break, in hours.",
    "joint": "In a service round: a household whose skills and needs no one fieldworker has, but two have together, is "
    "visited by two at once.",
}
#: In the order of the values in :mod:`allocation.wishes`, which are put in where ``{}`` stands.
WISHES = {
    "language": "Visitor and household share a language. A point is worth {} minutes of travel for each visit without.",
    "home_ward": "Workers stay in their home ward. A point is worth {} minutes of travel for each visit outside it.",
    "same_worker": "The worker of last time comes again. A point is worth {} minutes of travel for each visit by another.",
    "fair_load": "Workers carry alike. A point is worth {} minutes of travel for each minute of work above the fair share (the "
    "team's hours from leaving to being home, shared out by the hours that each has): at 10 an hour less for somebody above it "
    "may cost half an hour more on the way. It moves visits only to people who may do them and are near enough for that price, "
    "and never leaves a household out.",
    "compact": "A worker's households lie close to home and together. A point makes each minute between home and household "
    "count {} minutes more.",
}
#: Why each key has the default it has.
WHY = {
    "round.kind": "The first job of a war room is to know its households.",
    "round.wards": "The whole list is meant unless wards are named.",
    "round.workers": "Everybody on the list is available unless some are named.",
    "round.holidays": "Wardround is made for South Africa.",
    "round.meeting_day": "Each war room has its own day, or none.",
    "round.minutes_per_visit": "Home visits take 20 to 50 % longer in rural and deep rural areas (time-use study, PMC6991961).",
    "round.minutes_for_finding": "A choice of ours; set it from experience.",
    "travel.model": "It needs no road map and works everywhere.",
    "travel.detour_factor": "A usual ratio of way to straight line; measure some of your own ways.",
    "travel.off_road_most_m": "An hour and a half's walk; farther off nobody would say that it is by the road.",
    "travel.speed_kmh": "A walk on the flat (doi 10.1016/j.physio.2010.12.004); a bicycle and a car on gravel.",
    "rules.needs": "Anybody may profile; a service needs somebody who can give it.",
    "rules.max_distance_m": "The hours of a day limit the way already.",
    "rules.language": "As a must it leaves households out; as a wish it does not.",
    "rules.home_ward": "As a must it leaves households out where a ward has too few workers.",
    "round.meeting_time": "A meeting takes the day unless you say when it is over.",
    "rules.days_between": "Two visits on one day are one visit.",
    "rules.daylight": "Light enough on most days of the year in South Africa.",
    "rules.lunch_min": "Many work less than five hours; set it where days are longer.",
    "rules.lunch_after_h": "The Basic Conditions of Employment Act 75 of 1997, section 14.",
    "rules.joint": "Two people at one door are two people less elsewhere.",
    "rules.need_skills": "Each need asks for the skill of its own name until you say otherwise.",
    "wishes.language": "At 3 it outweighs a walk of 15 minutes and not a longer one.",
    "wishes.home_ward": "At 2 it outweighs 6 minutes: neighbours over the boundary are not left to a far worker.",
    "wishes.same_worker": "At 2 it outweighs 6 minutes: a known face, but not at any price.",
    "wishes.fair_load": "At 3 a difference of 40 minutes outweighs 6 minutes of travel.",
    "wishes.compact": "A little, so that each community knows its worker.",
}
IMPORT = {
    "columns": 'Table their heading → our column, `""` to leave it out.',
    "words": "Tables our column → what its words mean, as `[import.households.words.priority]` with `high = 80` below it. "
    "Capitals, accents and signs make no difference.",
    "layer": "The layer or sheet to read.",
    "encoding": "The text encoding, as `utf-8` or `cp1252`.",
    "crs": "The system of the coordinates: `EPSG:4326`, `Lo29`, `Cape Lo29`, or any other EPSG code.",
    "axis_order": "`lat_lon` or `lon_lat`: which of the two coordinates comes first.",
    "sign": "`south` where minus signs are missing, `as_given` where the latitudes are right as they are.",
    "date_order": "`dmy` or `mdy`: how dates like 05/06/2024 are meant.",
    "date_system": "`1900` or `1904`: the calendar of day numbers in spreadsheets.",
    "zero_fill": "The length to which ids of digits are filled with zeros in front.",
    "number_rows": "`true` numbers the rows of a list without ids in their order: `H0001` for households, `W001` for "
    "fieldworkers; wards get codes of their municipality and number, as `EC104-01`. Row numbers change when "
    "rows are put in, taken out or sorted.",
    "entries": "Numbers of rows that look like a total or a note and belong to the list all the same, as `[14, 20]`.",
    "any column of ours": 'A value for the whole file, as `sector = "health"`.',
}
