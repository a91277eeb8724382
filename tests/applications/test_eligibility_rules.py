"""The fairness rules against an independent restatement of docs/program.md, over random facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.eligibility import RULES, judge
from applications.eligibility.facts import (
    MENTOR,
    ORGANIZER,
    Account,
    Contributed,
    Facts,
    OtherPlace,
    Place,
    ProgramList,
    Recorded,
    Role,
    Roster,
)
from applications.eligibility.judging import judge_published, questions
from applications.verdicts import Verdict

NOW = datetime(2027, 5, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
PASS, FAIL, NEEDS = "pass", "fail", "needs_a_person"

accounts = st.one_of(
    st.just(Account()),
    st.builds(
        Account,
        login=st.sampled_from(["ada", "Ada-L"]),
        github_id=st.one_of(st.none(), st.integers(1, 9)),
        proved=st.booleans(),
        other_ids=st.sampled_from([(), (), (77,)]),
    ),
)
unknown = st.sampled_from([True, False, None])
roles = st.builds(
    Role,
    kind=st.sampled_from([ORGANIZER, MENTOR]),
    cohort=st.just("AMP 2026"),
    here=st.booleans(),
    held=st.booleans(),
    cohort_has_ended=st.booleans(),
    overlaps=unknown,
    sure=st.booleans(),
)
places = st.builds(
    Place,
    cohort=st.just("AMP 2026"),
    slug=st.sampled_from(["amp-2026", "amp-2026-autumn", "amp-2025"]),
    of_this_program=st.booleans(),
    project=st.sampled_from(["", "A parser"]),
    here=st.booleans(),
    ended_as=st.sampled_from(["", "completed"]),
    held=st.booleans(),
    overlaps=unknown,
    counts=st.booleans(),
    barred=st.booleans(),
    sure=st.booleans(),
)
rosters = st.one_of(
    st.none(),
    st.builds(
        Roster,
        as_of=st.just(date(2027, 5, 18)),
        age_in_days=st.integers(0, 12),
        matched=st.sampled_from(["", "", "id", "login", "different id", "earlier login"]),
        listed_as=st.just("ada"),
        repos=st.sampled_from([(), ("website", "spec")]),
    ),
)
other_places = st.builds(
    OtherPlace,
    program=st.just("GSoC"),
    login=st.just("ada"),
    starts_on=st.just(TODAY),
    ends_on=st.just(TODAY),
    sure=st.booleans(),
)
namesakes = st.builds(
    OtherPlace,
    program=st.just("LFX"),
    login=st.just(""),
    starts_on=st.just(TODAY),
    ends_on=st.just(TODAY),
    sure=st.just(False),
    name=st.just("José Núñez"),
    namesake=st.just("Jose Nunez"),
)
ACTIVE_BY = date(2027, 1, 30)
days = st.sampled_from([None, date(2027, 1, 29), ACTIVE_BY, date(2027, 1, 31), TODAY])
contributed = st.one_of(
    st.builds(Contributed, url=st.just("https://example.org"), confirmed=st.just(True), made_on=days),
    st.builds(Contributed, url=st.just("https://example.org"), rejected=st.booleans()),
)
facts_strategy = st.builds(
    Facts,
    now=st.just(NOW),
    account=accounts,
    is_superuser=st.booleans(),
    roles=st.lists(roles, max_size=3).map(tuple),
    places=st.lists(places, max_size=4).map(tuple),
    roster=rosters,
    declaration=st.sampled_from(["", "yes", "no"]),
    run_is_known=st.booleans(),
    other_places=st.lists(st.one_of(other_places, namesakes), max_size=2).map(tuple),
    lists=st.sampled_from([(), (ProgramList("GSoC", NOW),)]),
    earlier_allowed=st.integers(0, 2),
    has_applied=st.booleans(),
    contributions=st.lists(contributed, max_size=4).map(tuple),
    contributions_required=st.integers(0, 3),
    months_active=st.sampled_from([0, 4]),
    active_by=st.sampled_from([None, ACTIVE_BY]),
    adults_only=st.booleans(),
    adult=st.sampled_from(["", "yes", "no"]),
)


def expected(facts):
    """docs/program.md, restated: what is certain fails; what may be, needs a person; the rest passes."""
    account, roster = facts.account, facts.roster

    def three_way(certain, possible):
        return FAIL if certain else NEEDS if possible else PASS

    def organizes(role):
        is_now = role.held and not role.cohort_has_ended
        return role.kind == ORGANIZER and (is_now or (role.here and not role.held))

    def mentors(role):
        return role.kind == MENTOR and (role.here or (role.held and role.overlaps is not False))

    def mentors_for_certain(role):
        return mentors(role) and role.sure and (role.here or role.overlaps is True)

    comparable = account.login and account.proved and roster is not None and roster.age_in_days <= 7
    listed = comparable and (roster.matched == "id" or (roster.matched == "login" and not account.other_ids))
    placed = [place for place in facts.places if place.held and not place.here and place.overlaps is not False]
    earlier = {
        sure: {
            place.slug
            for place in facts.places
            if place.counts and not place.here and place.of_this_program and (place.sure or not sure)
        }
        for sure in (True, False)
    }
    barred = [place.sure for place in facts.places if place.barred]
    counted = [each for each in facts.contributions if each.confirmed]
    may_count = [each for each in facts.contributions if each.confirmed or not each.rejected]
    too_few, certainly_too_few = (len(some) < facts.contributions_required for some in (counted, may_count))
    known_days = [each.made_on for each in counted if each.made_on]
    late = bool(known_days) and facts.active_by is not None and min(known_days) > facts.active_by
    may_be_earlier = len(known_days) < len(may_count) or not facts.has_applied
    asks_since_when = facts.months_active > 0
    return {
        "not_an_organizer": three_way(
            facts.is_superuser or any(organizes(role) and role.sure for role in facts.roles),
            any(map(organizes, facts.roles)),
        ),
        "not_a_current_maintainer": three_way(listed, not comparable or roster.matched or account.other_ids),
        "no_concurrent_program": three_way(
            facts.declaration == "yes" or any(place.sure for place in facts.other_places),
            facts.other_places or facts.declaration == "" or not account.proved or not facts.run_is_known,
        ),
        "not_a_mentor": three_way(any(map(mentors_for_certain, facts.roles)), any(map(mentors, facts.roles))),
        "not_already_placed": three_way(any(place.sure and place.overlaps for place in placed), placed),
        "not_barred": three_way(any(barred), barred),
        "took_part_before": three_way(
            len(earlier[True]) > facts.earlier_allowed,
            len(earlier[False]) > facts.earlier_allowed or not account.proved,
        ),
        "contributions": three_way(certainly_too_few and facts.has_applied, too_few),
        "active_for": three_way(
            asks_since_when and late and not may_be_earlier,
            asks_since_when and (late or not known_days or facts.active_by is None),
        ),
        "adult": three_way(facts.adults_only and facts.adult == "no", facts.adults_only and facts.adult == ""),
    }


@given(facts_strategy)
def test_each_rule_says_what_the_program_says(facts):
    said = {finding.rule: finding.verdict for finding in judge(facts).findings}
    assert said == expected(facts)


@given(facts_strategy)
def test_the_whole_follows_from_the_rules(facts):
    verdict = judge(facts)
    verdicts = {finding.verdict for finding in verdict.findings}
    assert verdict.eligible is (False if FAIL in verdicts else None if NEEDS in verdicts else True)


@given(facts_strategy)
def test_every_finding_gives_a_reason_and_survives_being_kept(facts):
    verdict = judge(facts)
    assert all(finding.reason for finding in verdict.findings)
    assert Verdict.from_json(verdict.as_json()["rules"], verdict.checked_at) == verdict


@given(facts_strategy)
def test_less_knowledge_never_makes_a_rule_fail(facts):
    """Take away the proof, the list, the schedule, the certainty of who it is: then nothing fails."""
    less = replace(
        facts,
        account=replace(facts.account, proved=False),
        roster=None,
        declaration="",
        run_is_known=False,
        roles=tuple(replace(role, sure=False) for role in facts.roles),
        places=tuple(replace(place, sure=False) for place in facts.places),
        other_places=tuple(replace(place, sure=False) for place in facts.other_places),
        is_superuser=False,
        contributions=tuple(Contributed(each.url) for each in facts.contributions),
        has_applied=False,
        adult="",
    )
    assert judge(less).failures == []


@given(facts_strategy, st.sampled_from([rule.__name__ for rule in RULES]), st.booleans())
def test_a_recorded_fact_answers_a_question_and_waives_nothing(facts, rule, applies):
    before = judge(facts)[rule]
    recorded = Recorded(rule, before.reason, applies, "https://example.org/chat", "Lea", NOW)
    after = judge(replace(facts, recorded=(recorded,)))[rule]
    if before.verdict == FAIL or (before.verdict == PASS and not applies):
        assert after == before
    else:
        answer = FAIL if applies else PASS
        assert after.verdict == (answer if before.verdict == NEEDS else NEEDS)
        assert after.evidence == "https://example.org/chat (recorded by Lea, 20 May 2027)"


@given(facts_strategy, st.sampled_from([rule.__name__ for rule in RULES]))
def test_nothing_in_the_way_answers_no_other_question(facts, rule):
    recorded = Recorded(rule, "Another question.", False, "asked them", "Lea", NOW)
    assert judge(replace(facts, recorded=(recorded,))) == judge(facts)


@given(facts_strategy)
def test_facts_are_asked_for_exactly_where_one_can_change_a_verdict(facts):
    assert [finding.rule for finding in questions(facts)] == [finding.rule for finding in judge(facts).unclear]


@given(facts_strategy, st.sampled_from([rule.__name__ for rule in RULES]), st.booleans())
def test_a_fail_is_corrected_on_its_very_grounds_and_on_no_others(facts, rule, applies):
    before = judge(facts)[rule]
    about = Recorded(rule, before.reason, applies, "a letter of GSoC", "Lea", NOW, before.grounds)
    elsewhere = replace(about, grounds=("somewhere else",))
    after = judge(replace(facts, recorded=(about,)))[rule]

    if before.verdict == FAIL:
        correctable = before.grounds and not applies
        assert after.verdict == (PASS if correctable else FAIL)
        assert judge(replace(facts, recorded=(elsewhere,)))[rule] == before
        older_says_otherwise = judge(replace(facts, recorded=(about, replace(about, applies=not applies))))[rule]
        assert older_says_otherwise == after


def test_the_portals_own_roles_and_bars_are_corrected_where_they_are_kept():
    facts = Facts(
        now=NOW,
        is_superuser=True,
        roles=(Role(MENTOR, "AMP 2027", here=True),),
        places=(Place("AMP 2026", barred=True),),
    )
    assert [finding.grounds for finding in judge(facts).failures] == [(), (), ()]


def test_only_cohorts_of_this_program_are_counted_and_each_once():
    """Two projects in one cohort and a place in another program, which is shown."""
    history = [
        Place("AMP 2024", "amp-2024", project="Guides", ended_as="completed", counts=True),
        Place("AMP 2024", "amp-2024", project="Tour", ended_as="failed", counts=True),
        Place("Été du Code 2025", "ete-2025", of_this_program=False, ended_as="completed", counts=True),
    ]
    facts = Facts(now=NOW, account=Account("ada", 5, proved=True), places=tuple(history))
    finding = judge(facts)["took_part_before"]
    assert (finding.verdict, finding.reason) == (
        PASS,
        "1 earlier participation, which is within what this cohort allows.",
    )
    assert finding.evidence.startswith(
        "AMP 2024: Guides, completed. AMP 2024: Tour, failed. "
        "Été du Code 2025, completed (another program, not counted). "
    )
    assert judge(replace(facts, earlier_allowed=0))["took_part_before"].verdict == FAIL


def test_what_was_found_in_the_way_is_not_forgotten_when_records_say_nothing():
    """They were seen on another program's site; then they sign in with GitHub and declare to hold no place."""
    rule, source = "no_concurrent_program", ("their post about LFX", "Lea", NOW)
    unproved = Facts(now=NOW, account=Account("ada"), declaration="no")
    proved = Facts(now=NOW, account=Account("ada", 5, proved=True), declaration="no")
    found = Recorded(rule, judge(unproved)[rule].reason, True, *source)
    looked_again = judge(replace(proved, recorded=(found,)))[rule]
    still = Recorded(rule, looked_again.reason, True, *source)
    corrected = Recorded(rule, looked_again.reason, False, *source)

    assert [judge(replace(unproved, recorded=(found,)))[rule].verdict, looked_again.verdict] == [FAIL, NEEDS]
    assert judge(replace(proved, recorded=(still, found)))[rule].verdict == FAIL
    assert rule in {finding.rule for finding in questions(replace(proved, recorded=(still, found)))}
    assert judge(replace(proved, recorded=(corrected, still, found)))[rule].verdict == PASS


