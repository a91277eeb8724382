from datetime import timedelta
from urllib.parse import urlsplit

from mentorship.models import Episode, Leave, Reply, Snooze
from tests.routes.mentorship import answers, room
from tests.world import ROLES


def leave(w):
    """The mentee's, from tomorrow."""
    today = w.now.date()
    days = {"starts_on": today + timedelta(days=1), "ends_on": today + timedelta(days=4)}
    found = Leave.objects.filter(person=w.mentorship.mentee).first()
    return [(found or Leave.declare(w.cohort, w.mentorship.mentee, by=w.mentorship.mentee, now=w.now, **days)).pk]


def cohort(w):
    return [w.cohort.slug]


def reply(w):
    """The link in a nudge: whoever has it may open it."""
    since = w.now - timedelta(days=8)
    episode, _created = Episode.objects.get_or_create(
        mentorship=w.mentorship, side="mentee", silent_since=since, defaults={"opened_at": w.now}
    )
    return urlsplit(Reply.links_of(episode)["fine"]).path.split("/")[2:4]


def step(w):
    return [w.cohort.slug, "at_risk"]


OF_MENTEE = {"mentee": 200, "organizer": 200, "superuser": 200}


def snooze(w):
    day = w.now.date() + timedelta(days=5)
    found = w.mentorship.snoozes.filter(ended_at=None).first()
    by = w.people["organizer"].person
    return [w.mentorship.pk, (found or Snooze.begin(w.mentorship, day, by=by, now=w.now, reason="On a trip.")).pk]


ORGANIZERS = {"organizer": 200, "superuser": 200}
ROUTES = {
    "mentorship:step-letters": {"args": cohort, **answers(ORGANIZERS, rest=403)},
    "mentorship:step-letter": {"args": step, **answers(ORGANIZERS, rest=403)},
    "mentorship:step-letter-reset": {
        "args": step,
        "method": "post",
        **answers(dict.fromkeys(ORGANIZERS, 302), rest=403),
    },
    "mentorship:care": {
        "args": room,
        **answers({"mentee": 403, "mentor": 403, "organizer": 200, "superuser": 200}),
    },
    "mentorship:snooze-end": {
        "args": snooze,
        "method": "post",
        **answers({"mentee": 403, "mentor": 403, "organizer": 302, "superuser": 302}),
    },
    "mentorship:reply": {"args": reply, **dict.fromkeys(ROLES, 200)},
    "mentorship:take-leave": {
        "args": room,
        **answers({"mentee": 200, "mentor": 200, "organizer": 200, "superuser": 200}),
    },
    "mentorship:leaves": {"args": cohort, **answers({"organizer": 200, "superuser": 200}, rest=403)},
    "mentorship:leave": {"args": leave, **answers(OF_MENTEE, former=404)},
    "mentorship:leave-take-back": {
        "args": leave,
        "method": "post",
        **answers(dict.fromkeys(OF_MENTEE, 302), former=404),
    },
}
