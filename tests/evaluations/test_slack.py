"""Released results are told once in the organizers' Slack channel."""

import evaluations.scenarios as evaluating
from amp_portal.outbox.models import Message, Webhook
from cohorts.notices import scope_of


def test_a_release_is_posted_once_where_a_channel_is_linked(midterm, mentorship, after):
    Webhook.link(scope_of(midterm.cohort), "https://hooks.slack.com/services/x", by=None, now=after)
    evaluating.evaluated(midterm, mentorship)
    evaluating.released(midterm)
    [post] = Message.objects.filter(channel="slack")
    assert (post.letter, post.person, post.scope) == ("evaluations/slack/released", None, scope_of(midterm.cohort))


def test_without_a_channel_nothing_is_recorded(midterm, mentorship):
    evaluating.evaluated(midterm, mentorship)
    evaluating.released(midterm)
    assert not Message.objects.filter(channel="slack").exists()
