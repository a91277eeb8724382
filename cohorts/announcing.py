"""What a cohort tells everybody: who its mentees are, and in its community's Slack channel what begins.

A mentee is named from the day on that the schedule says, once they have accepted, and only with their consent. What was
posted can't be taken back, so nobody is named there who is not named on the cohort's page.
"""

from amp_portal.outbox.letters import SLACK, Draft, letter
from amp_portal.outbox.models import Message, Webhook
from amp_portal.sweeps import sweep

from .models import Cohort, Event, Participation, Phase
from .notices import of_cohort
from .slack import hours_of, linked, record_new

EVERYBODY = Webhook.Audience.EVERYBODY
CALLS = (Phase.Kind.MENTOR_CALL, Phase.Kind.APPLICATIONS)  # whose opening is news for everybody


def mentees(cohort, now):
    """The places of those who may be named now, by project. The cohort comes with its phases."""
    day = cohort.phase(Phase.Kind.MENTEES_ANNOUNCED)
    if day is None or now < day.starts_at:
        return Participation.objects.none()
    named = cohort.participations.named().select_related("person", "project__cohort")
    return named.order_by("project__title", "confirmed_name", "pk")


def _is_open(message, now):
    return message.about is not None and message.about.starts_at <= now < message.about.ends_at


@letter("cohorts/slack/call_opens", channels=SLACK, audience=EVERYBODY, still_due=_is_open)
def call_opens(phase):
    """Mentors are looked for, or mentees can apply; once, however the dates move."""
    key = f"call-opens/{phase.cohort_id}/{phase.kind}"
    return Draft(key=key, to=None, about=phase, **of_cohort(phase.cohort))


def _named(message, now):
    cohort = Cohort.objects.with_phases().filter(pk=message.object_id).first()
    return mentees(cohort, now).filter(pk__in=message.facts["places"]) if cohort else Participation.objects.none()


def _may_still_be_named(message, now):
    return _named(message, now).exists()


def _who(message):
    return {"places": list(_named(message, message.send_after))}


@letter("cohorts/slack/mentees", channels=SLACK, audience=EVERYBODY, still_due=_may_still_be_named, context=_who)
def mentees_announced(cohort, places, day):
    """Those who were not named before; at most once a day."""
    return Draft(
        key=f"mentees/{cohort.pk}/{day:%Y%m%d}",
        to=None,
        about=cohort,
        facts={"places": [place.pk for place in places]},
        **of_cohort(cohort),
    )


def _is_for_everybody_today(message, now):
    event = message.about
    return event is not None and event.audience == Event.Audience.EVERYBODY and now < event.ends_at


@letter("cohorts/slack/event_today", channels=SLACK, audience=EVERYBODY, still_due=_is_for_everybody_today)
def event_today(event, day):
    return Draft(key=f"event-today/{event.pk}/{day:%Y%m%d}", to=None, about=event, **of_cohort(event.cohort))


@sweep("announcements")
def announce(now):
    """What is news today, of each cohort that tells it to its community's channel, in its hours; each thing once."""
    drafts = []
    for cohort in linked(EVERYBODY, now):
        window = hours_of(cohort)
        if window.is_open(now):
            drafts += _news(cohort, window, now)
    return {"recorded": record_new(drafts, now)}


def _news(cohort, window, now):
    today = window.day(now)
    for phase in cohort.current_phases(now):
        if phase.kind in CALLS:
            yield call_opens(phase)
    before = Message.objects.filter(letter="cohorts/slack/mentees", key__startswith=f"mentees/{cohort.pk}/")
    told = {pk for facts in before.values_list("facts", flat=True) for pk in facts["places"]}
    places = [place for place in mentees(cohort, now) if place.pk not in told]
    if places and not cohort.is_over(now):
        yield mentees_announced(cohort, places, today)
    for event in cohort.events.for_everybody().ahead(now).select_related("cohort"):
        if window.day(event.starts_at) == today:
            yield event_today(event, today)
