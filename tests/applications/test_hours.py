"""The hours that are left, against a slow restatement: a calendar in which every day is written down."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from applications.hours import Duty, hours_left

BEGINS = date(2027, 6, 15)
DAYS = some.integers(-20, 150).map(lambda number: BEGINS + timedelta(days=number))
DUTIES = some.lists(
    some.builds(
        lambda first, length, hours: Duty(first, first + timedelta(days=length), hours),
        DAYS,
        some.integers(0, 90),
        some.none() | some.integers(1, 80),
    ),
    max_size=5,
)
WEEKS = some.integers(1, 18)
HOURS = some.integers(0, 60)


def slowly(begins, weeks, hours, duties):
    """A calendar in which every day is written down, then struck out."""
    calendar = {begins + timedelta(days=number): Fraction(hours, 7) for number in range(7 * weeks)}
    for duty in duties:
        for day in list(calendar):
            if day >= duty.first and not day > duty.last:
                calendar[day] -= Fraction(duty.hours, 7) if duty.hours else 1_000_000
    days = [max(calendar[day], Fraction(0)) for day in sorted(calendar)]
    return [sum(days[start : start + 7]) for start in range(0, len(days), 7)]


@given(WEEKS, HOURS, DUTIES)
def test_what_is_left_is_what_a_calendar_says(weeks, hours, duties):
    assert hours_left(BEGINS, weeks, hours, duties) == slowly(BEGINS, weeks, hours, duties)


@given(WEEKS, HOURS, DUTIES)
def test_nobody_has_more_than_they_said_nor_less_than_nothing(weeks, hours, duties):
    assert all(0 <= left <= hours for left in hours_left(BEGINS, weeks, hours, duties))


@given(WEEKS, HOURS, DUTIES, DUTIES)
def test_another_duty_never_gives_hours_back(weeks, hours, duties, more):
    before, after = (hours_left(BEGINS, weeks, hours, some) for some in (duties, duties + more))

    assert all(now <= was for now, was in zip(after, before, strict=True))


@given(WEEKS, HOURS, DUTIES)
def test_their_order_says_nothing(weeks, hours, duties):
    assert hours_left(BEGINS, weeks, hours, duties) == hours_left(BEGINS, weeks, hours, duties[::-1])


@pytest.mark.parametrize(
    ("duties", "expected"),
    [
        ([], [30, 30, 30]),
        ([Duty(BEGINS, BEGINS + timedelta(days=6))], [0, 30, 30]),
        ([Duty(BEGINS + timedelta(days=7), BEGINS + timedelta(days=20), 10)], [30, 20, 20]),
        ([Duty(BEGINS, BEGINS, 10), Duty(BEGINS, BEGINS, 200)], [Fraction(180, 7), 30, 30]),
    ],
)
def test_examples(duties, expected):
    assert hours_left(BEGINS, 3, 30, duties) == expected
