"""The reasons of a matching are true statements about the instance, and the words for them kind and to the point."""

import pytest
from hypothesis import given, settings

from applications.matching import (
    SPONSORED,
    VOLUNTEER,
    Applicant,
    Aside,
    Exclusion,
    Instance,
    Lock,
    Missed,
    Outcome,
    Placement,
    ProblemKind,
    Project,
    Seat,
    WhatIf,
    Why,
    match,
    wording,
)

from .matching_oracle import cases
from .test_matching_what_if import CONTRADICTIONS

THOROUGH = settings(max_examples=300, deadline=None)
TITLES = {1: "Faster parser", 2: "Docs that answer", 3: "Studio"}
PARSER, DOCS, STUDIO = Seat(1, SPONSORED), Seat(2, SPONSORED), Seat(3, SPONSORED)
FULL = {Why.ASSIGNED, Why.DRAWN, Why.RANKED_HIGHER}


@THOROUGH
@given(cases())
def test_each_reason_of_an_applicant_is_true(case):
    matching = match(case.instance, case.what_if)

    for applicant, placement in matching.placements.items():
        regret = case.regret(applicant, placement.seat)
        missed = () if applicant in case.locked else case.choices(applicant)[:regret]
        assert [(miss.choice, miss.seat) for miss in placement.missed] == list(enumerate(missed, start=1))
        assert placement.choice == (regret + 1 if placement.seat else None)
        for miss in placement.missed:
            assert is_true(case, matching, applicant, miss)


def is_true(case, matching, applicant, miss):
    """The reason's sentence, and that none of those that come before it would have been true."""
    rank = case.rank(applicant, miss.seat.project)
    holders = [holder for holder, seat in matching.assignment.items() if seat == miss.seat]
    excluded = case.is_excluded(applicant, miss.seat.project)
    closed = case.slots(miss.seat) == 0
    if miss.why not in FULL:
        return {
            Why.EXCLUDED: excluded,
            Why.NO_SLOTS: closed and not excluded,
            Why.NOT_RANKED: rank is None and not closed and not excluded,
        }[miss.why]
    assert len(holders) == case.slots(miss.seat) > 0
    assert rank is not None
    assert not excluded
    ranks = {holder: case.rank(holder, miss.seat.project) for holder in holders}
    ahead = [holder for holder in holders if ranks[holder] is not None and ranks[holder] < rank]
    others = set(holders) - set(ahead)
    return {
        Why.ASSIGNED: bool(others & set(case.locked)),
        Why.DRAWN: bool(others)
        and not others & set(case.locked)
        and all(case.order(holder, miss.seat.project) < case.order(applicant, miss.seat.project) for holder in others)
        and {ranks[holder] for holder in others} == {rank},
        Why.RANKED_HIGHER: not others,
    }[miss.why]


@THOROUGH
@given(cases())
def test_each_outcome_is_true(case):
    matching = match(case.instance, case.what_if)

    for applicant, placement in matching.placements.items():
        assert placement.seat == matching.assignment.get(applicant)
        whys = {miss.why for miss in placement.missed}
        assert placement.outcome == (
            Outcome.LOCKED
            if applicant in case.locked
            else Outcome.PLACED
            if placement.seat
            else Outcome.NO_CHOICES
            if not case.choices(applicant)
            else Outcome.ALL_FILLED
            if whys <= FULL
            else Outcome.NO_PLACE
        )


@THOROUGH
@given(cases())
def test_each_seat_tells_of_everybody_who_chose_it(case):
    matching = match(case.instance, case.what_if)

    assert list(matching.seats) == case.seats
    for seat, outcome in matching.seats.items():
        chose = [applicant for applicant in case.applicants if seat in case.choices(applicant)]
        holders = [applicant for applicant in chose if matching.assignment.get(applicant) == seat]
        assert {(h.applicant, h.choice, h.locked) for h in outcome.holders} == {
            (applicant, case.choices(applicant).index(seat) + 1, applicant in case.locked) for applicant in holders
        }
        aside = {}
        for applicant in set(chose) - set(holders):
            if reason := why_aside(case, matching, applicant, seat):
                aside[reason] = aside.get(reason, 0) + 1
        assert outcome.aside == aside
        assert outcome.chosen_by == len(chose)
        assert outcome.left == case.slots(seat) - len(holders) >= 0
        assert not (outcome.left and outcome.waitlist)


def why_aside(case, matching, applicant, seat):
    if applicant in case.locked:
        return Aside.LOCKED_ELSEWHERE
    if case.is_excluded(applicant, seat.project):
        return Aside.EXCLUDED
    if case.rank(applicant, seat.project) is None:
        return Aside.NOT_RANKED
    got = case.regret(applicant, matching.assignment.get(applicant))
    return Aside.PREFERS_THEIRS if got < case.regret(applicant, seat) else None


# Words ---------------------------------------------------------------------------------


