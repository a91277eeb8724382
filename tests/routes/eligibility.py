from tests.world import ROLES

ROUTES = {
    "applications:self-check": dict.fromkeys(ROLES, 200) | {"args": lambda w: [w.cohort.slug]},
    "applications:facts": dict.fromkeys(ROLES, 403)
    | {"anonymous": "login", "organizer": 200, "superuser": 200}
    | {"args": lambda w: [w.cohort.slug, w.application.pk]},
}
