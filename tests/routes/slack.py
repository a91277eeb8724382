from tests.world import ROLES

ORGANIZERS = dict.fromkeys(ROLES, 403) | {"anonymous": "login", "organizer": 200, "superuser": 200}
THEIR_POSTS = ORGANIZERS | {"organizer": 302, "superuser": 302, "method": "post"}


def cohort(w):
    return [w.cohort.slug]


ROUTES = {
    "cohorts:maintainers": ORGANIZERS | {"args": cohort},
    "cohorts:slack": ORGANIZERS | {"args": cohort},
    "cohorts:slack-test": THEIR_POSTS | {"args": cohort},
    "cohorts:slack-unlink": THEIR_POSTS | {"args": cohort},
}
