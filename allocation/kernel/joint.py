"""Households that ask for more than one visit by one visitor: two at once, or several times with days between."""

from __future__ import annotations

from allocation.kernel.clock import opening
from allocation.kernel.compiled import compiled
from allocation.kernel.data import ENDLESS, FAR, Data, Ints, State
from allocation.kernel.dice import Dice
from allocation.kernel.journal import Journal, note
from allocation.kernel.place import NEVER, PLACES, Scratch, cheapest_among, fair, may_take, room, tried_length
from allocation.kernel.routes import put_in, take_out

#: By how much the date on which a visit must be is made cheaper: more than visits cost, and precise in sums with them.
_CHEAP = 1e12
#: Columns of an offer for a date: route and place of the first visitor, of the second (-1: none), and the agreed second.
_ROUTE, _PLACE, _OTHER_ROUTE, _OTHER_PLACE, _WHEN = 0, 1, 2, 3, 4


@compiled
def put_in_jointly(
    data: Data, state: State, journal: Journal, scratch: Scratch, dice: Dice, household: int, worth: float, blink: float
) -> bool:
    """Put in all visits of a household, or none where that costs more than ``worth`` or cannot be done."""
    dates = len(data.ordinal)
    price, offers = scratch.price, scratch.offers
    for date in range(dates):
        price[date] = NEVER
        offers[date, _OTHER_ROUTE] = offers[date, _WHEN] = -1
        if data.open_on[household, date]:
            if data.visitors[household] == 1:
                price[date] = _alone(data, state, scratch, dice, household, date, blink, offers[date])
            else:
                price[date] = _two(data, state, scratch, household, date, offers[date])
    chosen = scratch.chosen[: data.visits[household]]
    # Visits of one week share its hours: where they do not hold all that are cheapest, other dates are looked for.
    for _ in range(dates):
        if not _dates_with(data, scratch, household, chosen) < worth:
            return False
        failed = _take_all(data, state, journal, household, offers, chosen)
        if failed < 0:
            return True
        price[failed] = NEVER
    return False


@compiled
def _take_all(data: Data, state: State, journal: Journal, household: int, offers: Ints, chosen: Ints) -> int:
    """Make the visits of the chosen dates; -1, or the date that failed, and then none is made."""
    for visit in range(len(chosen)):
        if not _take(data, state, journal, household, offers[chosen[visit]]):
            while state.held[household] > 0:
                route = state.spots[household, 0]
                note(journal, state, route)
                take_out(data, state, route, household)
            return int(chosen[visit])
    return -1


@compiled
def _alone(data: Data, state: State, scratch: Scratch, dice: Dice, household: int, date: int, blink: float, offer: Ints) -> float:
    """Price of the cheapest visit on a date by one visitor."""
    best = cheapest_among(data, state, scratch, household, blink, dice, date)
    if best < NEVER:
        offer[_ROUTE], offer[_PLACE] = scratch.found[0], scratch.found[1]
    return best


@compiled
def _two(data: Data, state: State, scratch: Scratch, household: int, date: int, offer: Ints) -> float:
    """Price of the cheapest visit on a date by two who are there at the same time."""
    # Of each place that might do: route, place, earliest and latest start, price.
    places, count = scratch.places, 0
    for at in range(data.date_at[date], data.date_at[date + 1]):
        route = data.on_date[at]
        if data.may[data.worker[route], household] and may_take(data, state, route, household):
            count = _places(data, state, scratch, route, household, count)
    best = NEVER
    for one in range(count):
        for other in range(one + 1, count):
            price = float(places[one, 4] + places[other, 4])
            if price >= best:
                continue
            first, second = data.worker[places[one, 0]], data.worker[places[other, 0]]
            brought = data.brings[first, household] | data.brings[second, household]
            if first == second or (brought & data.wanted[household]) != data.wanted[household]:
                continue
            when = opening(data.win_at, data.win, household, max(places[one, 2], places[other, 2]))
            if when > min(places[one, 3], places[other, 3]):
                continue
            grown = _grown(data, state, scratch, places[one], household, when)
            also = _grown(data, state, scratch, places[other], household, when)
            if grown >= ENDLESS or also >= ENDLESS:
                continue
            price += fair(data, first, state.total[first] + grown) - fair(data, first, state.total[first])
            price += fair(data, second, state.total[second] + also) - fair(data, second, state.total[second])
            if price < best:
                best = price
                offer[_ROUTE], offer[_PLACE] = places[one, 0], places[one, 1]
                offer[_OTHER_ROUTE], offer[_OTHER_PLACE] = places[other, 0], places[other, 1]
                offer[_WHEN] = when
    return best


@compiled
def _grown(data: Data, state: State, scratch: Scratch, place: Ints, household: int, when: int) -> int:
    """Seconds by which the route grows; :data:`ENDLESS` where it cannot be done."""
    route = place[0]
    length = tried_length(data, state, scratch, route, place[1], household, when)
    grown = length - state.work[route]
    return int(grown) if length >= 0 and grown <= room(data, state, route) else ENDLESS


