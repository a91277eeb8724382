from .applications import ORGANIZERS, answers, application, in_cohort

REVIEWED_CHOICE = {"args": lambda w: [*application(w), w.project.slug]}

ROUTES = {
    "applications:recuse": {**REVIEWED_CHOICE, "method": "post", **answers(404, mentor=302)},
    "applications:reading": {"args": in_cohort, **answers(403, **ORGANIZERS)},
}
