from tests.world import ROLES


def answers(rest, **others):
    """The status by role: ``rest`` for those who are not named. Anonymous visitors sign in first."""
    return dict.fromkeys(ROLES, rest) | {"anonymous": "login"} | others


def in_cohort(w):
    return [w.cohort.slug]


def application(w):
    return [w.cohort.slug, w.application.pk]


def contribution(w):
    return [w.cohort.slug, w.application.person.contributions.first().pk]


def accepted_offer(w):
    return w.mentorship.application.offers.get()


def own_offer(w):
    return [w.mentorship.application_id, accepted_offer(w).pk]


def screened_offer(w):
    return [w.cohort.slug, *own_offer(w)]


WRITERS = {"applicant": 200, "other_applicant": 200, "mentee": 302}  # a mentee's application is closed
WRITERS_ACT = dict.fromkeys(WRITERS, 302)
ORGANIZERS = {"organizer": 200, "superuser": 200}
ORGANIZERS_ACT = {"organizer": 302, "superuser": 302}
ORGANIZERS_MISS_SOMETHING = {"organizer": 422, "superuser": 422}

ROUTES = {
    "applications:apply": {"args": in_cohort, **answers(200, mentee=302)},
    "applications:choose": {"args": lambda w: [w.cohort.slug, w.other_project.slug], **answers(200)},
    "applications:section": {"args": lambda w: [w.cohort.slug, "about"], **answers(404, **WRITERS)},
    "applications:submit": {"args": in_cohort, "method": "post", **answers(404, **WRITERS_ACT)},
    "applications:status": {"args": lambda w: [w.application.pk], **answers(404, applicant=200)},
    "applications:withdraw": {"args": lambda w: [w.application.pk], "method": "post", **answers(404, applicant=302)},
    "applications:accept": {"args": own_offer, "method": "post", **answers(404, mentee=302)},
    "applications:turn-down": {"args": own_offer, "method": "post", **answers(404, mentee=302)},
    "applications:screening": {"args": in_cohort, **answers(403, **ORGANIZERS)},
    "applications:application": {"args": application, **answers(403, **ORGANIZERS)},
    "applications:contribution": {"args": contribution, **answers(404, mentor=200, **ORGANIZERS)},
    "applications:pass-on": {"args": application, "method": "post", **answers(403, **ORGANIZERS_ACT)},
    "applications:decline": {"args": application, "method": "post", **answers(403, **ORGANIZERS_MISS_SOMETHING)},
    "applications:offer": {"args": application, "method": "post", **answers(403, **ORGANIZERS_MISS_SOMETHING)},
    "applications:take-back": {"args": screened_offer, "method": "post", **answers(403, **ORGANIZERS_ACT)},
    "applications:extend": {"args": screened_offer, "method": "post", **answers(403, **ORGANIZERS_MISS_SOMETHING)},
    "applications:reviews": {"args": in_cohort, **answers(403, mentor=200, other_mentor=200)},
    "applications:review": {"args": lambda w: [*application(w), w.project.slug], **answers(404, mentor=200)},
    "applications:publication": {
        "args": lambda w: [w.cohort.slug, "results"],
        **answers(403, **ORGANIZERS),
    },
}
