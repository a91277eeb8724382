from datetime import timedelta

import pytest
from django.urls import reverse

import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import arrival, jobs
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts.models import Participation
from evaluations import release
from evaluations.models import Certificate, Decision


def told():
    """``{(letter, person's name): e-mails queued}`` of this app's result letters."""
    letters = Message.objects.filter(letter__startswith="evaluations/mail", channel="email").select_related("person")
    letters = letters.exclude(kind="receipts")
    return sorted((message.letter.rpartition("/")[2], message.person.name) for message in letters)


def round_url(round):
    return reverse("evaluations:round", args=[round.cohort.slug, round.kind])


def post(visit, who, name, round, at):
    return visit(who, reverse(f"evaluations:{name}", args=[round.cohort.slug, round.kind]), at, post={})


def decide(visit, who, round, mentorship, at, **data):
    return visit(who, reverse("evaluations:decide", args=[round.pk, mentorship.pk]), at, post=data)


def test_results_are_decided_and_released_once(visit, midterm, mentorship, mentor, organizer, after):
    evaluating.evaluated(midterm, mentorship)
    decide(visit, organizer, midterm, mentorship, after, passed="yes", reason="Go on like this.")
    for _click in range(2):
        post(visit, organizer, "release", midterm, after)
    assert [jobs.unfinished(after) for _tick in range(2)] == [{"done": 1}, {"done": 0}]
    midterm.refresh_from_db()
    assert (midterm.released_at, midterm.released_by) == (after, organizer)
    assert told() == [("midterm_passed", mentorship.mentee.name), ("results_for_mentors", mentor.name)]


def test_nothing_is_released_before_the_close_or_while_a_decision_is_missing(
    visit, midterm, mentorship, organizer, during, after
):
    for at in (during, after):
        post(visit, organizer, "release", midterm, at)
    midterm.refresh_from_db()
    assert midterm.released_at is None
    with pytest.raises(Refusal, match="no decision"):
        release.start(midterm, by=organizer, now=after)


def test_decisions_wait_for_the_close_and_stand_after_the_release(midterm, mentorship, during, after):
    with pytest.raises(Refusal, match="closed"):
        evaluating.decided(midterm, mentorship, now=during)
    evaluating.decided(midterm, mentorship, passed=False, now=after)
    evaluating.decided(midterm, mentorship, passed=True, now=after)
    evaluating.released(midterm, now=after)
    with pytest.raises(Refusal, match="released"):
        evaluating.decided(midterm, mentorship, passed=False, now=after)
    assert Decision.objects.get().passed is True


def test_not_passing_needs_a_word_for_the_mentee(visit, midterm, mentorship, organizer, after):
    page = decide(visit, organizer, midterm, mentorship, after, passed="no", reason="")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert not Decision.objects.exists()


def test_a_mentorship_without_the_mentors_form_can_be_decided(midterm, mentorship, after):
    evaluating.submitted(midterm, mentorship, "mentee_on_mentor")
    evaluating.decided(midterm, mentorship, now=after)
    assert len(evaluating.released(midterm, now=after)) == 1


def test_who_mentors_a_project_does_not_decide_about_it(midterm, mentorship, organizer, after):
    mentorship.project.mentors.create(person=organizer, since=mentorship.created_at)
    with pytest.raises(Refusal, match="another organizer"):
        evaluating.decided(midterm, mentorship, now=after)


@pytest.mark.parametrize(
    ("given", "suggested", "words"),
    [
        ({}, "yes", []),
        ({"passes": False}, "no", []),
        ({"passes": None}, "", ["not sure yet"]),
        ({"contact": False}, "yes", ["reports no regular contact"]),
        ({"contact": False, "passes": False}, "no", ["reports no regular contact"]),
    ],
)
def test_the_mentors_answer_is_the_suggestion_and_discrepancies_are_flagged(
    visit, midterm, mentorship, organizer, after, given, suggested, words
):
    evaluating.evaluated(midterm, mentorship, **given)
    page = visit(organizer, reverse("evaluations:result", args=[midterm.pk, mentorship.pk]), after)
    assert page.context["form"].initial["passed"] == suggested
    assert len(page.context["flags"]) == len(words)
    assert all(word in flag for word, flag in zip(words, page.context["flags"], strict=True))


