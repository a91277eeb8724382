"""The midterm of ``w.mentorship`` is open; ``w.payment`` is of an earlier cohort."""

from django.core import signing

from tests.world import ROLES


def expect(args=None, *, default, method="get", **roles):
    """The same answer for every role that is not named; anonymous visitors are sent to sign in."""
    answers = dict.fromkeys(ROLES, default) | {"anonymous": "login"} | roles
    return answers | {"method": method} | ({"args": args} if args else {})


def of_round(w):
    return [w.cohort.slug, w.round.kind]


def of_form(form):
    return lambda w: [w.round.pk, w.mentorship.pk, form]


def of_mentorship(w):
    return [w.round.pk, w.mentorship.pk]


def of_final_work(w):
    return [w.cohort.rounds.get(kind="final").pk, w.mentorship.pk]


def of_project(w):
    return [w.cohort.slug, w.project.slug]


def of_request(w):
    return [w.finished.cohort.slug, w.payment.pk]


EVERYBODY = {"default": 200, "anonymous": 200}
STAFF = {"default": 403, "organizer": 200, "superuser": 200}
STAFF_POST = {"default": 403, "organizer": 302, "superuser": 302, "method": "post"}
PEOPLE = {"default": 404, "mentee": 200, "mentor": 200, "former_mentor": 403, "organizer": 200, "superuser": 200}
MENTEE = {"default": 404, "mentee": 200, "mentor": 403, "former_mentor": 403, "organizer": 403, "superuser": 403}

ROUTES = {
    "evaluations:round": expect(of_round, **STAFF),
    "evaluations:prepare": expect(of_round, **STAFF_POST),
    "evaluations:copy-questions": expect(of_round, **STAFF_POST),
    "evaluations:preview": expect(lambda w: [*of_round(w), "mentee_on_mentor"], **STAFF),
    "evaluations:pass-unflagged": expect(of_round, **STAFF_POST),
    "evaluations:release": expect(of_round, **STAFF_POST),
    "evaluations:result": expect(of_mentorship, **PEOPLE),
    "evaluations:decide": expect(
        of_mentorship,
        default=404,
        method="post",
        mentee=403,
        mentor=403,
        former_mentor=403,
        organizer=422,
        superuser=422,
    ),
    "evaluations:final-work": expect(of_final_work, **MENTEE),
    "evaluations:evaluate": expect(of_form("mentee_on_mentor"), **MENTEE),
    "evaluations:summary": expect(of_form("mentee_on_mentor"), **MENTEE | {"mentee": 302}),
    "evaluations:budget": expect(lambda w: [w.cohort.slug], **STAFF),
    "evaluations:request-payment": expect(lambda w: [w.cohort.slug], **STAFF_POST),
    "evaluations:project-stipends": expect(of_project, **STAFF),
    "evaluations:decide-stipend": expect(lambda w: [*of_project(w), "mentee", w.mentorship.mentee_id], **STAFF),
    "evaluations:payment-request": expect(of_request, default=403, superuser=200),
    "evaluations:payment-table": expect(of_request, default=403, superuser=200),
    "evaluations:stipend-line": expect(lambda w: [w.payment.lines.first().pk], default=403, superuser=200),
    "evaluations:outcomes": expect(lambda w: [w.cohort.slug], **STAFF),
    "evaluations:outcomes-table": expect(lambda w: [w.cohort.slug], **STAFF),
    "evaluations:follow-up": expect(lambda w: [signing.dumps(w.follow_up.pk, salt=w.follow_up.SALT)], **EVERYBODY),
    "evaluations:own-stipends": expect(default=200),
}
