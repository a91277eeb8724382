"""The contribution period: shortlisted applicants note what they do, their mentors comment."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal import jobs
from amp_portal.outbox.delivery import drain
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications import publishing
from applications.models import LogEntry, Publication, Recusal, ShortlistPlace

from .applying import letters, said, signed_in

ENTRY = {"day": "2027-06-03", "text": "A first pull request: https://github.com/asyncapi/cli/pull/9"}


@pytest.fixture
def in_time(cohort):
    return cohorts.instant(cohort, "contribution", days=2)


@pytest.fixture
def application(cohort, project, applicant, now):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    applying.shortlisted(cohort, application, projects=[project], now=now)
    return application


def log(application):
    return reverse("applications:contribution-log", args=[application.pk])


def comment_on(entry):
    return reverse("applications:log-comment", args=[entry.application_id, entry.pk])


def test_applicants_log_and_mentors_comment(client, cohort, project, other_project, applicant, mentor, lead, now):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    ShortlistPlace.add(application, project, by=mentor, now=now)
    url = log(application)
    with time_machine.travel(cohorts.instant(cohort, "contribution", days=1), tick=False):
        unpublished = signed_in(client, applicant).get(url).status_code
        jobs.carry_on(publishing.start(cohort, Publication.Kind.SHORTLIST, lead, now), now)
        page = signed_in(client, applicant).get(application.get_absolute_url()).content.decode()
        client.post(url, ENTRY)
        signed_in(client, mentor).post(comment_on(LogEntry.objects.get()), {"text": "Well done."})
        read = signed_in(client, lead).get(url).content.decode()
        others = [
            signed_in(client, somebody).get(url).status_code
            for somebody in (other_project.mentors.get().person, person("Stan Stranger"))
        ]
    with time_machine.travel(cohorts.instant(cohort, "contribution", edge="ends_at"), tick=False):
        late = said(signed_in(client, applicant).post(url, ENTRY, follow=True))

    assert (unpublished, others) == (404, [404, 404])
    assert [str(entry.by) for entry in LogEntry.objects.all()] == ["Nia Okafor", "Mira Finch"]
    assert "Well done." in read
    assert f'href="{reverse("applications:application", args=[cohort.slug, application.pk])}"' in read  # the way back
    assert f'href="{url}"' in page
    assert late == ["The contribution period is not open."]


def test_a_comment_reaches_the_applicant_as_a_letter_and_a_reply_nobody(application, mentor, in_time, mailoutbox):
    entry = applying.logged(application, "Fixed a typo", now=in_time, comment="Good catch,\nMira", by=mentor)
    entry.comment("Thank you!", by=application.person, now=in_time)
    drain(in_time + timedelta(hours=36))

    assert [(str(each.by), each.text) for each in entry.comments.all()] == [
        ("Mira Finch", "Good catch,\nMira"),
        ("Nia Okafor", "Thank you!"),
    ]
    assert letters()["commented", "Nia Okafor"] == 1
    [body] = [mail.body for mail in mailoutbox if "commented on your contribution" in mail.subject]
    assert "> Good catch,\n> Mira" in body
    assert "> Fixed a typo" in body


def test_only_the_applicant_makes_entries_and_puts_them_right(client, application, mentor, applicant, in_time):
    entry = applying.logged(application, "Fixed a tpyo", now=in_time)
    url = reverse("applications:log-entry", args=[application.pk, entry.pk])
    with time_machine.travel(in_time, tick=False):
        refused = said(signed_in(client, mentor).post(log(application), ENTRY, follow=True))
        not_theirs = client.post(url, ENTRY).status_code
        signed_in(client, applicant).post(url, ENTRY)
    entry.refresh_from_db()

    assert refused == ["Entries are the applicant's own. You can comment on them."]
    assert (not_theirs, entry.text, entry.changed_at) == (404, ENTRY["text"], in_time)
    with pytest.raises(Refusal, match="not open"):
        entry.change(entry.day, "later", by=applicant, now=in_time + timedelta(days=30))


@pytest.mark.parametrize("day", ["0001-01-01", "2027-06-05", "2099-01-01"])
def test_a_day_that_can_not_be_is_told_beside_its_field(client, application, applicant, in_time, day):
    with time_machine.travel(in_time, tick=False):
        writer = signed_in(client, applicant)
        writer.post(log(application), ENTRY)
        entry = LogEntry.objects.get()
        again = writer.post(log(application), ENTRY | {"day": day})
        changed = writer.post(reverse("applications:log-entry", args=[application.pk, entry.pk]), ENTRY | {"day": day})

    entry.refresh_from_db()
    assert [(page.status_code, list(page.context["form"].errors)) for page in (again, changed)] == [(422, ["day"])] * 2
    assert (LogEntry.objects.get(), entry.day.isoformat()) == (entry, ENTRY["day"])


@pytest.mark.parametrize("words", ["", " ", "x" * 5001])
def test_a_comment_has_words_but_not_too_many(client, application, mentor, in_time, words):
    entry = applying.logged(application, "Fixed a typo", now=in_time)
    with time_machine.travel(in_time, tick=False):
        page = signed_in(client, mentor).post(comment_on(entry), {"text": words}, follow=True)

    assert said(page) == ["Please write a comment of up to 5,000 characters."]
    assert not entry.comments.exists()


@pytest.mark.parametrize("outcome", ["offered", "waitlisted", "declined", "withdrawn"])
def test_it_stays_to_be_read_after_the_shortlist(client, application, project, mentor, lead, in_time, outcome):
    applying.logged(application, "Fixed a typo", now=in_time)
    applying.fresh_roster(in_time)
    match outcome:
        case "offered":
            applying.offer(application, project, now=in_time)
        case "waitlisted":
            application.put_on_waitlist(by=lead, now=in_time)
        case "declined":
            application.decline("Not this time.", by=lead, now=in_time)
        case "withdrawn":
            application.withdraw(by=application.person, now=cohorts.instant(application.cohort, "applications", days=3))
    with time_machine.travel(in_time, tick=False):
        answers = [
            signed_in(client, reader).get(log(application)).status_code for reader in (application.person, lead, mentor)
        ]
        pages = [
            signed_in(client, lead)
            .get(reverse("applications:application", args=[application.cohort.slug, application.pk]))
            .content.decode(),
            signed_in(client, application.person).get(application.get_absolute_url()).content.decode(),
        ]
        late = said(signed_in(client, application.person).post(log(application), ENTRY, follow=True))

    assert answers == [200, 200, 200 if outcome in ("offered", "waitlisted") else 404]
    assert [f'href="{log(application)}"' in page for page in pages] == [True, True]
    assert late == ["Contributions are logged while an application is on the shortlist."]


def test_whoever_keeps_out_of_it_reads_nothing(client, application, mentor, in_time):
    Recusal.declare(application, "", by=mentor, now=in_time)
    with time_machine.travel(in_time, tick=False):
        assert signed_in(client, mentor).get(log(application)).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_log_costs_the_same_for_many(client, application, mentor, in_time, count, django_assert_num_queries):
    for number in range(count):
        applying.logged(application, f"Entry {number}", now=in_time, comment="Yes", by=mentor)
    with time_machine.travel(in_time, tick=False):
        signed_in(client, mentor)
        with django_assert_num_queries(12):
            page = client.get(log(application))

    assert len(page.context["page_obj"]) == min(count, 25)


def test_what_was_typed_comes_back_after_signing_in_again(client, application, applicant, in_time):
    with time_machine.travel(in_time, tick=False):
        client.post(log(application), ENTRY | {"typed_by": applicant.user.pk})
        page = signed_in(client, applicant).get(log(application))

    assert (page.context["form"]["text"].value(), LogEntry.objects.count()) == (ENTRY["text"], 0)
