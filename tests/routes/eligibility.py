from tests.world import ROLES

ORGANIZERS = {"anonymous": "login", "organizer": 200, "superuser": 200}


def in_cohort(w):
    return [w.cohort.slug]


ROUTES = {
    "applications:self-check": dict.fromkeys(ROLES, 200) | {"args": lambda w: [w.cohort.slug]},
    "applications:facts": dict.fromkeys(ROLES, 403)
    | {"anonymous": "login", "organizer": 200, "superuser": 200}
    | {"args": lambda w: [w.cohort.slug, w.application.pk]},
    "applications:appeals": dict.fromkeys(ROLES, 403) | ORGANIZERS | {"args": in_cohort},
    "applications:appeal": dict.fromkeys(ROLES, 404) | ORGANIZERS | {"args": lambda w: [w.cohort.slug, w.appeal.pk]},
    "applications:flags": dict.fromkeys(ROLES, 403) | ORGANIZERS | {"args": in_cohort},
    "applications:flag": dict.fromkeys(ROLES, 403) | ORGANIZERS | {"args": lambda w: [w.cohort.slug, w.flag.pk]},
    "applications:appeal-write": dict.fromkeys(ROLES, 404)
    | {"anonymous": "login", "applicant": 200}
    | {"args": lambda w: [w.application.pk, "adult"]},
}
