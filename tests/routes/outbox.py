from amp_portal.outbox import objecting
from amp_portal.outbox.models import Message
from tests.world import ROLES

EVERYBODY = dict.fromkeys(ROLES, 200)
SIGNED_IN = EVERYBODY | {"anonymous": "login"}


def letter_to_the_mentee(w):
    told = {"subject": "Hello", "created_at": w.now, "send_after": w.now, "sent_at": w.now}
    letter, _created = Message.objects.get_or_create(
        key="route",
        defaults={"person": w.mentorship.mentee, "channel": "in-app", "state": "sent", **told},
    )
    return [letter.pk]


def link_to_object(w):
    changed = w.people["stranger"].changes.create(what="password_changed", told=["stan@example.org"], made_at=w.now)
    return [objecting.link(changed, 0).rstrip("/").rpartition("/")[2]]


ROUTES = {
    "outbox:inbox": SIGNED_IN,
    "outbox:letter": dict.fromkeys(ROLES, 404) | {"args": letter_to_the_mentee, "anonymous": "login", "mentee": 200},
    "outbox:mark-all-read": dict.fromkeys(ROLES, 302) | {"method": "post", "anonymous": "login"},
    "outbox:object": EVERYBODY | {"args": link_to_object},
    "outbox:healthz": EVERYBODY,
    "outbox:readyz": EVERYBODY,
}
