from amp_portal.second_factor.models import SecondFactorReset
from amp_portal.users.models import CalendarLink, Join
from tests.world import ROLES


def secret(w):
    return [CalendarLink.make(w.mentorship.mentee, w.now)]


def second_factor_reset(w):
    """Of the stranger's, still to be canceled."""
    user = w.people["stranger"]
    waiting = user.second_factor_resets.waiting().first()
    return waiting or SecondFactorReset.objects.create(
        user=user, reason="Lost.", due_at=w.now + SecondFactorReset.DELAY
    )


def a_match(w):
    stranger, mentee = w.people["stranger"].person, w.mentorship.mentee
    return [Join.objects.get_or_create(account=stranger, known=mentee, known_label="Mel")[0].pk]


ROUTES = {
    "second_factor:required": dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "second_factor:cancel": dict.fromkeys(ROLES, 200)
    | {"args": lambda w: [second_factor_reset(w).token]},  # a secret link
    "users:profile": dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "users:sign-in-again": dict.fromkeys(ROLES, 302) | {"anonymous": "login"},  # they have a password
    "users:set-password": dict.fromkeys(ROLES, 302) | {"anonymous": "login"},
    "users:calendar": dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "users:revoke-calendar": dict.fromkeys(ROLES, 302) | {"method": "post", "anonymous": "login"},
    "users:match": dict.fromkeys(ROLES, 404)
    | {"args": a_match, "anonymous": "login", "organizer": 200, "superuser": 200},
    "users:calendar-feed": dict.fromkeys(ROLES, 200) | {"args": secret},
}
