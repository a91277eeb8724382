from .applications import ORGANIZERS, ORGANIZERS_ACT, answers, application, in_cohort

REVIEWED_CHOICE = {"args": lambda w: [*application(w), w.project.slug]}

RANKED = {"args": lambda w: [w.cohort.slug, w.project.slug]}
RANKERS = {"mentor": 200, **ORGANIZERS}
RANKERS_ACT = {"mentor": 302, **ORGANIZERS_ACT}

ROUTES = {
    "applications:recuse": {**REVIEWED_CHOICE, "method": "post", **answers(404, mentor=302)},
    "applications:redaction": {"args": application, **answers(403, **ORGANIZERS)},
    "applications:assign": {"args": application, "method": "post", **answers(403, **ORGANIZERS_ACT)},
    "applications:unassign": {
        "args": lambda w: [*application(w), 0],
        "method": "post",
        **answers(403, **ORGANIZERS_ACT),
    },
    "applications:pass-on-many": {"args": in_cohort, **answers(403, **ORGANIZERS)},
    "applications:snippets": {"args": in_cohort, **answers(403, **ORGANIZERS)},
    "applications:snippet": {
        "args": lambda w: [w.cohort.slug, w.cohort.snippets.get_or_create(title="Thin", text="Say more.")[0].pk],
        **answers(403, **ORGANIZERS),
    },
    "applications:delete-snippet": {
        "args": lambda w: [w.cohort.slug, 0],
        "method": "post",
        **answers(403, **ORGANIZERS_ACT),
    },
    "applications:contribution-log": {"args": lambda w: [w.application.pk], **answers(404)},  # not on the shortlist
    "applications:reading": {"args": in_cohort, **answers(403, **ORGANIZERS)},
    "applications:shortlists": {"args": in_cohort, **answers(403, **ORGANIZERS)},
    "applications:publish-shortlist": {"args": in_cohort, "method": "post", **answers(403, **ORGANIZERS_ACT)},
    "applications:ranking": {**RANKED, **answers(403, **RANKERS)},
    "applications:shortlist-rank": {**RANKED, "method": "post", **answers(403, **RANKERS_ACT)},
    "applications:shortlist-add": {
        "args": lambda w: [w.cohort.slug, w.project.slug, w.application.pk],
        "method": "post",
        **answers(403, **RANKERS_ACT),
    },
    "applications:shortlist-remove": {
        "args": lambda w: [w.cohort.slug, w.project.slug, 0],
        "method": "post",
        **answers(403, mentor=404, organizer=404, superuser=404),
    },
}

LOGGED = {"method": "post", **answers(404)}  # nobody's application there is on the shortlist

ROUTES |= {
    "applications:final-review": {**REVIEWED_CHOICE, "method": "post", **answers(404, mentor=422)},
    "applications:lift-own-recusal": {"args": lambda w: [w.cohort.slug, 0], "method": "post", **answers(404)},
    "applications:lift-recusal": {
        "args": lambda w: [*application(w), 0],
        "method": "post",
        **answers(403, organizer=404, superuser=404),
    },
    "applications:log-entry": {"args": lambda w: [w.application.pk, 0], **answers(404)},
    "applications:log-comment": {"args": lambda w: [w.application.pk, 0], **LOGGED},
    "applications:shortlist-by-finals": {**RANKED, "method": "post", **answers(403, **RANKERS_ACT)},
}

TWINS = {"args": lambda w: [*application(w), 0], "method": "post", **answers(403, organizer=404, superuser=404)}

ROUTES |= {
    "applications:set-aside": TWINS,
    "applications:tell-apart": TWINS,
    "applications:resume": {"args": application, "method": "post", **answers(403, **ORGANIZERS_ACT)},
}
