from tests.world import ROLES

ROUTES = {
    "applications:self-check": {role: 200 for role in ROLES} | {"args": lambda w: [w.cohort.slug]},
    "applications:facts": {role: 403 for role in ROLES}
    | {"anonymous": "login", "organizer": 200, "superuser": 200}
    | {"args": lambda w: [w.cohort.slug, w.application.pk]},
}