def test_words_to_somebody_who_got_their_last_choice():
    missed = (
        Missed(PARSER, 1, Why.RANKED_HIGHER),
        Missed(DOCS, 2, Why.NOT_RANKED),
    )
    placement = Placement(7, Outcome.PLACED, STUDIO, 3, missed)

    assert wording.to_applicant(placement, TITLES) == [
        "There is a place for you (sponsored) on “Studio”, your third choice.",
        "“Faster parser”, your first choice, filled its slots with applicants its mentors ranked higher.",
        "The mentors of “Docs that answer”, your second choice, did not rank you.",
    ]


def test_words_to_somebody_whose_choices_were_all_filled():
    missed = (
        Missed(PARSER, 1, Why.DRAWN),
        Missed(Seat(1, VOLUNTEER), 2, Why.ASSIGNED),
        Missed(DOCS, 3, Why.RANKED_HIGHER),
        Missed(STUDIO, 4, Why.RANKED_HIGHER),
    )

    assert wording.to_applicant(Placement(7, Outcome.ALL_FILLED, missed=missed), TITLES) == [
        "All of your choices were filled this time.",
        "“Faster parser” (sponsored), your first choice, is full: its mentors ranked you equal with others, "
        "and a draw decided.",
        "“Faster parser” (volunteer), your second choice, is full: the organizers filled one or more of its slots "
        "directly.",
        "“Docs that answer” (sponsored), your third choice, filled its slots with applicants its mentors "
        "ranked higher.",
        "“Studio” (sponsored), your choice number 4, filled its slots with applicants its mentors ranked higher.",
    ]


def test_words_about_what_organizers_decided():
    missed = (Missed(PARSER, 1, Why.EXCLUDED), Missed(DOCS, 2, Why.NO_SLOTS))

    assert wording.to_applicant(Placement(7, Outcome.LOCKED, DOCS, 2), TITLES) == [
        "The organizers set aside a place for you (sponsored) on “Docs that answer”, your second choice.",
    ]
    assert wording.to_applicant(Placement(7, Outcome.NO_PLACE, missed=missed), TITLES) == [
        "This time we have no place for you on a project of your choice.",
        "You were excluded from “Faster parser”, your first choice, by the organizers. Please ask them why.",
        "“Docs that answer”, your second choice, has no slots on this track.",
    ]
    assert wording.to_applicant(Placement(7, Outcome.NO_CHOICES), TITLES) == [
        "There was no project on your list that we could find you a place on."
    ]


def test_words_about_seats():
    instance = Instance(
        tuple(Applicant.on_track(id, SPONSORED, projects) for id, projects in CHOSEN.items()),
        (
            Project(1, {SPONSORED: 2}, {1: 1, 2: 2, 3: 3}),
            Project(2, {SPONSORED: 9}, {1: 1, 6: 2}),
            Project(3, {SPONSORED: 1, VOLUNTEER: 1}, {6: 1}),
        ),
    )

    seats = match(instance, WhatIf(locks=(Lock(1, PARSER),), exclusions=(Exclusion(5, 2),))).seats

    assert {seat: wording.to_organizer(outcome) for seat, outcome in seats.items()} == {
        PARSER: [
            "2 of 2 slots are filled.",
            "1 was locked by the organizers.",
            "1 applicant is waiting for one.",
        ],
        DOCS: [
            "0 of 9 slots are filled.",
            "1 applicant who chose it is locked for another place.",
            "1 applicant who chose it was excluded from it by the organizers.",
            "2 applicants who chose it were not ranked by its mentors.",
            "1 applicant who chose it got a place they like better.",
        ],
        STUDIO: ["1 of 1 slots are filled."],
        Seat(3, VOLUNTEER): ["0 of 1 slots are filled.", "Nobody chose it."],
    }


CHOSEN = {1: (1, 2), 2: (1,), 3: (1, 2), 4: (2,), 5: (2,), 6: (3, 2)}


def test_words_about_a_seat_with_room_for_all():
    instance = Instance((Applicant(1, (PARSER,)),), (Project(1, {SPONSORED: 2}, {1: 1}),))

    assert wording.to_organizer(match(instance).seats[PARSER]) == [
        "1 of 2 slots are filled.",
        "Everybody who chose it has a place on it.",
    ]


PROBLEMS = {
    ProblemKind.BEYOND_SLOTS: "More people are locked for Faster parser (sponsored) than it has slots: 2 of 1.",
    ProblemKind.LOCKED_TWICE: "Ada Lark is locked more than once: one person takes one place.",
    ProblemKind.LOCKED_AND_EXCLUDED: "Ada Lark is both locked for Faster parser and excluded from it.",
    ProblemKind.NOT_THEIR_CHOICE: "Nia Okafor did not choose Docs that answer (sponsored), so it can't be locked.",
    ProblemKind.UNKNOWN_APPLICANT: "Application 9 is not among those to be matched.",
    ProblemKind.UNKNOWN_PROJECT: "Project 9 is not among those to be matched.",
    ProblemKind.IMPOSSIBLE_SLOTS: "Faster parser (sponsored): -1 is not a number of slots.",
}


@pytest.mark.parametrize("kind", ProblemKind)
def test_words_about_contradictions(kind):
    _what_if, problem = CONTRADICTIONS[kind]

    assert wording.of_problem(problem, {1: "Ada Lark", 2: "Nia Okafor"}, TITLES) == PROBLEMS[kind]
