"""What is next for organizers and mentors: cards of the home page and a cohort's page."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.home import Place, Step, belonging, opening, section

from . import second_factor as second_factors
from . import windows
from .calls import Call, call
from .conduct.models import ConductHandler, ConductReport
from .models import Cohort, Event, MentorApplication, Phase, Project
from .states import MentorState, ProjectState

EVENTS_AHEAD = timedelta(days=7)


@section
def organizing(person, now):
    """For organizers: a cohort to set up. One query."""
    for cohort in Cohort.objects.organized_by(person).not_over(now).filter(published_at=None):
        yield Step(
            _("Set up %(cohort)s") % {"cohort": cohort},
            reverse("cohorts:cockpit", args=[cohort.slug]),
            text=_("Dates, links and a lead organizer; then publish it."),
            action=_("Set it up"),
            group=cohort.name,
        )


@section
def second_factor(person, now):
    """For organizers and superusers without two-factor sign-in. One query."""
    if second_factors.is_asked(person):
        yield Step(
            _("Set up two-factor sign-in"),
            reverse("second_factor:required"),
            text=_("You can open other people’s applications and evaluations. A second factor keeps others out."),
            action=_("Set it up"),
        )


@section
def events(person, now):
    """What a cohort does together in the next days, for those it is for. One query."""
    coming = Event.objects.for_person(person).ahead(now).filter(starts_at__lte=now + EVENTS_AHEAD)
    for event in coming.select_related("cohort"):
        has_begun = event.starts_at <= now
        yield Step(
            event.title,
            event.cohort.get_absolute_url(),
            text=_("Everybody it is for is welcome."),
            when=_("Goes on until") if has_begun else _("Begins"),
            due=event.ends_at if has_begun else event.starts_at,
            action=_("Where and what"),
            group=event.cohort.name,
            zone=event.cohort.zone,
        )


@belonging
def organized(person, now):
    """The cohorts a person organizes, and where each stands. Two queries."""
    for cohort in Cohort.objects.organized_by(person).with_phases():
        yield Place(
            _("You organize"),
            _("Cockpit"),
            reverse("cohorts:cockpit", args=[cohort.slug]),
            state=_where_it_stands(cohort, now),
            is_over=cohort.is_over(now),
            rank=10,
            **_of(cohort),
        )


@belonging
def mentored(person, now):
    """The projects a person mentors, their own withdrawn ones too, and their application to mentor. Four queries."""
    for project in Project.objects.mentored_by(person).select_related("cohort").prefetch_related("cohort__phases"):
        yield Place(
            _("Your project"),
            project.title,
            project.get_absolute_url(),
            state="" if project.is_published else project.get_state_display(),
            tone=project.tone,
            is_over=project.cohort.is_over(now),
            rank=30,
            **_of(project.cohort),
        )
    asked = MentorApplication.objects.filter(person=person).select_related("cohort")
    for application in asked.prefetch_related("cohort__phases"):
        yield Place(
            "",
            _("Your application to mentor"),
            reverse("cohorts:mentor-apply", args=[application.cohort.slug]),
            state=application.get_state_display(),
            tone=application.tone,
            is_over=not application.is_proposing or application.cohort.is_over(now),
            rank=35,
            **_of(application.cohort),
        )


@opening
def to_mentor(person, now):
    """Cohorts that look for mentors now, or will. One query."""
    calls = Phase.objects.filter(kind=Phase.Kind.MENTOR_CALL, ends_at__gt=now, cohort__published_at__isnull=False)
    for phase in calls.exclude(cohort__mentor_applications__person=person).select_related("cohort"):
        is_open = phase.is_open(now)
        yield Step(
            _("Become a mentor") if is_open else _("Become a mentor from this day on"),
            reverse("cohorts:mentor-apply", args=[phase.cohort.slug]),
            text=_("Propose a project and guide a newcomer towards becoming a maintainer."),
            due=phase.ends_at if is_open else phase.starts_at,
            action=_("See what mentoring means"),
            urgency="info" if is_open else "calm",
            group=phase.cohort.name,
            zone=phase.cohort.zone,
        )


def _of(cohort):
    """The group of what belongs to a cohort."""
    return {"group": cohort.name, "group_url": cohort.get_absolute_url()}


@section
def first_cohort(person, now):
    """For superusers of a portal that has no cohort to come or running."""
    if person.user.is_superuser and not Cohort.objects.not_over(now).filter(imported=False).exists():
        yield Step(
            _("Set up a cohort"),
            reverse("admin:cohorts_cohort_add"),
            text=_("A name and a kickoff date are enough to begin: the dates come from the AMP template."),
            action=_("Begin"),
        )


def _where_it_stands(cohort, now):
    current = cohort.current_phases(now)
    following = cohort.next_phase(now)
    if current:
        return str(current[-1])
    return _("next: %(phase)s") % {"phase": following} if following else ""


SOON = timedelta(days=7)
_CLAIMS = Q(invitations__accepted_at=None, invitations__revoked_at=None, invitations__claims__decided_at=None)
_WAITING = {
    "claims_waiting": Count("invitations__claims", filter=_CLAIMS, distinct=True),
    "proposals_waiting": Count("projects", filter=Q(projects__state=ProjectState.SUBMITTED), distinct=True),
    "mentors_waiting": Count(
        "mentor_applications", filter=Q(mentor_applications__state=MentorState.APPLIED), distinct=True
    ),
}


@section
def to_review(person, now):
    """For organizers: proposals and mentor applications that wait, per cohort. One query."""
    organized = Cohort.objects.organized_by(person).values("pk")
    for cohort in Cohort.objects.not_over(now).filter(pk__in=organized).annotate(**_WAITING):
        if cohort.proposals_waiting:
            yield Step(
                ngettext("%d proposal to review", "%d proposals to review", cohort.proposals_waiting)
                % cohort.proposals_waiting,
                reverse("cohorts:project-reviews", args=[cohort.slug]),
                text=_("Approve them, ask for changes, or say why they can't be taken up."),
                action=_("Review"),
                group=cohort.name,
            )
        if cohort.claims_waiting:
            yield Step(
                ngettext(
                    "%d request to accept an invitation", "%d requests to accept an invitation", cohort.claims_waiting
                )
                % cohort.claims_waiting,
                reverse("cohorts:organizers", args=[cohort.slug]) + "#claims",
                text=_("Somebody opened an invitation with another account. The inviter or a lead answers."),
                action=_("Answer"),
                group=cohort.name,
            )
        if cohort.mentors_waiting:
            yield Step(
                ngettext("%d mentor application to review", "%d mentor applications to review", cohort.mentors_waiting)
                % cohort.mentors_waiting,
                reverse("cohorts:mentor-applications", args=[cohort.slug]),
                text=_("They would like to mentor and wait for your answer."),
                action=_("Review"),
                group=cohort.name,
            )


@section
def mentoring(person, now):
    """For mentors and who wants to be one: what waits, ideas to propose, to finish, to change. Three queries."""
    current = Cohort.objects.not_over(now).values("pk")
    applications = {
        application.cohort_id: application
        for application in MentorApplication.objects.proposing()
        .filter(person=person, cohort__in=current)
        .select_related("cohort")
        .prefetch_related("cohort__phases")
    }
    with_idea = set()
    for project in Project.objects.ongoing().mentored_by(person).filter(cohort__in=applications):
        application = applications[project.cohort_id]
        project.cohort = application.cohort
        with_idea.add(project.cohort_id)
        yield from _project_steps(project, application, now)
    for application in applications.values():
        if application.is_editable:
            yield _waiting(application)
        elif application.cohort_id not in with_idea:
            yield from _first_idea(application, now)


def _waiting(application):
    return Step(
        _("Your application to mentor is with the organizers"),
        reverse("cohorts:mentor-apply", args=[application.cohort.slug]),
        text=_("You hear from them by e-mail. Meanwhile you can change it, and draft a project idea."),
        urgency="calm",
        group=application.cohort.name,
    )


def _first_idea(application, now):
    closes = windows.proposals_close(application.cohort, invited=application.invited_at is not None)
    if closes and now < closes:
        yield Step(
            _("Propose a project"),
            reverse("cohorts:propose", args=[application.cohort.slug]),
            text=_("A title is enough to begin: drafts are saved, and you submit when it is ready."),
            due=closes,
            action=_("Start a draft"),
            group=application.cohort.name,
            zone=application.cohort.zone,
        )


def _project_steps(project, application, now):
    if project.is_draft:
        title = _("Finish your proposal “%(project)s”")
        closes = windows.proposals_close(project.cohort, invited=application.invited_at is not None)
    elif project.is_submittable:
        title = _("Changes asked for on “%(project)s”")
        closes = windows.edits_close(project.cohort)
    else:
        return
    if closes and now < closes:
        yield Step(
            title % {"project": project.title},
            project.get_absolute_url(),
            due=closes,
            action=_("Open the proposal"),
            urgency="soon" if closes - now < SOON else "info",
            group=project.cohort.name,
            zone=project.cohort.zone,
        )


@call
def become_a_mentor(cohort, user, now):
    if cohort.is_open("mentor_call", now):
        yield Call(
            _("Become a mentor"),
            reverse("cohorts:mentor-apply", args=[cohort.slug]),
            text=_("Propose a project and guide a newcomer towards becoming a maintainer."),
            tone="primary",
            due=cohort.phase("mentor_call").ends_at,
        )


@section
def conduct_reports(person, now):
    """For handlers: reports they may read that are open. One query for everybody else, three for them."""
    if not ConductHandler.objects.current().filter(person=person).exists():
        return
    waiting = len(ConductReport.objects.open().open_to(person))
    if waiting:
        yield Step(
            ngettext("%d conduct report is open", "%d conduct reports are open", waiting) % waiting,
            reverse("cohorts:conduct-reports"),
            text=_("Only you and the other handlers see this."),
            action=_("Open"),
            urgency="soon",
        )
