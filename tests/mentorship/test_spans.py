"""The algebra of stretches of time, against counting hours."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mentorship import spans

BEGIN = datetime(2027, 6, 15, tzinfo=UTC)
HOURS = range(40)


def at(hour):
    return BEGIN + timedelta(hours=hour)


def span(pair):
    return at(min(pair)), at(max(pair))


def hours(stretches):
    return {hour for hour in HOURS for since, until in stretches if since <= at(hour) < until}


STRETCHES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(span), max_size=5)


@given(STRETCHES)
def test_a_union_holds_the_same_hours_in_stretches_apart(stretches):
    joined = spans.union(stretches)
    assert hours(joined) == hours(stretches)
    assert all(before[1] < after[0] for before, after in pairwise(joined))
    assert all(since < until for since, until in joined)


@given(st.lists(st.tuples(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(span), STRETCHES), max_size=4))
def test_a_group_is_away_when_each_of_its_members_is(people):
    people = [(belongs, spans.union(away)) for belongs, away in people]
    expected = set()
    for hour in HOURS:
        members = [away for belongs, away in people if hour in hours([belongs])]
        if members and all(hour in hours(away) for away in members):
            expected.add(hour)
    assert hours(spans.when_all_are_away(people)) == expected


@given(STRETCHES, st.integers(0, 40), st.integers(1, 30))
def test_time_passes_without_the_stretches(stretches, since, length):
    away = spans.union(stretches)
    counted, hour = 0, since
    while counted < length:
        counted += hour not in hours(away)
        hour += 1
    assert spans.after(at(since), timedelta(hours=length), away) in (at(hour), *(end for _s, end in away))
    assert spans.after(at(since), timedelta(hours=length), away) <= at(hour)
