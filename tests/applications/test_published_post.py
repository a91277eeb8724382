"""That everybody has been told is posted once in the organizers' Slack channel."""

import applications.scenarios as applying
from amp_portal import jobs
from amp_portal.outbox.models import Message, Webhook
from applications import publishing
from applications.models import Publication, ShortlistPlace
from cohorts.notices import scope_of


def test_a_shortlist_that_is_out_is_posted_once(cohort, project, applicant, mentor, lead, now):
    Webhook.link(scope_of(cohort), "https://hooks.slack.com/services/x", by=lead, now=now)
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    ShortlistPlace.add(application, project, by=mentor, now=now)
    publication = publishing.start(cohort, Publication.Kind.SHORTLIST, lead, now)
    assert not Message.objects.filter(channel="slack").exists()
    for _again in range(2):
        jobs.carry_on(publication, now)
    [post] = Message.objects.filter(channel="slack")
    assert (post.letter, post.about) == ("applications/slack/published", publication)


def test_what_is_over_is_not_posted_again_by_a_worker_that_comes_late(cohort, project, applicant, mentor, lead, now):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    ShortlistPlace.add(application, project, by=mentor, now=now)
    publication = publishing.start(cohort, Publication.Kind.SHORTLIST, lead, now)
    jobs.carry_on(publication, now)
    Webhook.link(scope_of(cohort), "https://hooks.slack.com/services/x", by=lead, now=now)

    jobs.carry_on(publication, now)

    assert not Message.objects.filter(channel="slack").exists()
