"""Whoever keeps the rhythm they were told is never asked; whoever stops is, in time. 400 mentorships of each kind."""

from datetime import timedelta

import pytest

from . import rhythm


@pytest.mark.parametrize("kind", rhythm.KINDS, ids=lambda kind: kind.name)
def test_who_keeps_the_rhythm_is_not_asked_and_who_stops_is(kind):
    row = rhythm.simulate(kind)
    assert (row.mentorships, row.too_early, row.never_asked) == (400, 0, 0)
    if kind.keeps_rhythm:
        assert row.asked == 0
    else:
        assert row.asked > 200
        assert row.longest <= timedelta(days=kind.within)
