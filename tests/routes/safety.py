import cohorts.conduct.scenarios as reporting
import mentorship.scenarios as mentoring
from cohorts.models import ConductHandler
from tests.world import ROLES

from .cohorts_a import CLOSED, DONE, ORGANIZERS, cohort

ANYBODY = dict.fromkeys(ROLES, 200)
NOT_FOUND = dict.fromkeys(ROLES, 404) | {"anonymous": "login"}
TAKES_PART = NOT_FOUND | {"mentee": 200, "mentor": 200, "other_mentor": 200, "former_mentor": 200}
IN_ROOM = NOT_FOUND | dict.fromkeys(["mentee", "mentor", "former_mentor"], 403) | {"organizer": 200, "superuser": 200}
ASKED = {"mentee": 302, "organizer": 302, "superuser": 302}


def request(w):
    """The mentee's, for the organizers."""
    return [mentoring.ask_for_help(w.mentorship, w.now).pk]


def handler(w):
    """The applicant handles the cohort's reports: a role that has nothing to do with any other."""
    given = {"named_by": w.people["organizer"].person, "since": w.now}
    row, _new = ConductHandler.objects.get_or_create(
        cohort=w.cohort, person=w.application.person, until=None, defaults=given
    )
    return [w.cohort.slug, row.pk]


def report(w):
    handler(w)
    return [reporting.report(w.cohort, w.now).public_id]


def renamed(w):
    """The mentee, for whom another name was confirmed."""
    places = w.cohort.participations.filter(person=w.mentorship.mentee)
    places.update(confirmed_name="Melanie Mentee")
    return [w.cohort.slug, places.get().pk]


ROUTES = {
    "cohorts:name-check": {"args": renamed, **ORGANIZERS},
    "cohorts:attention": {"args": cohort, **ORGANIZERS},
    "cohorts:attention-settle": {"args": cohort, "method": "post", **DONE},
    "cohorts:mentor-replace": {
        "args": lambda w: [w.cohort.slug, w.project.slug, w.project.mentors.current()[0].pk],
        **ORGANIZERS,
    },
    "cohorts:mentor-step-back": {"args": lambda w: [w.cohort.slug, w.project.slug], **CLOSED, "mentor": 200},
    "cohorts:conduct": ANYBODY,
    "cohorts:conduct-code": ANYBODY,
    "cohorts:conduct-report": {"args": cohort, **ANYBODY},
    "cohorts:conduct-reports": {"args": lambda w: handler(w)[2:], **CLOSED, "applicant": 200},
    "cohorts:conduct-handle": {"args": report, **NOT_FOUND, "applicant": 200},
    "cohorts:conduct-close": {"args": report, "method": "post", **NOT_FOUND, "applicant": 302},
    "cohorts:conduct-suspend": {"args": report, "method": "post", **NOT_FOUND, "applicant": 302},
    "cohorts:conduct-confirm": {"args": report, "method": "post", **NOT_FOUND, "applicant": 302},
    "cohorts:conduct-let-read": {"args": report, "method": "post", **NOT_FOUND, "applicant": 302},
    "cohorts:conduct-suspensions": {**CLOSED, "superuser": 200},
    "cohorts:conduct-suspension-confirm": {"method": "post", **CLOSED, "superuser": 302},
    "cohorts:conduct-suspension-lift": {"method": "post", **CLOSED, "superuser": 422},
    "cohorts:conduct-lift": {"args": report, "method": "post", **NOT_FOUND, "applicant": 302},
    "cohorts:conduct-keep-from": {"args": report, "method": "post", **NOT_FOUND, "applicant": 302},
    "cohorts:conduct-handlers": {"args": cohort, **ORGANIZERS},
    "cohorts:conduct-handler-end": {"args": handler, "method": "post", **DONE},
    "mentorship:help": dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "mentorship:ask-for-help": {"args": cohort, **TAKES_PART},
    "mentorship:end": {"args": lambda w: [w.mentorship.pk], **IN_ROOM},
    "mentorship:lift-bar": {
        "args": lambda w: [w.mentorship.pk],
        "method": "post",
        **IN_ROOM,
        "organizer": 302,
        "superuser": 302,
    },
    "mentorship:support": {"args": request, **NOT_FOUND, **dict.fromkeys(ASKED, 200)},
    "mentorship:support-take": {"args": request, "method": "post", **NOT_FOUND, **ASKED, "mentee": 403},
    "mentorship:support-pass-on": {"args": request, "method": "post", **NOT_FOUND, **ASKED},
    "mentorship:support-solve": {"args": request, "method": "post", **NOT_FOUND, **ASKED},
    "mentorship:support-reopen": {"args": request, "method": "post", **NOT_FOUND, **ASKED},
}
