"""A cohort's channels in Slack, and what its organizers read in theirs: counts and links, never who it is about.

Few posts, so that they are read: once a day what waits for them, and what has just become public to its people. What
everybody reads in the other channel: see ``announcing``.
"""

from amp_portal.outbox.daytime import Window
from amp_portal.outbox.letters import SLACK, Draft, letter, queue_all
from amp_portal.outbox.models import Message, Webhook
from amp_portal.sweeps import sweep

from . import cockpit
from .models import Cohort
from .notices import of_cohort, scope_of

Audience = Webhook.Audience


def channels_of(cohort):
    """``{audience: Webhook}`` of those that are linked."""
    return {webhook.audience: webhook for webhook in Webhook.objects.filter(scope=scope_of(cohort))}


def linked(audience, now):
    """The cohorts that post to such a channel now, with their phases."""
    scopes = Webhook.objects.filter(audience=audience).values_list("scope", flat=True)
    pks = [pk for kind, _slash, pk in (scope.partition("/") for scope in scopes) if kind == "cohort"]
    return Cohort.objects.published().not_over(now).filter(pk__in=pks).with_phases() if pks else ()


def hours_of(cohort):
    """When it posts: in the day of its own zone."""
    return Window(cohort.zone, (cohort.quiet_until, cohort.quiet_from))


def record_new(drafts, now):
    """Record those posts that were not recorded before. Returns how many."""
    by_key = {row.key: draft for draft in drafts for row in draft.rows(now)}
    told = set(Message.objects.filter(key__in=by_key).values_list("key", flat=True)) if by_key else set()
    new = [draft for key, draft in by_key.items() if key not in told]
    queue_all(new, now)
    return len(new)


def _something_waits(message, now):
    cohort = Cohort.objects.with_phases().filter(pk=message.object_id).first()
    return cohort is not None and bool(cockpit.needs(cohort, now))


def _waiting(message):
    cohort = Cohort.objects.with_phases().get(pk=message.object_id)
    return {"cohort": cohort, "todos": cockpit.needs(cohort, message.send_after)}


@letter("cohorts/slack/what_waits", channels=SLACK, still_due=_something_waits, context=_waiting)
def what_waits(cohort, day):
    """Once a day."""
    return Draft(key=f"what-waits/{cohort.pk}/{day:%Y%m%d}", to=None, about=cohort, **of_cohort(cohort))


def _trial(cohort, by, now, audience):
    """A post to see that posts arrive; at most one a minute."""
    key = f"slack-trial/{cohort.pk}/{audience}/{now:%Y%m%d%H%M}"
    return Draft(key=key, to=None, about=cohort, facts={"by": str(by)}, **of_cohort(cohort))


@letter("cohorts/slack/trial", channels=SLACK)
def trial(cohort, by, now):
    return _trial(cohort, by, now, Audience.ORGANIZERS)


@letter("cohorts/slack/trial_for_everybody", channels=SLACK, audience=Audience.EVERYBODY)
def trial_for_everybody(cohort, by, now):
    return _trial(cohort, by, now, Audience.EVERYBODY)


TRIALS = {Audience.ORGANIZERS: trial, Audience.EVERYBODY: trial_for_everybody}


@sweep("slack")
def tell_what_waits(now):
    """Once a day of each cohort with a channel, in its hours, as soon as something waits."""
    drafts = []
    for cohort in linked(Audience.ORGANIZERS, now):
        window = hours_of(cohort)
        draft = what_waits(cohort, window.day(now))
        told = Message.objects.filter(key=draft.rows(now)[0].key)
        if window.is_open(now) and not told.exists() and cockpit.needs(cohort, now):
            drafts.append(draft)
    return {"recorded": record_new(drafts, now)}
