"""What was submitted is received, then judged: nobody reads it before, and a *fail* sends it back for 72 hours."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal import jobs
from amp_portal.arrival import OLDEST
from amp_portal.refusals import Refusal
from amp_portal.roster.models import Maintainer
from amp_portal.users.scenarios import person
from applications import judge_submissions, publishing, shortlist
from applications.models import Appeal, Application, Contribution, Publication, ShortlistPlace, Twin
from applications.models.applied import RUSH
from applications.refusals import NotEligible
from cohorts import sides
from cohorts.models import Cohort, Participation

from .applying import SECOND, deadline, letters, said, signed_in

HOUR = timedelta(hours=1)
RESULTS, SHORTLIST = Publication.Kind.RESULTS, Publication.Kind.SHORTLIST


def received(cohort, somebody=None, *, projects, now, **changes):
    """Submitted, and not judged."""
    application = applying.draft(cohort, somebody, projects=projects, now=now, **changes)
    application.submit(by=application.person, now=now)
    return application


def judge(now, application=None):
    found = judge_submissions.judge_received(now)
    if application:
        application.refresh_from_db()
    return found


def maintains(somebody, now):
    """The maintainers list has them, which nobody compares while they submit."""
    Maintainer.objects.create(
        person=somebody,
        github_login=somebody.github_login,
        github_id=somebody.github_id,
        since=(now - timedelta(days=9)).date(),
    )


@pytest.fixture
def failing(cohort, project, applicant, now):
    """Somebody who is on the maintainers list by the time they are judged: received, and then sent back."""
    application = received(cohort, applicant, projects=[project], now=now)
    maintains(applicant, now)
    judge(now, application)
    return application


# Nobody sees it before it is judged ---------------------------------------------------------------------------


def test_a_first_submission_is_on_no_page_of_others_before_it_is_judged(client, cohort, project, applicant, lead, now):
    application = received(cohort, applicant, projects=[project], now=now)
    pages = [
        reverse("applications:screening", args=[cohort.slug]),
        reverse("applications:pass-on-many", args=[cohort.slug]),
        reverse("cohorts:cockpit", args=[cohort.slug]),
    ]

    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        unseen = ["Nia Okafor" in client.get(page).text for page in pages]
        own = client.get(reverse("applications:application", args=[cohort.slug, application.pk]))
        judge(now, application)
        seen = "Nia Okafor" in client.get(pages[0]).text

    assert (unseen, own.status_code, seen) == ([False, False, False], 404, True)
    assert application.submitted_version.judged_at == now


def test_its_person_reads_it_at_once_and_is_told_that_it_is_being_checked(client, cohort, project, applicant, now):
    application = received(cohort, applicant, projects=[project], now=now)

    with time_machine.travel(now, tick=False):
        signed_in(client, applicant)
        status = client.get(application.get_absolute_url()).text
        read = client.get(reverse("applications:submitted", args=[application.pk]))
        judge(now)
        after = client.get(application.get_absolute_url()).text

    assert "being checked" not in after
    assert ("We’re checking it" in status, "We’re checking it" in after) == (True, False)
    assert read.status_code == 200


def test_reviewers_read_the_earlier_version_until_the_new_one_is_judged(client, cohort, project, applicant, now):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    mentor = project.mentors.leading()[0].person
    url = reverse("applications:review", args=[cohort.slug, application.pk, project.slug])
    applying.write(application, [project], now=now, about="Rewritten in a hurry")
    application.submit(by=applicant, now=now)

    with time_machine.travel(now, tick=False):
        signed_in(client, mentor)
        before = client.get(url).text
        judge(now)
        after = client.get(url).text

    assert ("Rewritten in a hurry" in before, "Rewritten in a hurry" in after) == (False, True)


def test_withdrawing_and_applying_again_keeps_the_first_text_from_everybody(cohort, project, applicant, now):
    application = applying.submitted(cohort, applicant, projects=[project], now=now)
    application.withdraw(by=applicant, now=now)
    application.reopen(by=applicant, now=now)
    application.submit(by=applicant, now=now)

    assert not Application.objects.received().exists()
    judge(now)
    assert Application.objects.received().get() == application


def test_what_is_withdrawn_before_it_is_judged_is_never_read(cohort, project, applicant, now):
    application = received(cohort, applicant, projects=[project], now=now)

    application.withdraw(by=applicant, now=now)

    assert judge(now)["judged"] == 1
    assert judge(now) == {"judged": 0, "settled": 0}
    application.refresh_from_db()
    assert (application.submitted_version, letters()) == (None, {("withdrawn", "Nia Okafor"): 1})


def test_nobody_decides_about_what_was_replaced(cohort, project, applicant, lead, now):
    application = applying.submitted(cohort, applicant, projects=[project], now=now)
    applying.write(application, [project], now=now, about="Rewritten")
    application.submit(by=applicant, now=now)

    for decide in (application.pass_on, lambda **who: application.decline("Sorry.", **who)):
        with pytest.raises(Refusal, match="being checked"):
            decide(by=lead, now=now)

    judge(now)
    application.refresh_from_db()
    application.pass_on(by=lead, now=now)


def test_two_versions_in_a_row_are_judged_as_one(cohort, project, applicant, now):
    application = received(cohort, applicant, projects=[project], now=now)
    applying.write(application, [project], now=now, about="Rewritten")
    application.submit(by=applicant, now=now + SECOND)

    assert judge(now + SECOND, application)["judged"] == 1
    assert application.submitted_version.about == "Rewritten"
    assert application.checks.filter(gate="submission").count() == 1
    assert letters() == {("submitted", "Nia Okafor"): 1}


def test_what_cannot_be_judged_stops_nothing_else(cohort, project, now, monkeypatch):
    first, second = (received(cohort, person(name), projects=[project], now=now) for name in ("Ann", "Bo"))
    look = judge_submissions.duplicates.look

    def break_for_the_first(application, at):
        if application.pk == first.pk:
            raise ValueError("broken")
        look(application, at)

    with monkeypatch.context() as broken:
        broken.setattr(judge_submissions.duplicates, "look", break_for_the_first)
        assert judge(now, second)["judged"] == 1
    first.refresh_from_db()
    assert (first.submitted_version, second.submitted_version is not None) == (None, True)
    assert judge(now, first)["judged"] == 1


def test_a_project_that_left_the_idea_list_meanwhile_is_told_once(cohort, project, other_project, lead, applicant, now):
    received(cohort, applicant, projects=[project, other_project], now=now)
    project.withdraw(by=lead, now=now, reason="No time.")

    judge(now)
    judge(now)

    assert letters()["choice_withdrawn", "Nia Okafor"] == 1


# Received means: complete, on the contributors' side, and nothing known speaks against it -----------------------


def test_from_the_moment_it_is_received_its_person_takes_no_other_role(cohort, project, applicant, now):
    received(cohort, applicant, projects=[project], now=now)

    with pytest.raises(Refusal, match="application or a place"):
        sides.give_organizer(cohort, applicant, now=now)


@pytest.mark.parametrize("declared", [{"other_program": "yes"}, {"adult": "no"}])
def test_what_is_known_to_fail_is_refused_at_once(cohort, project, applicant, now, declared):
    cohort.adults_only = True
    cohort.save()
    draft = applying.draft(cohort, applicant, projects=[project], now=now, **declared)

    with pytest.raises(NotEligible):
        draft.submit(by=applicant, now=now)

    assert (Application.objects.get().state, Participation.objects.filter(person=applicant).exists()) == (
        "draft",
        False,
    )


@pytest.mark.parametrize(("before", "state"), [(RUSH + SECOND, "draft"), (RUSH, "submitted"), (SECOND, "submitted")])
def test_all_rules_refuse_at_once_but_in_the_last_hour(cohort, project, applicant, now, before, state):
    draft = applying.draft(cohort, applicant, projects=[project], now=now)
    at = deadline(cohort) - before
    applying.fresh_roster(at)
    maintains(applicant, at)

    with suppress(NotEligible):
        draft.submit(by=applicant, now=at)

    assert Application.objects.get().state == state


def test_what_has_failed_before_is_refused_in_the_last_hour_too(failing, project, cohort):
    at = deadline(cohort) - SECOND
    applying.fresh_roster(at)
    applying.write(failing, [project], now=at, about="Better")

    with pytest.raises(NotEligible):
        failing.submit(by=failing.person, now=at)


@pytest.mark.django_db(transaction=True)
def test_submitting_waits_for_nobody_who_holds_the_cohort_or_the_project():
    if connection.vendor == "sqlite":
        return  # one writer at a time, whatever it writes
    cohort = cohorts.cohort()
    now = cohorts.instant(cohort, "applications", days=2)
    project = cohorts.project(cohort, now=now)
    draft = applying.draft(cohort, person("Nia Okafor"), projects=[project], now=now)
    done = threading.Event()

    def submit():
        Application.objects.get(pk=draft.pk).submit(by=draft.person, now=now)
        connection.close()
        done.set()

    with transaction.atomic():
        Cohort.objects.lock(cohort.pk)
        type(project).objects.select_for_update(no_key=True).get(pk=project.pk)
        thread = threading.Thread(target=submit)
        thread.start()
        received_meanwhile = done.wait(timeout=20)
    thread.join()

    assert received_meanwhile


def test_receiving_costs_few_statements_and_no_shared_lock(
    cohort, project, applicant, now, django_assert_max_num_queries
):
    draft = applying.draft(cohort, applicant, projects=[project], now=now)
    draft = Application.objects.select_related("cohort", "person__user").get(pk=draft.pk)

    with django_assert_max_num_queries(19) as statements:
        draft.submit(by=applicant, now=deadline(cohort) - SECOND)

    assert not [each["sql"] for each in statements if "FOR UPDATE" in each["sql"] and "cohorts_cohort" in each["sql"]]


def test_what_was_typed_after_the_deadline_is_never_submitted(cohort, project, applicant, now):
    draft = applying.draft(cohort, applicant, projects=[project], now=now)
    applying.write(draft, [project], now=deadline(cohort), about="Typed too late")

    with pytest.raises(Refusal, match="after the deadline"):
        draft.submit(by=applicant, now=deadline(cohort) - SECOND)


def test_a_later_text_counts_in_whatever_order_two_requests_are_taken(cohort, project, applicant, now):
    application = received(cohort, applicant, projects=[project], now=now + 5 * SECOND)
    applying.write(application, [project], now=now, about="The later text")
    application.submit(by=applicant, now=now)

    judge(now + 5 * SECOND, application)

    assert application.submitted_version.about == "The later text"


# A fail sends it back for 72 hours ------------------------------------------------------------------------------


def test_a_fail_found_later_sends_it_back_in_words_with_the_rule_and_the_time(failing, now, mailoutbox):
    assert failing.sent_back_until == now + 72 * HOUR
    assert letters() == {("sent_back", "Nia Okafor"): 1}
    assert [finding.rule for finding in failing.checks.first().verdict.failures] == ["not_a_current_maintainer"]


def test_its_page_says_what_can_be_done_until_when(client, failing, now):
    with time_machine.travel(now, tick=False):
        page = signed_in(client, failing.person).get(failing.get_absolute_url())

    assert page.context["next"].due == now + 72 * HOUR
    assert page.context["next"].is_deadline
    assert reverse("applications:appeal-write", args=[failing.pk, "not_a_current_maintainer"]) in page.text


def test_mentors_review_it_like_any_other_and_see_that_it_is_marked(client, failing, project, lead, now):
    mentor = project.mentors.leading()[0].person
    failing.pass_on(by=lead, now=now)
    queue = reverse("applications:reviews", args=[failing.cohort.slug])
    one = reverse("applications:review", args=[failing.cohort.slug, failing.pk, project.slug])

    with time_machine.travel(now, tick=False):
        pages = [signed_in(client, mentor).get(url).text for url in (queue, one)]
        listed = signed_in(client, lead).get(reverse("applications:screening", args=[failing.cohort.slug])).text

    assert all("they can still respond" in page for page in [*pages, listed])
    assert applying.reviewed(failing, now=now)


def test_off_the_list_again_it_stands_and_is_told(failing, now):
    Maintainer.objects.all().delete()

    assert judge(now + HOUR, failing)["settled"] == 1
    assert (failing.state, failing.sent_back_until) == ("submitted", None)
    assert letters()["stands", "Nia Okafor"] == 1


def test_an_appeal_after_the_deadline_settles_it(failing, cohort):
    late = deadline(cohort) + HOUR
    Application.objects.update(sent_back_until=late + HOUR)

    Appeal.file(failing, "not_a_current_maintainer", "An old entry.", [], by=failing.person, now=late)

    judge(late, failing)
    assert (failing.state, failing.sent_back_until) == ("submitted", None)


def test_no_new_text_after_the_deadline_while_it_is_sent_back(failing, cohort, project):
    late = deadline(cohort) + SECOND
    Application.objects.update(sent_back_until=late + HOUR)
    applying.write(failing, [project], now=late - 2 * SECOND, about="Better")

    with pytest.raises(Refusal, match="deadline"):
        failing.submit(by=failing.person, now=late)


def test_submitting_again_does_not_make_the_hours_longer(failing, project, now):
    later = now + HOUR
    applying.write(failing, [project], now=later, about="Better")
    with pytest.raises(NotEligible):
        failing.submit(by=failing.person, now=later)
    Maintainer.objects.all().delete()
    failing.submit(by=failing.person, now=later)
    maintains(failing.person, later)
    judge(later, failing)

    assert failing.sent_back_until == now + 72 * HOUR


def test_another_rule_has_hours_of_its_own(failing, project, cohort, now):
    later = now + 71 * HOUR
    applying.fresh_roster(later)
    Maintainer.objects.all().delete()
    applying.write(failing, [project], now=later, about="Better")
    failing.submit(by=failing.person, now=later)
    applying.join_another_program(failing.person, cohort, now=later)
    judge(later, failing)

    assert failing.sent_back_until == later + 72 * HOUR


def test_an_appeal_after_the_deadline_is_about_what_was_submitted(failing, project, cohort):
    late = deadline(cohort) + HOUR
    applying.write(failing, [project], now=late, links=[])

    assert failing.text_to_judge(late) == failing.submitted_version
    with pytest.raises(Refusal, match="nothing to appeal"):
        Appeal.file(failing, "no_concurrent_program", "Look.", [], by=failing.person, now=late)


@pytest.mark.parametrize(("after", "state"), [(72 * HOUR - SECOND, "submitted"), (72 * HOUR, "draft")])
def test_after_the_hours_it_is_a_draft_again_and_its_person_told(failing, now, after, state):
    applying.fresh_roster(now + after)

    judge(now + after, failing)

    side = Participation.objects.get(person=failing.person).side
    assert (failing.state, side) == (state, "contributor" if state == "submitted" else "none")
    assert letters()["handed_back", "Nia Okafor"] == (state == "draft")


@pytest.mark.parametrize("end", ["declined", "withdrawn"])
def test_whoever_has_left_the_running_has_nothing_to_respond_to(failing, lead, now, end):
    if end == "declined":
        failing.decline("Sorry.", by=lead, now=now)
    else:
        failing.withdraw(by=failing.person, now=now)

    assert judge(now + 72 * HOUR, failing)["settled"] == 0
    assert (failing.state, failing.sent_back_until) == (end, None)


def test_handed_back_before_the_deadline_it_can_be_submitted_again(failing, now):
    after = now + 72 * HOUR
    applying.fresh_roster(after)
    judge(after, failing)
    Maintainer.objects.all().delete()

    failing.submit(by=failing.person, now=after)
    judge(after, failing)

    assert (failing.state, failing.sent_back_until) == ("submitted", None)


def test_a_version_in_review_that_fails_leaves_review_after_the_hours(cohort, project, applicant, now):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    applying.write(application, [project], now=now, about="Better")
    application.submit(by=applicant, now=now)
    maintains(applicant, now)
    judge(now, application)
    read_meanwhile = application.submitted_version.about
    judge(now + 72 * HOUR, application)

    assert (read_meanwhile, application.state) == ("Better", "draft")


# Duplicates only flag --------------------------------------------------------------------------------------------


def test_a_duplicate_is_found_after_receiving_and_only_flags(cohort, project, now):
    words = " ".join(f"word{number}" for number in range(60))
    first, second = (received(cohort, person(name), projects=[project], now=now, about=words) for name in ("Ann", "Bo"))
    assert not Twin.objects.exists()

    judge(now)

    assert Twin.objects.count() == 1
    assert set(Application.objects.values_list("state", "sent_back_until")) == {("submitted", None)}
    assert first.pk != second.pk


# Nothing is published meanwhile ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [SHORTLIST, RESULTS])
def test_publishing_names_who_is_not_judged_yet_and_is_refused(cohort, project, lead, now, kind):
    listed = applying.in_review(cohort, person("Listed Lu"), projects=[project], now=now)
    ShortlistPlace.add(listed, project, by=lead, now=now)
    received(cohort, person("Waiting Wu"), projects=[project], now=now)

    with pytest.raises(Refusal, match=r"Not checked against the eligibility rules yet: Waiting Wu\."):
        publishing.start(cohort, kind, lead, now)

    assert not Publication.objects.exists()


@pytest.mark.parametrize("kind", [SHORTLIST, RESULTS])
def test_publishing_names_who_can_still_respond_and_is_refused_until_then(failing, lead, now, kind):
    with pytest.raises(Refusal, match=r"still have time to respond \(72 hours each\): Nia Okafor\."):
        publishing.start(failing.cohort, kind, lead, now + 71 * HOUR)

    applying.fresh_roster(now + 72 * HOUR)
    judge(now + 72 * HOUR)
    assert not judge_submissions.unsettled(failing.cohort, now + 72 * HOUR)


@pytest.mark.parametrize(("after", "is_too_early"), [(timedelta(0), True), (OLDEST - SECOND, True), (OLDEST, False)])
def test_nothing_is_published_while_submissions_may_still_be_on_their_way(cohort, after, is_too_early):
    found = judge_submissions.unsettled(cohort, deadline(cohort) + after)

    assert [reason for reason in found if "closed a moment ago" in reason] == found
    assert bool(found) == is_too_early


def test_once_all_are_judged_the_shortlist_is_published(cohort, project, lead, now):
    applying.fresh_roster(now)
    listed = applying.in_review(cohort, person("Listed Lu"), projects=[project], now=now)
    ShortlistPlace.add(listed, project, by=lead, now=now)
    received(cohort, person("Waiting Wu"), projects=[project], now=now)
    judge(now)

    jobs.carry_on(publishing.start(cohort, SHORTLIST, lead, now), now)

    listed.refresh_from_db()
    assert listed.is_shortlisted


def test_who_submits_again_while_the_shortlist_goes_out_is_told_once_it_is_judged(cohort, project, lead, now):
    applying.fresh_roster(now)
    listed = applying.in_review(cohort, person("Listed Lu"), projects=[project], now=now)
    ShortlistPlace.add(listed, project, by=lead, now=now)
    publication = publishing.start(cohort, SHORTLIST, lead, now)
    applying.write(listed, [project], now=now, about="Better")
    listed.submit(by=listed.person, now=now)

    jobs.carry_on(publication, now)
    held = ShortlistPlace.objects.get().held
    judge(now, listed)
    shortlist.tell_later(now)

    listed.refresh_from_db()
    assert "being checked" in held
    assert (listed.is_shortlisted, listed.submitted_version.about) == (True, "Better")


# By the page -----------------------------------------------------------------------------------------------------


def test_the_page_says_that_it_arrived_and_the_receipt_follows(client, cohort, project, applicant, now):
    applying.draft(cohort, applicant, projects=[project], now=now)

    with time_machine.travel(now, tick=False):
        page = signed_in(client, applicant).post(reverse("applications:submit", args=[cohort.slug]), follow=True)
        before = letters()
        judge(now)

    assert said(page) == ["Your application has arrived. Thank you! You’ll get a receipt by email in a few minutes."]
    assert (before, letters()) == ({}, {("submitted", "Nia Okafor"): 1})
    assert Contribution.objects.count() == len(applying.LINKS)