def test_mentors_who_disagree_leave_the_suggestion_open(visit, midterm, mentorship, co_mentor, organizer, after):
    evaluating.evaluated(midterm, mentorship)
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee", author=co_mentor, passes=False)
    page = visit(organizer, reverse("evaluations:result", args=[midterm.pk, mentorship.pk]), after)
    assert page.context["form"].initial["passed"] == ""
    assert page.context["flags"] == ["The mentors do not agree on pass or fail."]


def test_what_is_clear_passes_in_one_go(visit, midterm, mentorship, organizer, after):
    unclear = mentoring.mentorship(midterm.cohort, mentee=person("Nil Silent"))
    evaluating.evaluated(midterm, mentorship)
    evaluating.evaluated(midterm, unclear, contact=False)
    for _click in range(2):
        post(visit, organizer, "pass-unflagged", midterm, after)
    assert list(Decision.objects.values_list("mentorship", "passed")) == [(mentorship.pk, True)]
    assert list(release.undecided(midterm, midterm.closes_at)) == [unclear]


def test_the_final_completes_who_passed_and_ends_the_others_kindly(final, mentorship, mentor, organizer):
    other = mentoring.mentorship(final.cohort, mentee=person("Nil Second"))
    at = final.closes_at + timedelta(hours=1)
    evaluating.decided(final, mentorship, now=at)
    evaluating.decided(final, other, passed=False, reason="The weeks were not yours. Come back.", now=at)
    evaluating.released(final, now=at)
    mentorship.refresh_from_db()
    other.refresh_from_db()
    assert (mentorship.state, other.state) == ("completed", "failed")
    assert list(Certificate.objects.values_list("mentorship", "holder_name")) == [
        (mentorship.pk, mentorship.mentee.name)
    ]
    outcomes = Participation.objects.filter(person__in=[mentorship.mentee, other.mentee])
    assert set(outcomes.values_list("person", "outcome")) == {
        (mentorship.mentee_id, "completed"),
        (other.mentee_id, "failed"),
    }
    assert told() == [
        ("certificate_issued", mentorship.mentee.name),
        ("final_failed", "Nil Second"),
        ("final_passed", mentorship.mentee.name),
        *[("results_for_mentors", name) for name in sorted([mentor.name, mentoring.lead_mentor(other).name])],
    ]


def test_a_mentorship_that_ended_early_holds_nothing_up(midterm, mentorship, organizer, after):
    mentorship.fail(by=organizer, now=midterm.opens_at, reason="Moved on.")
    assert evaluating.released(midterm, now=after) == []
    assert told() == []


def test_a_mentor_of_several_gets_one_letter_about_all(midterm, mentorship, mentor, after):
    mentorship.project.sponsored_slots = 2
    mentorship.project.save()
    second = mentoring.mentorship(midterm.cohort, project=mentorship.project, mentee=person("Nil Second"))
    evaluating.released(midterm, now=after)
    letter = Message.objects.get(letter="evaluations/mail/results_for_mentors", channel="email")
    assert letter.person == mentor
    decided = Decision.objects.filter(pk__in=letter.facts["decisions"])
    assert set(decided.values_list("mentorship", flat=True)) == {mentorship.pk, second.pk}


@pytest.mark.parametrize("kind", ["midterm", "final"])
@pytest.mark.parametrize("passed", [True, False])
def test_letters_read_well(cohort, mentorship, organizer, mailoutbox, kind, passed):
    from amp_portal.outbox.tick import tick

    round = evaluating.round_of(cohort, kind)
    at = round.closes_at + timedelta(hours=12)
    evaluating.evaluated(round, mentorship)
    tick(at)
    mailoutbox.clear()
    evaluating.decided(round, mentorship, passed=passed, reason="Thank you for the tests.", now=at)
    evaluating.released(round, now=at)
    tick(at)
    mine = next(mail for mail in mailoutbox if mail.to == [mentorship.mentee.email])
    assert "Thank you for the tests." in mine.body
    assert ("certificate is on its way" in mine.body) is (passed and kind == "final")
    said, signature = mine.body.split("\n-- \n")
    assert (organizer.email in said) is not passed
    assert "You get this because you are a mentee of AMP 2027." in signature
    assert organizer.email in signature