@compiled
def _places(data: Data, state: State, scratch: Scratch, route: int, household: int, count: int) -> int:
    """Add the cheapest places of a route, with the earliest and the latest start of a visit there."""
    homes, worker, stops = len(data.mode), data.worker[route], state.filled[route]
    legs, node = data.travel[data.mode[worker]], homes + household
    price = data.wish[worker, household] + data.day_price[household, data.date[route]]
    _reach(data, state, scratch, route)
    early, late, places = scratch.early, scratch.late, scratch.places
    found = 0
    here = worker
    for place in range(stops + 1):
        then = homes + state.stops[route, place] if place < stops else worker
        there, on = int(legs[here, node]), int(legs[node, then])
        direct = int(legs[here, then]) if stops > 0 else 0
        here = then
        if there >= FAR or on >= FAR:
            continue
        first = opening(data.win_at, data.win, household, early[place] + there)
        last = late[place] - on - data.service[household]
        if first > last:
            continue
        total = there + on - direct + price
        if found < PLACES:
            slot = count + found
            found += 1
        else:
            slot = count
            for other in range(count + 1, count + found):
                if places[other, 4] > places[slot, 4]:
                    slot = other
            if places[slot, 4] <= total:
                continue
        places[slot, 0], places[slot, 1], places[slot, 2], places[slot, 3], places[slot, 4] = route, place, first, last, total
    return count + found


@compiled
def _reach(data: Data, state: State, scratch: Scratch, route: int) -> None:
    """Earliest leaving of the stop before each place, and latest being at the stop after it; breaks left out."""
    homes, worker, stops = len(data.mode), data.worker[route], state.filled[route]
    legs = data.travel[data.mode[worker]]
    early, late = scratch.early, scratch.late
    early[0] = data.start[route]
    here = worker
    for place in range(stops):
        stop = state.stops[route, place]
        clock = early[place] + legs[here, homes + stop]
        fixed = state.fixed[route, place]
        clock = fixed if fixed >= 0 else opening(data.win_at, data.win, stop, clock)
        early[place + 1] = clock + data.service[stop]
        here = homes + stop
    late[stops] = data.end[route]
    then = worker
    for place in range(stops - 1, -1, -1):
        stop = state.stops[route, place]
        clock = late[place + 1] - legs[homes + stop, then] - data.service[stop]
        fixed = state.fixed[route, place]
        late[place] = fixed if fixed >= 0 else _closing(data, stop, clock)
        then = homes + stop


@compiled
def _closing(data: Data, household: int, when: int) -> int:
    """The last second up to ``when`` at which a visit may start."""
    first, last = data.win_at[household], data.win_at[household + 1]
    if first == last:
        return when
    for row in range(last - 1, first - 1, -1):
        if when >= data.win[row, 0]:
            return int(min(when, data.win[row, 1]))
    return -ENDLESS


@compiled
def _dates_with(data: Data, scratch: Scratch, household: int, chosen: Ints) -> float:
    """The cheapest dates for all visits of a household, that on which one must be among them; their price."""
    must = data.must_on[household]
    if must < 0:
        return _dates(data, scratch, chosen)
    own = scratch.price[must]
    if own >= NEVER:
        return NEVER
    # Cheaper than any others: it is chosen wherever the days between allow that.
    scratch.price[must] = own - _CHEAP
    total = _dates(data, scratch, chosen)
    scratch.price[must] = own
    if total >= NEVER:
        return NEVER
    for visit in range(len(chosen)):
        if chosen[visit] == must:
            return float(total + _CHEAP)
    return NEVER


@compiled
def _dates(data: Data, scratch: Scratch, chosen: Ints) -> float:
    """The cheapest dates for all visits with the days between; their price."""
    price, best, came = scratch.price, scratch.best, scratch.came
    dates, visits = len(price), len(chosen)
    for visit in range(visits):
        for date in range(dates):
            best[visit, date] = NEVER
            came[visit, date] = -1
            if price[date] >= NEVER:
                continue
            if visit == 0:
                best[visit, date] = price[date]
                continue
            for earlier in range(date):
                if data.ordinal[date] - data.ordinal[earlier] < data.gap or best[visit - 1, earlier] >= NEVER:
                    continue
                total = best[visit - 1, earlier] + price[date]
                if total < best[visit, date]:
                    best[visit, date] = total
                    came[visit, date] = earlier
    last = 0
    for date in range(1, dates):
        if best[visits - 1, date] < best[visits - 1, last]:
            last = date
    total = best[visits - 1, last]
    if total >= NEVER:
        return NEVER
    for visit in range(visits - 1, -1, -1):
        chosen[visit] = last
        last = came[visit, last]
    return float(total)


@compiled
def _take(data: Data, state: State, journal: Journal, household: int, offer: Ints) -> bool:
    """Make the visit of an offer; False where the hours of a week or of the round are used up by an earlier one."""
    route, other = offer[_ROUTE], offer[_OTHER_ROUTE]
    note(journal, state, route)
    if not put_in(data, state, route, offer[_PLACE], household, offer[_WHEN]) or room(data, state, route) < 0:
        return False
    if other >= 0:
        note(journal, state, other)
        if not put_in(data, state, other, offer[_OTHER_PLACE], household, offer[_WHEN]) or room(data, state, other) < 0:
            return False
    return True
