from amp_portal.outbox import unsubscribing
from amp_portal.outbox.models import Message
from tests.world import ROLES

EVERYBODY = dict.fromkeys(ROLES, 200)


def link_to_the_mentee(w):
    message = Message(person=w.mentorship.mentee, kind="thread")
    return [unsubscribing.headers([message])["List-Unsubscribe"].rstrip("/>").rpartition("/")[2]]


ROUTES = {
    "outbox:preferences": EVERYBODY | {"anonymous": "login"},
    "outbox:unsubscribe": EVERYBODY | {"args": link_to_the_mentee},
}
