from amp_portal.users.models import CalendarLink
from tests.world import ROLES


def secret(w):
    return [CalendarLink.make(w.mentorship.mentee, w.now)]


ROUTES = {
    "users:profile": dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "users:calendar": dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "users:revoke-calendar": dict.fromkeys(ROLES, 302) | {"method": "post", "anonymous": "login"},
    "users:calendar-feed": dict.fromkeys(ROLES, 200) | {"args": secret},
}
