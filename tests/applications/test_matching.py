"""Matching against its definition (applications/matching), by trying everything on small instances; and its size."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.matching import (
    SPONSORED,
    VOLUNTEER,
    Applicant,
    Distribution,
    Exclusion,
    Holder,
    Instance,
    InvalidInstance,
    Lock,
    Missed,
    Outcome,
    Project,
    Seat,
    WhatIf,
    Why,
    match,
)
from tests.bench.matching import large_instance

from .matching_oracle import Case, all_lists, cases, instances, regrets

THOROUGH = settings(max_examples=300, deadline=None)
EXHAUSTIVE = settings(max_examples=100, deadline=None)  # each example tries everything anybody could say

PARSER, DOCS, STUDIO = Seat(1, SPONSORED), Seat(2, SPONSORED), Seat(3, SPONSORED)


# What it decides -----------------------------------------------------------------------


@THOROUGH
@given(cases())
def test_stable_within_slots_and_acceptable(case):
    assignment = match(case.instance, case.what_if).assignment

    assert case.blocking_pairs(assignment) == []
    assert case.within_slots(assignment)
    assert {applicant: seat for applicant, seat in assignment.items() if applicant in case.locked} == case.locked
    for applicant in case.free:
        assert assignment.get(applicant) in [*case.acceptable(applicant), None]


@THOROUGH
@given(cases())
def test_each_applicant_gets_their_best_of_all_stable_assignments(case):
    matching = match(case.instance, case.what_if)

    stable = list(case.stable_assignments())
    best = [
        min(case.regret(applicant, assignment.get(applicant)) for assignment in stable) for applicant in case.applicants
    ]
    assert regrets(case, matching) == best
    assert matching.assignment in stable


@EXHAUSTIVE
@given(instances(applicants=(3, 4), tracks=(SPONSORED,)))
def test_nobody_gains_by_another_list_than_their_true_one(instance):
    case = Case(instance, WhatIf())
    honest = match(instance).assignment
    lists = all_lists(case.seats)
    for applicant in instance.applicants:
        others = tuple(other for other in instance.applicants if other is not applicant)
        for choices in lists:
            told = replace(instance, applicants=(*others, replace(applicant, choices=choices)))
            got = match(told).assignment.get(applicant.id)
            if got is None or got in applicant.choices:
                assert case.regret(applicant.id, got) >= case.regret(applicant.id, honest.get(applicant.id))


@THOROUGH
@given(cases(), st.data())
def test_one_more_slot_makes_nobody_worse_off_and_serves_the_waitlist(case, data):
    before = match(case.instance, case.what_if)
    seat = data.draw(st.sampled_from(case.seats))
    more = replace(case.what_if, slots={**case.what_if.slots, seat: case.slots(seat) + 1})

    after = match(case.instance, more)

    assert all(now <= then for now, then in zip(regrets(case, after), regrets(case, before), strict=True))
    if waitlist := before.seats[seat].waitlist:
        first = waitlist[0]
        assert case.regret(first, after.assignment.get(first)) <= case.regret(first, seat)


@THOROUGH
@given(cases(), st.data())
def test_the_order_of_the_input_makes_no_difference(case, data):
    shuffled = replace(
        case.instance,
        applicants=tuple(data.draw(st.permutations(case.instance.applicants))),
        projects=tuple(
            replace(project, ranks=dict(data.draw(st.permutations(list(project.ranks.items())))))
            for project in data.draw(st.permutations(case.instance.projects))
        ),
    )
    what_if = WhatIf(
        tuple(data.draw(st.permutations(case.what_if.locks))),
        tuple(data.draw(st.permutations(case.what_if.exclusions))),
        dict(reversed(case.what_if.slots.items())),
    )

    assert repr(match(shuffled, what_if)) == repr(match(case.instance, case.what_if))


@THOROUGH
@given(cases())
def test_an_exclusion_is_as_if_the_project_had_not_been_chosen(case):
    trimmed = replace(
        case.instance,
        applicants=tuple(
            replace(entry, choices=tuple(s for s in entry.choices if not case.is_excluded(entry.id, s.project)))
            for entry in case.instance.applicants
        ),
    )

    without = match(trimmed, replace(case.what_if, exclusions=()))

    assert match(case.instance, case.what_if).assignment == without.assignment


# What it counts ------------------------------------------------------------------------


@THOROUGH
@given(cases())
def test_waitlists_are_the_ranked_who_prefer_the_seat_in_the_projects_order(case):
    matching = match(case.instance, case.what_if)

    waiting = {}
    for seat in case.seats:
        prefer = [
            applicant
            for applicant in case.free
            if seat in case.acceptable(applicant)
            and case.regret(applicant, seat) < case.regret(applicant, matching.assignment.get(applicant))
        ]
        in_order = sorted((case.order(applicant, seat.project), applicant) for applicant in prefer)
        waiting[seat] = tuple(applicant for _order, applicant in in_order)
    assert {seat: outcome.waitlist for seat, outcome in matching.seats.items()} == waiting


@THOROUGH
@given(cases())
def test_distributions_count_everybody_once(case):
    matching = match(case.instance, case.what_if)
    longest = max((len(entry.choices) for entry in case.instance.applicants), default=0)

    def count(applicants, project=None):
        got = [(case.regret(a, matching.assignment.get(a)), matching.assignment.get(a)) for a in applicants]
        here = [regret for regret, seat in got if seat and project in (None, seat.project)]
        without = sum(seat is None for _regret, seat in got)
        by_choice = tuple(here.count(regret) for regret in range(longest))
        return Distribution(by_choice, len(got) - len(here) - without, without)

    cohorts = sorted({entry.cohort for entry in case.instance.applicants})
    assert [list(matching.placements), list(matching.by_cohort)] == [case.applicants, cohorts]
    assert matching.distribution == count(case.applicants)
    assert matching.by_cohort == {
        cohort: count([entry.id for entry in case.instance.applicants if entry.cohort == cohort]) for cohort in cohorts
    }
    assert matching.by_project == {
        project.id: count(
            [a for a in case.applicants if any(seat.project == project.id for seat in case.choices(a))], project.id
        )
        for project in case.instance.projects
    }


# By example ----------------------------------------------------------------------------


def of(applicants, projects, **kwargs):
    """``{applicant: (seats)}`` and ``{project: (sponsored slots, {applicant: rank})}``."""
    return Instance(
        tuple(Applicant(id, tuple(choices)) for id, choices in applicants.items()),
        tuple(Project(id, {SPONSORED: slots}, ranks) for id, (slots, ranks) in projects.items()),
        **kwargs,
    )


def test_a_later_and_better_ranked_applicant_displaces_down_the_lists():
    instance = of(
        {1: [PARSER, DOCS], 2: [PARSER, DOCS], 3: [DOCS, STUDIO]},
        {1: (1, {1: 2, 2: 1}), 2: (1, {1: 1, 2: 3, 3: 2}), 3: (1, {3: 1})},
    )

    assert match(instance).assignment == {1: DOCS, 2: PARSER, 3: STUDIO}


def test_tracks_are_separate_places_and_only_listed_ones_count():
    either = (PARSER, Seat(1, VOLUNTEER))
    instance = Instance(
        (Applicant.on_track(1, SPONSORED, [1]), Applicant(2, either), Applicant.on_track(3, SPONSORED, [1])),
        (Project(1, slots={SPONSORED: 1, VOLUNTEER: 2}, ranks={1: 1, 2: 2, 3: 3}),),
    )

    matching = match(instance)

    assert matching.assignment == {1: PARSER, 2: Seat(1, VOLUNTEER)}
    assert matching.seats[PARSER].waitlist == (2, 3)
    assert matching.seats[Seat(1, VOLUNTEER)].left == 1


def test_a_tie_goes_to_the_smaller_lot_whatever_the_lists():
    ranks = dict.fromkeys(range(1, 6), 1)
    instance = of({applicant: [PARSER] for applicant in ranks}, {1: (1, ranks)}, lottery="amp-2027")

    # Of `printf amp-2027:1 | sha256sum` … 5, that of 3 begins with 21f2, the smallest.
    assert match(instance).assignment == {3: PARSER}
    assert {match(replace(instance, lottery=str(n))).placements[1].outcome for n in range(20)} == {
        Outcome.PLACED,
        Outcome.ALL_FILLED,
    }


def test_a_lock_stands_above_rankings_and_an_exclusion_above_both_wishes():
    instance = of({1: [PARSER], 2: [PARSER, DOCS]}, {1: (1, {1: 1, 2: 2}), 2: (1, {2: 1})})

    locked = match(instance, WhatIf(locks=(Lock(2, PARSER),)))
    excluded = match(instance, WhatIf(exclusions=(Exclusion(1, 1),)))

    assert locked.assignment == {2: PARSER}
    assert locked.seats[PARSER].holders == (Holder(2, choice=1, locked=True),)
    assert locked.placements[2].outcome == Outcome.LOCKED
    assert excluded.assignment == {2: PARSER}


def test_a_place_locked_for_an_equal_was_not_drawn():
    instance = of({1: [PARSER], 2: [PARSER]}, {1: (1, {1: 1, 2: 1})})

    missed = match(instance, WhatIf(locks=(Lock(2, PARSER),))).placements[1].missed

    assert missed == (Missed(PARSER, 1, Why.ASSIGNED),)


def test_nobody_and_nothing_is_no_trouble():
    assert match(Instance((), ())).assignment == {}
    assert match(Instance((Applicant(1),), ())).placements[1].outcome == Outcome.NO_CHOICES


@pytest.mark.parametrize(
    ("applicants", "projects"),
    [
        ((Applicant(1), Applicant(1)), ()),
        ((), (Project(1), Project(1))),
        ((Applicant(1, (PARSER, PARSER)),), (Project(1),)),
        ((Applicant(1, (DOCS,)),), (Project(1),)),
        ((), (Project(1, {SPONSORED: -1}),)),
        ((), (Project(1, ranks={1: float("nan")}),)),
    ],
)
def test_what_is_no_instance_is_refused(applicants, projects):
    with pytest.raises(InvalidInstance):
        Instance(applicants, projects)


# Its size ------------------------------------------------------------------------------


def test_a_whole_program_is_matched_in_seconds():
    instance = large_instance()
    started = time.process_time()

    matching = match(instance)

    assert time.process_time() - started < 10
    assert len(matching.placements) == 16_000
    assert sum(len(entry.choices) for entry in instance.applicants) == 24_000
    assert sum(outcome.slots for outcome in matching.seats.values()) == 1_300
    assert matching.distribution.total == 16_000


def test_a_long_chain_of_displacements_needs_no_stack():
    count = 5_000
    seats = [Seat(project, SPONSORED) for project in range(count + 1)]
    instance = of(
        {0: [seats[0]], **{n: [seats[n - 1], seats[n]] for n in range(1, count + 1)}},
        {n: (1, {n: 1, n + 1: 2}) for n in range(count + 1)},
    )

    assert match(instance).assignment == dict(enumerate(seats))