def test_the_round_page_says_what_is_left(visit, midterm, mentorship, mentor, organizer, during, after):
    early = visit(organizer, round_url(midterm), during)
    assert (early.context["chase_list"], early.context["done"], early.context["total"]) == ([], 0, 2)
    late = visit(organizer, round_url(midterm), midterm.opens_at + timedelta(days=3))
    assert [who.name for who, _duties in late.context["chase_list"]] == sorted([mentor.name, mentorship.mentee.name])
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee", now=during)
    closed = visit(organizer, round_url(midterm), after)
    assert (closed.context["done"], closed.context["can_release"], closed.context["undecided"]) == (1, False, 1)


def many(cohort, count):
    """The midterm of mentorships with everything in, each with its own project and mentor."""
    midterm = evaluating.round_of(cohort, "midterm")
    for number in range(count):
        made = mentoring.mentorship(cohort, mentee=person(f"Mentee {number}"))
        evaluating.evaluated(midterm, made, contact=number % 2 == 0)
    return midterm


@pytest.mark.parametrize("count", [3, 30])
def test_the_round_page_has_constant_cost(client, cohort, organizer, django_assert_num_queries, count):
    import time_machine

    midterm = many(cohort, count)
    with time_machine.travel(midterm.closes_at, tick=False):
        client.force_login(organizer.user)
        with django_assert_num_queries(21):
            page = client.get(round_url(midterm))
    assert len(page.context["rows"]) == min(count, 25)


@pytest.mark.parametrize("count", [3, 30])
def test_a_release_begins_and_ends_in_sets_and_each_step_costs_the_same(
    cohort, organizer, django_assert_num_queries, django_assert_max_num_queries, count
):
    midterm = many(cohort, count)
    at = midterm.closes_at + arrival.OLDEST
    for mentorship in release.undecided(midterm, midterm.closes_at):
        evaluating.decided(midterm, mentorship, now=at)
    with django_assert_num_queries(12):
        job = release.start(midterm, by=organizer, now=at)
    with django_assert_max_num_queries(26 + 6 * count):  # SQLite takes an insert more for many rows
        jobs.carry_on(job, at)


def test_the_round_page_shows_how_far_a_release_is(visit, cohort, organizer):
    midterm = many(cohort, 3)
    at = midterm.closes_at + arrival.OLDEST
    for mentorship in release.undecided(midterm, midterm.closes_at):
        evaluating.decided(midterm, mentorship, now=at)
    post(visit, organizer, "release", midterm, at)
    last = midterm.decisions.order_by("-pk").first()
    midterm.decisions.filter(pk=last.pk).update(carried_out_at=at)  # as if another worker had it
    assert "0 of 3 mentees are told." in visit(organizer, round_url(midterm), at).content.decode()
    jobs.carry_on(midterm.releases.get(), at)
    page = visit(organizer, round_url(midterm), at).content.decode()
    assert ("Everybody has been written to." in page, "mentees are told." in page) == (True, False)


def test_after_a_decision_comes_the_next_mentorship_without_one(visit, cohort, organizer):
    midterm = many(cohort, 3)
    first, second, third = release.undecided(midterm, midterm.closes_at).order_by("mentee__name", "pk")

    def url(mentorship):
        return reverse("evaluations:result", args=[midterm.pk, mentorship.pk])

    queue = visit(organizer, url(second), midterm.closes_at).context["queue"]
    assert (queue.position, queue.previous, queue.following) == (2, url(first), url(third))
    ways = [
        decide(visit, organizer, midterm, each, midterm.closes_at + arrival.OLDEST, passed="yes")["Location"]
        for each in (second, third, first)
    ]
    assert ways == [url(third), url(first), round_url(midterm)]


def test_the_round_page_says_whom_a_release_tells(visit, final, mentorship, organizer):
    at = final.closes_at + arrival.OLDEST
    assert visit(organizer, round_url(final), at).context["told"] is None
    evaluating.decided(final, mentorship, passed=False, now=at)
    told = visit(organizer, round_url(final), at).context["told"]
    assert told == {"mentees": 1, "mentors": 1, "passed": 0, "not_passed": 1}
