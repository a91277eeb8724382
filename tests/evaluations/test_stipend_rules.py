"""How a pot is divided: against an independent restatement in whole cents, and over any order of what may happen."""

from hypothesis import given
from hypothesis import strategies as st

from evaluations.stipends.rules import Claim, Decided, Outcome, Role, Standing, decide, due, split

POT = 150_000


def claims(*standings, role=Role.MENTEE, fixed=None):
    fixed = fixed or {}
    return [
        Claim(person, role, standing, "because", fixed.get(person))
        for person, standing in enumerate(standings, start=1)
    ]


def amounts(shares):
    return [share.amount for share in shares]


def test_one_who_passed_gets_all():
    assert amounts(split(POT, claims(Standing.EARNED))) == [POT]


def test_who_failed_leaves_their_part_to_who_passed():
    assert amounts(split(POT, claims(Standing.EARNED, Standing.OUT))) == [POT, 0]


def test_who_still_runs_counts_as_an_equal():
    assert amounts(split(POT, claims(Standing.EARNED, Standing.RUNNING))) == [75_000, 75_000]


def test_odd_cents_go_to_the_first():
    assert amounts(split(100, claims(Standing.EARNED, Standing.EARNED, Standing.EARNED))) == [34, 33, 33]


def test_fixed_amounts_go_first():
    assert amounts(split(100, claims(Standing.EARNED, Standing.EARNED, fixed={2: 70}))) == [30, 70]


def test_nobody_left_leaves_the_pot_untouched():
    assert amounts(split(POT, claims(Standing.OUT, Standing.OUT))) == [0, 0]


def test_no_decision_pays_a_mentee_who_did_not_pass():
    [claim] = claims(Standing.OUT)
    assert decide(claim, Decided(Outcome.AMOUNT, 100, "kindness")) == claim


def test_a_decision_lets_a_mentor_count():
    [claim] = claims(Standing.UNDECIDED, role=Role.MENTOR)
    said = decide(claim, Decided(Outcome.SHARE, None, "the form was lost"))
    assert (said.standing, said.why) == (Standing.EARNED, "Decided by an organizer: the form was lost")


EVENTS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=4), st.sampled_from(["pass", "fail", "withdraw", "extend", "pay", "again"])
    ),
    max_size=25,
)


@given(people=st.integers(min_value=1, max_value=5), pot=st.integers(min_value=0, max_value=200_000), events=EVENTS)
def test_cents_are_conserved_in_any_order(people, pot, events):
    """Pass, fail, withdraw, extend, pay and replay in any order.

    What is paid and due never exceeds the pot, nobody who is out has anything due, and while anybody is in it the pot
    is given out whole.
    """
    standings = [Standing.RUNNING] * people
    paid: dict[int, int] = {}
    for who, event in events:
        who %= people
        if standings[who] is Standing.RUNNING:
            standings[who] = {"pass": Standing.EARNED, "fail": Standing.OUT, "withdraw": Standing.OUT}.get(
                event, Standing.RUNNING
            )
        dues = due(pot, split(pot, claims(*standings)), paid)
        assert dues == due(pot, split(pot, claims(*standings)), paid)  # replayed
        if event == "pay":
            for row in dues:
                if row.share.is_earned:
                    person = row.share.claim.person
                    paid[person] = paid.get(person, 0) + row.amount
            dues = due(pot, split(pot, claims(*standings)), paid)
        assert sum(paid.values()) + sum(row.amount for row in dues) <= pot
        for row, standing in zip(dues, standings, strict=True):
            assert row.amount >= 0
            assert standing is not Standing.OUT or row.amount == 0
            assert standing is Standing.EARNED or row.share.claim.person not in paid
    dues = due(pot, split(pot, claims(*standings)), paid)
    total = sum(paid.values()) + sum(row.amount for row in dues)
    assert total == (pot if any(standing is not Standing.OUT for standing in standings) else 0)


@given(pot=st.integers(min_value=0, max_value=10_000), standings=st.lists(st.sampled_from(Standing), max_size=6))
def test_parts_are_equal_to_a_cent(pot, standings):
    shares = split(pot, claims(*standings))
    parts = [share.amount for share in shares if share.claim.standing is not Standing.OUT]
    assert sum(parts) == (pot if parts else 0)
    assert not parts or max(parts) - min(parts) <= 1
