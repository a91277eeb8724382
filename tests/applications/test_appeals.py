"""Appeals: a fact is corrected by somebody who had no say on the rule; a rule is never waived."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
from amp_portal.refusals import Refusal
from amp_portal.roster.models import Maintainer
from amp_portal.users.scenarios import person
from applications.eligibility import resolve, verdict_on
from applications.models import Appeal, Fact
from applications.refusals import NotEligible
from cohorts import sides

from .applying import deadline, left_to_offer, letters, race, said, signed_in

pytestmark = pytest.mark.django_db

RULE = "no_concurrent_program"
HOUR = timedelta(hours=1)


@pytest.fixture
def application(cohort, project, applicant, now):
    return applying.in_review(cohort, applicant, projects=[project], now=now)


@pytest.fixture
def second(cohort, now):
    """Another organizer."""
    olu = person("Olu Second")
    sides.give_organizer(cohort, olu, now=now)
    return olu


def upheld(appeal, by, at):
    appeal.decide(True, "GSoC wrote to us", "You were right.", by=by, now=at)


# The way of an appeal ---------------------------------------------------------------------------------


def test_won_by_a_corrected_fact_in_the_browser(client, cohort, application, applicant, lead, now):
    """The place in GSoC belongs to somebody who had the login before."""
    applying.join_another_program(applicant, cohort, now=now)
    with time_machine.travel(now, tick=False):
        page = signed_in(client, applicant).get(application.get_absolute_url())
        url = reverse("applications:appeal-write", args=[application.pk, RULE])
        assert url in page.content.decode()
        client.post(
            url,
            {"words": "It is not me: **see** the list", "links": "https://example.org/list\n\nhttps://example.org/me"},
        )
        appeal = Appeal.objects.get()
        told = letters()
        queue = signed_in(client, lead).get(reverse("applications:appeals", args=[cohort.slug]))
        answer = client.post(
            appeal.get_absolute_url(),
            {
                "decision": "uphold",
                "source": "GSoC wrote to us on Monday",
                "words": "You were right, and we are sorry.",
            },
        )
        page = signed_in(client, applicant).get(application.get_absolute_url())

    assert (appeal.links, appeal.words) == (
        ["https://example.org/list", "https://example.org/me"],
        "It is not me: **see** the list",
    )
    assert (told["appealed", "Nia Okafor"], told["to_decide", str(lead)]) == (1, 1)
    assert [row.pk for row in queue.context["appeals"]] == [appeal.pk]
    assert (answer.status_code, letters()["appeal_decided", "Nia Okafor"]) == (302, 1)
    finding = page.context["verdict"][RULE]
    assert (finding.verdict, finding.evidence) == (
        "pass",
        f"GSoC wrote to us on Monday (recorded by {lead}, 12 May 2027)",
    )
    assert "You were right, and we are sorry." in page.content.decode()
    fact = Fact.objects.get()
    assert (fact.applies, fact.recorded_by, fact.appeal) == (False, lead, Appeal.objects.get())


def test_a_new_ground_fails_again(cohort, application, applicant, lead, now):
    appeal = applying.appealed(application, now=now)
    upheld(appeal, lead, now)
    before = verdict_on(applicant, cohort, now)[RULE].verdict

    applying.join_another_program(applicant, cohort, now=now + HOUR, program="Outreachy")

    assert (before, verdict_on(applicant, cohort, now + HOUR)[RULE].verdict) == ("pass", "fail")


def test_a_maintainer_who_left_the_list_by_a_dated_fact(cohort, application, applicant, lead, now):
    Maintainer.objects.create(
        github_id=applicant.github_id,
        github_login=applicant.github_login,
        repos=["spec"],
        since=now.date(),
        person=applicant,
    )
    appeal = Appeal.file(
        application,
        "not_a_current_maintainer",
        "I left in March.",
        ["https://example.org/pull/9"],
        by=applicant,
        now=now,
    )
    appeal.decide(True, "Left on 3 March: https://example.org/pull/9", "Thank you!", by=lead, now=now)

    assert verdict_on(applicant, cohort, now)["not_a_current_maintainer"].verdict == "pass"
    Maintainer.objects.update(since=now.date() + timedelta(days=1))  # asked back later: that is new
    later = now + timedelta(days=1)
    applying.fresh_roster(later)
    assert verdict_on(applicant, cohort, later)["not_a_current_maintainer"].verdict == "fail"


def test_a_rejected_appeal_leaves_the_fail_and_says_why(cohort, application, applicant, lead, now):
    appeal = applying.appealed(application, now=now)

    appeal.decide(False, "The list has your number", "It is your place, so it has to end first.", by=lead, now=now)

    assert verdict_on(applicant, cohort, now)[RULE].verdict == "fail"
    assert letters()["appeal_decided", "Nia Okafor"] == 1
    with pytest.raises(Refusal, match="Somebody has decided"):
        upheld(appeal, lead, now)


def test_the_portals_own_records_are_changed_where_they_are_kept(cohort, application, applicant, lead, now):
    applicant.user.is_superuser = True
    applicant.user.save()
    appeal = Appeal.file(application, "not_an_organizer", "I only keep the server.", [], by=applicant, now=now)
    with pytest.raises(Refusal, match="own records"):
        upheld(appeal, lead, now)
    assert (Appeal.objects.get().is_open, Fact.objects.count()) == (True, 0)
    applicant.user.is_superuser = False
    applicant.user.save()

    upheld(Appeal.objects.get(), lead, now)

    assert Appeal.objects.get().is_upheld


# What may be appealed -----------------------------------------------------------------------------------


def test_an_open_appeal_lets_a_fail_be_submitted_and_nothing_else(cohort, project, applicant, lead, now):
    draft = applying.draft(cohort, applicant, projects=[project], now=now, other_program="yes")
    applying.join_another_program(applicant, cohort, now=now)
    with pytest.raises(NotEligible):
        draft.submit(by=applicant, now=now)

    appeal = Appeal.file(draft, RULE, "Not me", [], by=applicant, now=now)
    applying.submit(draft, now=now)

    assert draft.state == "submitted"
    applying.confirm(draft, now=now)
    draft.pass_on(by=lead, now=now)
    left_to_offer(draft, project, now=now)
    with pytest.raises(NotEligible):
        draft.offer(project, "sponsored", by=lead, now=now)
    upheld(appeal, lead, now)
    assert draft.offer(project, "sponsored", by=lead, now=now).is_open


def test_while_it_is_open_no_other_is_offered(client, application, applicant, now):
    applying.appealed(application, now=now)
    with time_machine.travel(now, tick=False):
        text = signed_in(client, applicant).get(application.get_absolute_url()).content.decode()

        page = client.get(reverse("applications:appeal-write", args=[application.pk, RULE]), follow=True)

    assert said(page) == ["Your appeal about this rule is open already; you will hear from us."]
    assert reverse("applications:appeal-write", args=[application.pk, RULE]) not in text
    assert "Your appeal about this is open: you hear from us." in text


def test_organizers_see_in_the_list_what_is_appealed_against(client, cohort, application, lead, now):
    applying.appealed(application, now=now)
    with time_machine.travel(now, tick=False):
        [line] = signed_in(client, lead).get(reverse("applications:screening", args=[cohort.slug])).context["lines"]

    assert (line.verdict, application.checks.first().gate) == ("stands in the way", "appeal")


def test_what_was_typed_comes_back_after_signing_in_again(client, application, applicant, now):
    applying.join_another_program(applicant, application.cohort, now=now)
    url = reverse("applications:appeal-write", args=[application.pk, RULE])
    with time_machine.travel(now, tick=False):
        client.post(url, {"words": "It is not me.", "links": "", "typed_by": applicant.user.pk})
        page = signed_in(client, applicant).get(url)

    assert (page.context["form"]["words"].value(), Appeal.objects.count()) == ("It is not me.", 0)


def test_one_open_appeal_per_rule(application, applicant, lead, now):
    appeal = applying.appealed(application, now=now)
    with pytest.raises(Refusal, match="open already"):
        Appeal.file(application, RULE, "Again", [], by=applicant, now=now)
    appeal.decide(False, "The list", "It is yours.", by=lead, now=now)

    assert Appeal.file(application, RULE, "New evidence", [], by=applicant, now=now).is_open


@pytest.mark.parametrize(("rule", "why"), [("adult", "passes by now"), ("contributions", "passes by now")])
def test_what_passes_needs_no_appeal(application, applicant, now, rule, why):
    with pytest.raises(Refusal, match=why):
        Appeal.file(application, rule, "Why not", [], by=applicant, now=now)


def test_a_question_can_be_answered_by_evidence_too(cohort, project, lead, now):
    unproved = person("Uma Typed", github_login="")
    application = applying.submitted(cohort, unproved, projects=[project], now=now)

    appeal = Appeal.file(application, RULE, "Here is a letter", ["https://example.org/letter"], by=unproved, now=now)
    upheld(appeal, lead, now)

    assert verdict_on(unproved, cohort, now)[RULE].verdict == "pass"


def test_not_for_others_nor_after_the_end(cohort, application, applicant, project, lead, now):
    applying.join_another_program(applicant, cohort, now=now)
    with pytest.raises(Refusal, match="Only the applicant"):
        Appeal.file(application, RULE, "For her", [], by=lead, now=now)
    application.decline("Not this time", by=lead, now=now)
    with pytest.raises(Refusal, match="has ended"):
        Appeal.file(application, RULE, "Still", [], by=applicant, now=now)
    late = applying.draft(cohort, person("Late"), projects=[project], now=now)
    with pytest.raises(Refusal, match="deadline"):
        Appeal.file(late, "contributions", "Still", [], by=late.person, now=deadline(cohort))


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"words": " "}, ["words"]),
        ({"words": "x", "links": "no link"}, ["links"]),
        ({"words": "x", "links": "javascript:alert(1)"}, ["links"]),
        ({"words": "x", "links": "\n".join(f"https://example.org/{n}" for n in range(11))}, ["links"]),
    ],
)
def test_what_is_wrong_stands_beside_the_field(client, cohort, application, applicant, now, typed, wrong):
    applying.join_another_program(applicant, cohort, now=now)
    with time_machine.travel(now, tick=False):
        url = reverse("applications:appeal-write", args=[application.pk, RULE])
        page = signed_in(client, applicant).post(url, typed)
        unknown = client.get(reverse("applications:appeal-write", args=[application.pk, "no-such-rule"]))

    assert (page.status_code, list(page.context["form"].errors), unknown.status_code) == (422, wrong, 404)
    assert not Appeal.objects.exists()


# Who answers ----------------------------------------------------------------------------------------------


def test_who_had_a_say_on_the_rule_does_not_answer(client, cohort, project, lead, second, now):
    unproved = person("Uma Typed", github_login="")
    application = applying.submitted(cohort, unproved, projects=[project], now=now)
    resolve(unproved, cohort, RULE, applies=True, source="Seen there", by=lead, now=now)

    appeal = Appeal.file(application, RULE, "It was somebody else", [], by=unproved, now=now + HOUR)

    assert appeal.deciders() == [second]
    assert letters()["to_decide", "Olu Second"] == 1
    with pytest.raises(Refusal, match="somebody else answers: Olu Second"):
        upheld(appeal, lead, now + HOUR)
    with time_machine.travel(now + HOUR, tick=False):
        page = signed_in(client, lead).get(appeal.get_absolute_url())
    assert "Olu Second" in page.context["why_not"]
    upheld(appeal, second, now + HOUR)
    assert verdict_on(unproved, cohort, now + HOUR)[RULE].verdict == "pass"


def test_who_decided_on_contributions_does_not_answer_about_them(cohort, project, applicant, lead, second, now):
    application = applying.draft(cohort, applicant, projects=[project], now=now)
    applying.submit(application, now=now)
    for contribution in applicant.contributions.all():
        contribution.reject("Too small", by=lead, now=now)

    appeal = Appeal.file(application, "contributions", "They were merged", [], by=applicant, now=now)

    assert appeal.deciders() == [second]
    upheld(appeal, second, now)
    assert verdict_on(applicant, cohort, now)["contributions"].verdict == "pass"


def test_where_everybody_had_a_say_the_arbiter_answers(client, cohort, project, lead, now):
    unproved = person("Uma Typed", github_login="")
    application = applying.submitted(cohort, unproved, projects=[project], now=now)
    resolve(unproved, cohort, RULE, applies=True, source="Seen there", by=lead, now=now)
    appeal = Appeal.file(application, RULE, "It was somebody else", [], by=unproved, now=now)
    assert appeal.deciders() == []
    with pytest.raises(Refusal, match="Name an arbiter"):
        upheld(appeal, lead, now)
    arbiter = person("Ari Arbiter")
    outside = signed_in(client, arbiter).get(appeal.get_absolute_url()).status_code
    cohort.arbiter = arbiter
    cohort.save()
    appeal = Appeal.objects.get()

    with time_machine.travel(now, tick=False):
        inside = signed_in(client, arbiter).get(appeal.get_absolute_url())

    assert (outside, inside.status_code, inside.context["why_not"]) == (404, 200, "")
    assert reverse("applications:appeals", args=[cohort.slug]) + '"' not in inside.content.decode()  # closed to them
    upheld(appeal, arbiter, now)


def test_the_arbiter_is_chosen_among_the_organizers(client, cohort, lead, second, now):
    cohort.arbiter = person("Former Fay")
    cohort.save()
    person("Stan Stranger")

    form = signed_in(client, lead).get(reverse("cohorts:settings", args=[cohort.slug])).context["form"]

    assert set(form.fields["arbiter"].queryset) == {lead, second, cohort.arbiter}


# The clock of an offer ---------------------------------------------------------------------------------


def test_an_open_appeal_stops_the_clock_of_an_offer(cohort, project, applicant, lead, now):
    offer = applying.offered(cohort, applicant, projects=[project], now=now)
    was, opened = offer.answer_by, now + timedelta(days=4)
    appeal = applying.appealed(offer.application, now=opened)
    long_after = was + timedelta(days=3)
    offer.refresh_from_db()

    still = (offer.paused_at, offer.can_be_accepted(long_after), type(offer).objects.overdue(long_after).count())
    applying.fresh_roster(long_after)
    upheld(appeal, lead, long_after)
    offer.refresh_from_db()

    assert still == (opened, True, 0)
    assert (offer.paused_at, offer.answer_by) == (None, was + (long_after - opened))
    offer.accept(by=applicant, now=long_after + timedelta(hours=20), consent=True)


def test_the_clock_waits_for_the_last_of_two_appeals(cohort, project, lead, now):
    applicant = person("Nia Okafor")
    offer = applying.offered(cohort, applicant, projects=[project], now=now)
    was = offer.answer_by
    first = applying.appealed(offer.application, now=now + HOUR)
    cohort.months_active = 60
    cohort.save()
    second = Appeal.file(
        type(offer.application).objects.get(), "active_for", "Since 2019", [], by=applicant, now=now + 2 * HOUR
    )
    upheld(first, lead, now + 3 * HOUR)
    offer.refresh_from_db()
    paused = offer.paused_at

    second.decide(True, "Seen", "Right.", by=person_free_of(cohort, now), now=now + 11 * HOUR)

    offer.refresh_from_db()
    assert (paused, offer.paused_at, offer.answer_by) == (now + HOUR, None, was + 10 * HOUR)


def person_free_of(cohort, now):
    """Another organizer: the lead has confirmed the contributions."""
    olu = person("Olu Second")
    sides.give_organizer(cohort, olu, now=now)
    return olu


# Who sees what, and what it costs --------------------------------------------------------------------------


def test_mentors_and_others_see_no_appeal(client, application, mentor, applicant, now):
    appeal = applying.appealed(application, now=now)
    with time_machine.travel(now, tick=False):
        answers = [
            signed_in(client, somebody).get(appeal.get_absolute_url()).status_code for somebody in (mentor, applicant)
        ]
        review = reverse("applications:review", args=[application.cohort.slug, application.pk, "faster-parser"])
        page = signed_in(client, mentor).get(review)
    assert answers == [404, 404]
    assert (page.status_code, "had this login before" in page.content.decode()) == (200, False)


@pytest.mark.parametrize("count", [3, 30])
def test_the_lists_cost_the_same(client, cohort, project, lead, now, count, django_assert_num_queries):
    appeals = reverse("applications:appeals", args=[cohort.slug])
    flags = reverse("applications:flags", args=[cohort.slug])
    for number in range(count):
        application = applying.submitted(cohort, person(f"Nia {number}"), projects=[project], now=now)
        applying.appealed(application, now=now)
        application.flags.create(rule=RULE, reason="…", raised_at=now)
    with time_machine.travel(now, tick=False):
        signed_in(client, lead).get(appeals)
        with django_assert_num_queries(9):
            page = client.get(appeals)
        assert len(page.context["appeals"]) == min(count, 25)
        with django_assert_num_queries(8):
            page = client.get(flags)
        assert len(page.context["flags"]) == min(count, 25)


@pytest.mark.django_db(transaction=True)
def test_two_organizers_decide_once(cohort, project, applicant, lead, second, now):
    appeal = applying.appealed(applying.in_review(cohort, applicant, projects=[project], now=now), now=now)

    told = race(*(lambda by=by: upheld(Appeal.objects.get(pk=appeal.pk), by, now) for by in (lead, second)))

    assert sorted(isinstance(answer, Refusal) for answer in told) == [False, True]
    assert Fact.objects.count() == 1
