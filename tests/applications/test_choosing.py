"""From a project's page into the application; and what happens when a chosen project leaves the idea list."""

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.outbox.delivery import drain
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications.models import Application
from cohorts import calls, schedule
from cohorts.effects import touched
from cohorts.models import Cohort

from .applying import SECOND, deadline, letters, said


def page(client, url, now, by=None, *, post=False):
    with time_machine.travel(now, tick=False):
        if by:
            client.force_login(by.user)
        return client.post(url, follow=True) if post else client.get(url)


def choosing(project):
    return reverse("applications:choose", args=[project.cohort.slug, project.slug])


def ranked(application):
    return [(choice.rank, choice.project) for choice in application.text().choices.select_related("project")]


def test_a_project_starts_an_application_with_itself_as_first_choice(client, project, applicant, now):
    asked = page(client, choosing(project), now, applicant)
    assert (asked.status_code, Application.objects.count()) == (200, 0)

    written = page(client, choosing(project), now, post=True)

    assert written.redirect_chain[-1][0] == "/cohorts/amp-2027/apply/projects/#id_approach_1"
    assert ranked(Application.objects.get()) == [(1, project)]
    assert said(written) == ["“Faster parser” is your first choice. Now write how you would go about it."]


def test_a_further_project_takes_the_next_free_place(client, cohort, project, other_project, applicant, now):
    application = applying.draft(cohort, applicant, projects=[project], now=now)

    page(client, choosing(other_project), now, applicant, post=True)
    page(client, choosing(other_project), now, post=True)  # a second click changes nothing

    assert ranked(application) == [(1, project), (2, other_project)]
    assert application.text().choices.get(rank=1).approach == applying.PROPOSAL["approach"]


def test_what_was_submitted_stays_while_a_project_is_added(cohort, project, other_project, applicant, now):
    application = applying.submitted(cohort, applicant, projects=[project], now=now)

    application.choose(other_project, now=now)

    assert [choice.project for choice in application.submitted_version.choices.all()] == [project]
    assert ranked(application) == [(1, project), (2, other_project)]


def test_when_every_place_is_taken_one_has_to_say_which_goes(cohort, project, other_project, applicant, now):
    Cohort.objects.filter(pk=cohort.pk).update(choices_per_application=1)
    application = applying.draft(Cohort.objects.get(), applicant, projects=[project], now=now)

    with pytest.raises(Refusal, match="which one to replace"):
        application.choose(other_project, now=now)

    assert ranked(application) == [(1, project)]


def test_a_stale_tab_is_told_that_a_project_was_added(cohort, project, other_project, applicant, now):
    application = applying.draft(cohort, applicant, projects=[project], now=now)
    revision = application.text().revision("projects")

    application.choose(other_project, now=now)

    with pytest.raises(Refusal, match="another tab"):
        application.save_section("projects", lambda draft: None, revision=revision, now=now)


def test_nobody_chooses_after_the_deadline_nor_what_is_not_listed(client, cohort, project, applicant, lead, now):
    application = applying.draft(cohort, applicant, projects=[], now=now)
    late = page(client, choosing(project), deadline(cohort), applicant, post=True)
    assert said(late) == [
        "The deadline for applications has passed. Please write to the organizers if something went wrong."
    ]
    project.withdraw(by=lead, now=now)
    assert page(client, choosing(project), now, applicant, post=True).status_code == 404
    assert ranked(application) == []


def test_the_way_in_depends_on_who_looks_and_when(client, cohort, project, applicant, mentor, lead, now):
    def offered(somebody, at):
        response = page(client, project.get_absolute_url(), at, somebody)
        return [call.title for call in response.context["calls"]]

    before = cohorts.instant(cohort, "applications") - SECOND
    assert offered(None, before) == ["Am I eligible?"]
    assert offered(None, now) == ["Apply with this project"]
    assert offered(applicant, now) == ["Apply with this project"]
    assert offered(mentor, now) == []  # staff of the cohort
    application = applying.draft(cohort, applicant, projects=[], now=now)
    assert offered(applicant, now) == ["Add it to your application"]
    application.choose(project, now=now)
    assert offered(applicant, now) == ["Go on with your proposal"]
    application.withdraw(by=applicant, now=now)
    assert offered(applicant, now) == ["Apply with this project"]
    assert offered(applicant, deadline(cohort)) == []


