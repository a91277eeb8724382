from applications.models import Selection

from .applications import ORGANIZERS, ORGANIZERS_ACT, answers, application, in_cohort


def decided(w):
    """The applicant's, with a decision."""
    Selection.objects.get_or_create(
        application=w.application,
        defaults={"outcome": "decline", "decided_by": w.cohort.leads()[0].person, "decided_at": w.now},
    )
    return application(w)


ROUTES = {
    "applications:selection": {"args": in_cohort, **answers(403, **ORGANIZERS)},
    "applications:take-over": {"args": in_cohort, "method": "post", **answers(403, **ORGANIZERS_ACT)},
    "applications:seats": {"args": in_cohort, **answers(403, **ORGANIZERS)},
    "applications:result-letters": {"args": in_cohort, **answers(403, **ORGANIZERS)},
    "applications:result-letter": {"args": decided, **answers(403, **ORGANIZERS)},
    "applications:try-letter": {"args": decided, "method": "post", **answers(403, **ORGANIZERS_ACT)},
    "applications:publish-results": {"args": in_cohort, **answers(403, **ORGANIZERS_ACT)},  # they are published
    "applications:drop": {"args": lambda w: [w.cohort.slug, 1], "method": "post", **answers(403, **ORGANIZERS_ACT)},
    "applications:decide": {"args": application, **answers(403, **ORGANIZERS)},
    "applications:adjust": {"args": application, "method": "post", **answers(403, **ORGANIZERS_ACT)},
    "applications:statistics": {"args": in_cohort, **answers(403, **ORGANIZERS)},
    "applications:export": {"args": in_cohort, **answers(403, **ORGANIZERS)},
}
