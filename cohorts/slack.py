"""What a cohort's organizers read in their Slack channel: counts and links, never who it is about.

Few posts, so that they are read: once a day what waits for them, and what has just become public to its people.
"""

from amp_portal.outbox.daytime import Window
from amp_portal.outbox.letters import SLACK, Draft, letter, queue_all
from amp_portal.outbox.models import Message, Webhook
from amp_portal.sweeps import sweep

from . import cockpit
from .models import Cohort
from .notices import of_cohort, scope_of


def webhook_of(cohort):
    """The Webhook of its channel, or None."""
    return Webhook.objects.filter(scope=scope_of(cohort)).first()


def waiting(cohort, now):
    """The panels of the overview that need somebody."""
    return [panel for panel in cockpit.panels(cohort, now) if panel.needs_somebody]


def _something_waits(message, now):
    cohort = Cohort.objects.with_phases().filter(pk=message.object_id).first()
    return cohort is not None and bool(waiting(cohort, now))


def _waiting(message):
    cohort = Cohort.objects.with_phases().get(pk=message.object_id)
    return {"cohort": cohort, "panels": waiting(cohort, message.send_after)}


@letter("cohorts/slack/what_waits", channels=SLACK, still_due=_something_waits, context=_waiting)
def what_waits(cohort, day):
    """Once a day."""
    return Draft(key=f"what-waits/{cohort.pk}/{day:%Y%m%d}", to=None, about=cohort, **of_cohort(cohort))


@letter("cohorts/slack/trial", channels=SLACK)
def trial(cohort, by, now):
    """A post to see that posts arrive; at most one a minute."""
    key = f"slack-trial/{cohort.pk}/{now:%Y%m%d%H%M}"
    return Draft(key=key, to=None, about=cohort, facts={"by": str(by)}, **of_cohort(cohort))


@sweep("slack")
def tell_what_waits(now):
    """Once a day of each cohort with a channel, in its hours, as soon as something waits."""
    scopes = Webhook.objects.values_list("scope", flat=True)
    linked = [pk for kind, _slash, pk in (scope.partition("/") for scope in scopes) if kind == "cohort"]
    drafts = []
    for cohort in Cohort.objects.published().not_over(now).filter(pk__in=linked).with_phases() if linked else ():
        window = Window(cohort.zone, (cohort.quiet_until, cohort.quiet_from))
        draft = what_waits(cohort, window.day(now))
        told = Message.objects.filter(key=draft.rows(now)[0].key)
        if window.is_open(now) and not told.exists() and waiting(cohort, now):
            drafts.append(draft)
    queue_all(drafts, now)
    return {"recorded": len(drafts)}