def test_staff_of_a_cohort_are_not_called_to_apply(cohort, mentor, now):
    assert "Apply for a place" not in [call.title for call in calls.of(cohort, mentor.user, now)]


# A chosen project is withdrawn ------------------------------------------------------------


def test_whoever_chose_a_project_is_told_once_that_it_is_gone(cohort, project, other_project, lead, now):
    both = applying.submitted(cohort, person("Bo Both"), projects=[project, other_project], now=now)
    applying.submitted(cohort, person("Ola Only"), projects=[project], now=now)
    applying.submitted(cohort, person("Emil Else"), projects=[other_project], now=now)
    applying.draft(cohort, person("Didi Draft"), projects=[project], now=now)
    drain(now)
    mail.outbox.clear()

    project.withdraw(by=lead, now=now, reason="For the mentors: budget")

    told = {reader: times for (letter, reader), times in letters().items() if letter == "choice_withdrawn"}
    assert told == {"Bo Both": 1, "Ola Only": 1}
    drain(now)
    sent = {message.to[0]: message.body for message in mail.outbox if "no longer on the idea list" in message.subject}
    assert "your other choices: Docs that answer." in sent[both.person.email]
    assert "choose another project, and submit again" in sent["ola.only@example.org"]
    assert [body for body in sent.values() if "budget" in body] == []


def test_after_the_deadline_nobody_is_asked_to_choose_again(cohort, project, lead, applicant, now):
    applying.submitted(cohort, applicant, projects=[project], now=now)
    late = deadline(cohort)
    drain(now)
    mail.outbox.clear()

    project.withdraw(by=lead, now=late)
    drain(late)

    [letter] = [message for message in mail.outbox if message.to == [applicant.email]]
    assert "the deadline has passed. Please write to the organizers" in letter.body
    assert "choose another" not in letter.body


def test_a_project_that_was_never_listed_goes_unnoticed(cohort, mentor, lead, now):
    waiting = cohorts.project(cohort, mentor, now=now, title="Waiting", approved=False)
    waiting.withdraw(by=lead, now=now)
    assert letters() == {}


def test_nobody_is_left_with_an_offer_of_a_project_that_is_gone(cohort, project, lead, now):
    offer = applying.offered(cohort, projects=[project], now=now)

    with pytest.raises(Refusal, match="Take the offer back first"):
        project.withdraw(by=lead, now=now)

    project.refresh_from_db()
    assert (project.is_published, letters()["choice_withdrawn", str(offer.application.person)]) == (True, 0)


# A cohort's dates move ---------------------------------------------------------------------


def test_whoever_writes_is_told_of_new_dates_while_there_is_time(cohort, project, applicant, lead, now):
    applying.draft(cohort, applicant, projects=[project], now=now)
    phase = cohort.window("applications")

    assert touched(cohort, now)["writing"] == {applicant.pk}
    schedule.reschedule(cohort, {"applications": (phase.starts_at, phase.ends_at + SECOND * 60)}, by=lead, now=now)
    drain(now)

    assert [message.subject for message in mail.outbox if message.to == [applicant.email]] == ["New dates in AMP 2027"]
    assert "writing" not in touched(Cohort.objects.get(), deadline(cohort) + SECOND * 60)


def test_anonymous_visitors_sign_in_and_come_back(client, project, now):
    asked = page(client, choosing(project), now)
    assert asked.url == f"/accounts/login/?next={choosing(project)}"


def test_a_chosen_project_is_of_its_own_cohort(client, project, applicant, now):
    other = cohorts.cohort("other")
    url = reverse("applications:choose", args=[other.slug, project.slug])
    assert page(client, url, now, applicant).status_code == 404


def test_the_application_says_kindly_that_a_chosen_project_is_gone(client, cohort, project, other_project, lead, now):
    application = applying.submitted(cohort, projects=[project, other_project], now=now)
    project.withdraw(by=lead, now=now)
    overview = reverse("applications:apply", args=[cohort.slug])
    section = reverse("applications:section", args=[cohort.slug, "projects"])

    for url in (overview, section, application.get_absolute_url()):
        shown = page(client, url, now, application.person)
        assert shown.context["gone"] == [project]
        assert "“Faster parser” is no longer on the idea list" in shown.content.decode()
    assert "Faster parser (no longer on the idea list)" in page(client, section, now).content.decode()
