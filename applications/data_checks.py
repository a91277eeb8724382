"""What must agree about applications, their people's side, and the offers made."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from amp_portal.data_checks import Disagreement, checks, out_of_step
from cohorts.models import Participation
from cohorts.notices import scope_by_pk

from .models import Application, Contribution, Flag, Offer, Selection, Version
from .states import State

HISTORIES = ((Application, "cohort"), (Contribution, "cohort"))
CONTRIBUTOR, ACTIVE = Participation.Side.CONTRIBUTOR, Participation.Outcome.ACTIVE


def _of_application(application, name, words, mend):
    names = {"person": application.person, "cohort": application.cohort}
    return Disagreement(
        key=f"{name}/{application.pk}", words=words % names, mend=mend, scope=scope_by_pk(application.cohort_id)
    )


def _where(*conditions):
    return Application.objects.filter(*conditions).select_related("person", "cohort").order_by("pk")


@checks
def applicants_are_contributors():
    """A live application keeps its person on the contributors' side, and without one nobody is there. Two queries."""
    here = {"cohort": OuterRef("cohort"), "person": OuterRef("person")}
    on_their_side = Participation.objects.filter(**here, side=CONTRIBUTOR)
    for application in _where(~Exists(on_their_side)).live():
        yield _of_application(
            application,
            "applicant-side",
            _("%(person)s has an application in %(cohort)s, but isn't on the contributors' side."),
            _("If they organize or mentor there, withdraw the application; else set the side of their participation."),
        )
    unfounded = Participation.objects.filter(side=CONTRIBUTOR, outcome="", imported_login="")
    unfounded = unfounded.exclude(Exists(Application.objects.live().filter(**here)))
    for place in unfounded.select_related("person", "cohort").order_by("pk"):
        yield Disagreement(
            key=f"contributor-side/{place.pk}",
            words=_("%(person)s is on the contributors' side of %(cohort)s without an application or a place.")
            % {"person": place.person, "cohort": place.cohort},
            mend=_("Set the side of their participation to none, so that they can take a role."),
            scope=scope_by_pk(place.cohort_id),
        )


@checks
def offers_fit_their_applications():
    """An application is offered a place while an offer is open, and accepted with an accepted one. One query."""
    offers = Offer.objects.filter(application=OuterRef("pk"))
    open_, accepted = (Exists(offers.filter(answer=answer)) for answer in (Offer.Answer.OPEN, Offer.Answer.ACCEPTED))
    fitting = (
        Q(state=State.OFFERED) & open_ & ~accepted
        | Q(state=State.ACCEPTED) & accepted & ~open_
        | ~Q(state__in=[State.OFFERED, State.ACCEPTED]) & ~open_ & ~accepted
    )
    for application in _where(~fitting):
        yield _of_application(
            application,
            "offer",
            _("The application of %(person)s to %(cohort)s and its offers don't say the same about the answer."),
            _("Ask the person what they answered, and correct the offer or the application in the database."),
        )


@checks
def applications_have_their_text():
    """What reviewers read is the last version that was judged; a draft has something to write in. Two queries."""
    judged = Version.objects.filter(application=OuterRef("pk"), judged_at__isnull=False)
    later = Exists(judged.filter(submitted_at__gt=OuterRef("submitted_version__submitted_at")))
    foreign = ~Q(submitted_version__application=F("pk")) | Q(submitted_version__judged_at=None) | later
    for application in _where(foreign, Q(submitted_version__isnull=False)).live():
        yield _of_application(
            application,
            "submission",
            _("The application of %(person)s to %(cohort)s points to a text that isn't its last judged one."),
            _("Point it to its last judged version."),
        )
    drafts = Version.objects.filter(application=OuterRef("pk"), submitted_at=None)
    for application in _where(~Exists(drafts), Q(state=State.DRAFT)):
        yield _of_application(
            application,
            "draft",
            _("%(person)s is writing an application to %(cohort)s that has no draft."),
            _("Add an empty version to it, or delete the application if nothing hangs on it."),
        )


@checks
def waiting_lists_are_complete():
    """Who is told to wait is on a project's waiting list. One query."""
    entries = Selection.objects.filter(application=OuterRef("pk"), outcome=Selection.Outcome.WAITLIST)
    for application in _where(~Exists(entries.exclude(applied_at=None)), Q(state=State.WAITLISTED)):
        yield _of_application(
            application,
            "waiting",
            _("%(person)s waits for a place in %(cohort)s, but is on no project's waiting list."),
            _("Decline the application with feedback, or restore its decision."),
        )


@checks
def shortlists_are_complete():
    """Who was told to be on a shortlist is on one. One query."""
    for application in _where(Q(state=State.SHORTLISTED, shortlist_places=None)):
        yield _of_application(
            application,
            "shortlisted",
            _("%(person)s was told to be on a shortlist of %(cohort)s, but is on none."),
            _("Put the application back on the shortlist of a project it chose, or decline it with feedback."),
        )


@checks
def people_hold_one_place_at_a_time():
    """Nobody holds places in two cohorts on the same days, unless organizers were asked about it. One query."""
    elsewhere = Participation.objects.filter(
        person=OuterRef("person"), outcome=ACTIVE, since__lte=OuterRef("until"), until__gte=OuterRef("since")
    ).exclude(cohort=OuterRef("cohort"))
    asked = Flag.objects.filter(
        application__person=OuterRef("person"), application__cohort=OuterRef("cohort"), rule="not_already_placed"
    )
    twice = Participation.objects.filter(Exists(elsewhere), ~Exists(asked), outcome=ACTIVE)
    for place in twice.select_related("person", "cohort").order_by("pk"):
        yield Disagreement(
            key=f"two-places/{place.pk}",
            words=_("%(person)s holds a place in %(cohort)s and another one on the same days.")
            % {"person": place.person, "cohort": place.cohort},
            mend=_("Ask which of the places they can keep, and end the other early."),
            scope=scope_by_pk(place.cohort_id),
        )


@checks
def histories_end_where_things_are():
    """One query a table."""
    for model, cohort in HISTORIES:
        yield from out_of_step(model.objects.all(), cohort, scope_by_pk)
