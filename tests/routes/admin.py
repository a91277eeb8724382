"""The admin: for each registered model one row of it, and who may view, add, change or delete such rows.

Only organizers and superusers get in at all; the others are sent to sign in. Where ``scoped``, an organizer of another
cohort finds the list without the row, and its pages lead back to the start.
"""

from dataclasses import dataclass

from amp_portal.roster.models import Attempt, Maintainer, Snapshot
from amp_portal.users.models import Join
from applications.models import Fact, Review
from cohorts.models import OtherProgramPlace, Skill, Voice
from tests.world import ROLES

from . import cohorts_a, users

VIEW, ALL = ("view",), ("view", "add", "delete")
OUTSIDE = dict.fromkeys(ROLES, 302)


@dataclass
class Rows:
    row: object  # world → an instance
    organizers: tuple = VIEW
    superusers: tuple = VIEW
    scoped: bool = True


def made(model, **values):
    return model.objects.get_or_create(**values)[0]


def somebody(w):
    return w.people["stranger"].person


MODELS = {
    "users_person": Rows(somebody, ()),
    "users_user": Rows(lambda w: w.people["stranger"], ()),
    "users_join": Rows(lambda w: made(Join, account=somebody(w), known=w.mentorship.mentee, known_label="Mel")),
    "second_factor_secondfactorreset": Rows(users.second_factor_reset, (), ("view", "add")),
    "outbox_message": Rows(lambda w: w.mentorship.mentee.messages.filter(scope=f"cohort/{w.cohort.pk}").first()),
    "roster_maintainer": Rows(
        lambda w: made(Maintainer, github_login="max", since=w.now.date(), person=somebody(w)), scoped=False
    ),
    "roster_attempt": Rows(
        lambda w: made(Attempt, at=w.now, source="list.yaml", succeeded=True, outcome="Nothing new"), scoped=False
    ),
    "roster_snapshot": Rows(lambda w: Snapshot.objects.first(), scoped=False),
    "cohorts_cohort": Rows(lambda w: w.cohort, superusers=ALL),
    "cohorts_invitation": Rows(cohorts_a.invitation),
    "cohorts_mentorapplication": Rows(lambda w: w.cohort.mentor_applications.first()),
    "cohorts_participation": Rows(lambda w: w.cohort.participations.first()),
    "cohorts_otherprogramplace": Rows(
        lambda w: made(
            OtherProgramPlace,
            program="GSoC",
            github_login="gita",
            starts_on=w.now.date(),
            ends_on=w.now.date(),
            person=somebody(w),
        ),
        scoped=False,
    ),
    "cohorts_project": Rows(lambda w: w.project),
    "cohorts_skill": Rows(lambda w: made(Skill, name="writing"), ("view", "add"), ALL, scoped=False),
    "cohorts_voice": Rows(
        lambda w: made(Voice, cohort=w.cohort, name="Vera", role="mentee", words="It went well.", consented_on=w.now),
        ALL,
        ALL,
    ),
    "applications_application": Rows(lambda w: w.application),
    "applications_review": Rows(
        lambda w: made(
            Review,
            application=w.application,
            project=w.project,
            reviewer=w.people["mentor"].person,
            alignment=4,
            clarity=4,
            feasibility=4,
            experience=4,
            saved_at=w.now,
        )
    ),
    "applications_fact": Rows(
        lambda w: made(
            Fact,
            person=w.application.person,
            cohort=w.cohort,
            rule="contributions",
            applies=False,
            source="Two merged pull requests",
            recorded_by=w.people["organizer"].person,
        )
    ),
    "mentorship_mentorship": Rows(lambda w: w.mentorship),
    "evaluations_round": Rows(lambda w: w.round),
    "evaluations_certificate": Rows(lambda w: w.certificate),
}
# The page, what it takes, and whether it is about the row.
PAGES = {
    "changelist": ("view", False),
    "add": ("add", False),
    "change": ("view", True),
    "history": ("view", True),
    "delete": ("delete", True),
}


def answers(rows, page):
    needed, of_a_row = PAGES[page]
    organizer = 200 if needed in rows.organizers else 403
    elsewhere = 302 if organizer == 200 and of_a_row and rows.scoped else organizer
    return OUTSIDE | {
        "organizer": organizer,
        "other_organizer": elsewhere,
        "superuser": 200 if needed in rows.superusers else 403,
        **({"args": lambda w: [rows.row(w).pk]} if of_a_row else {}),
    }


INSIDE = OUTSIDE | {"organizer": 200, "other_organizer": 200, "superuser": 200}

ROUTES = {f"admin:{model}_{page}": answers(rows, page) for model, rows in MODELS.items() for page in PAGES} | {
    "admin:index": INSIDE,
    "admin:app_list": INSIDE | {"args": lambda w: ["cohorts"]},
    "admin:jsi18n": INSIDE,
    # The portal's own sign-in, sign-out and password.
    "admin:login": dict.fromkeys(ROLES, 403)
    | {"anonymous": "login", "organizer": 302, "other_organizer": 302, "superuser": 302},
    "admin:logout": OUTSIDE,
    "admin:password_change": OUTSIDE,
    "admin:cohorts_cohort_import": INSIDE | {"organizer": 403, "other_organizer": 403},
    "admin:cohorts_otherprogramplace_import": INSIDE,
    "admin:roster_snapshot_read": OUTSIDE | {"method": "post"},
}
for page in ("change", "history"):  # the certificate is of an earlier cohort
    ROUTES[f"admin:evaluations_certificate_{page}"]["organizer"] = 302