def test_the_newest_recorded_fact_counts():
    asked = judge(Facts(now=NOW))["not_a_current_maintainer"].reason
    newer = Recorded("not_a_current_maintainer", asked, False, "asked her", "Lea", NOW)
    older = Recorded("not_a_current_maintainer", asked, True, "a guess", "Lea", NOW)
    assert judge(Facts(now=NOW, recorded=(newer, older)))["not_a_current_maintainer"].verdict == PASS


@given(facts_strategy)
def test_the_public_answer_is_about_published_things_only(facts):
    verdict = judge_published(facts)
    assert [finding.rule for finding in verdict.findings] == [
        "not_an_organizer",
        "not_a_current_maintainer",
        "not_a_mentor",
    ]
    full = expected(facts)
    assert {finding.rule: finding.verdict for finding in verdict.findings} == {
        finding.rule: full[finding.rule] for finding in verdict.findings
    }


def test_the_rules_have_the_names_of_the_program():
    assert [rule.__name__ for rule in RULES] == [
        "not_an_organizer",
        "not_a_current_maintainer",
        "no_concurrent_program",
        "not_a_mentor",
        "not_already_placed",
        "not_barred",
        "took_part_before",
        "contributions",
        "active_for",
        "adult",
    ]


@pytest.mark.parametrize(("age", "verdict"), [(7, FAIL), (8, NEEDS)])
def test_a_list_older_than_seven_days_decides_nothing(age, verdict):
    roster = Roster(as_of=TODAY, age_in_days=age, matched="id", listed_as="ada", repos=("spec",))
    facts = Facts(now=NOW, account=Account("ada", 5, proved=True), roster=roster)
    assert judge(facts)["not_a_current_maintainer"].verdict == verdict


def test_the_lists_that_were_checked_are_named():
    facts = Facts(
        now=NOW,
        account=Account("ada", 5, proved=True),
        declaration="no",
        lists=(ProgramList("GSoC", NOW), ProgramList("Outreachy", NOW)),
    )
    finding = judge(facts)["no_concurrent_program"]
    assert (finding.verdict, finding.evidence) == (
        PASS,
        "Lists checked: GSoC (imported 20 May 2027), Outreachy (imported 20 May 2027).",
    )


@pytest.mark.parametrize(
    ("days", "verdict"),
    [([0], PASS), ([1], FAIL), ([1, 0], PASS), ([1, None], NEEDS)],
    ids=["on the last day", "a day late", "the first counts", "one without a day may be earlier"],
)
def test_the_first_confirmed_contribution_is_old_enough_to_the_day(days, verdict):
    made = [day if day is None else ACTIVE_BY + timedelta(days=day) for day in days]
    facts = Facts(
        now=NOW,
        account=Account("ada", 5, proved=True),
        has_applied=True,
        months_active=4,
        active_by=ACTIVE_BY,
        contributions=tuple(Contributed("https://example.org", confirmed=True, made_on=day) for day in made),
    )
    assert judge(facts)["active_for"].verdict == verdict
