"""What is next for organizers and mentors: cards of the home page, a cohort's page and the cockpit."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.home import Step, section

from . import windows
from .calls import Call, call
from .cockpit import Panel, panel
from .models import Cohort, MentorApplication, Project
from .states import MentorState, ProjectState


@section
def organizing(person, now):
    """For organizers: a cohort to set up, or where theirs stands. Two queries."""
    for cohort in Cohort.objects.organized_by(person).not_over(now).with_phases():
        url = reverse("cohorts:cockpit", args=[cohort.slug])
        if cohort.published_at is None:
            yield Step(
                _("Set up %(cohort)s") % {"cohort": cohort},
                url,
                text=_("Dates, links and a lead organizer; then publish it."),
                action=_("Set it up"),
                group=cohort.name,
            )
        else:
            yield Step(
                _("Organize %(cohort)s") % {"cohort": cohort},
                url,
                text=_where_it_stands(cohort, now),
                action=_("Open the cockpit"),
                group=cohort.name,
            )


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
    current = ", ".join(phase.get_kind_display() for phase in cohort.current_phases(now))
    following = cohort.next_phase(now)
    if current:
        return _("Now: %(phases)s.") % {"phases": current}
    return _("Next: %(phase)s.") % {"phase": following.get_kind_display()} if following else ""


SOON = timedelta(days=7)
_WAITING = {
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
                action=_("Review"),
                group=cohort.name,
            )
        if cohort.mentors_waiting:
            yield Step(
                ngettext("%d mentor application to review", "%d mentor applications to review", cohort.mentors_waiting)
                % cohort.mentors_waiting,
                reverse("cohorts:mentor-applications", args=[cohort.slug]),
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
        action=_("Look at it"),
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


@panel
def mentors_and_ideas(cohort, now):
    waiting = cohort.mentor_applications.undecided().count()
    yield Panel(
        _("Mentors"),
        waiting,
        ngettext("application to review", "applications to review", waiting),
        reverse("cohorts:mentor-applications", args=[cohort.slug]),
        tone="warning" if waiting else "neutral",
        rank=20,
    )
    waiting = cohort.projects.awaiting_review().count()
    yield Panel(
        _("Project ideas"),
        waiting,
        ngettext("proposal to review", "proposals to review", waiting),
        reverse("cohorts:project-reviews", args=[cohort.slug]),
        tone="warning" if waiting else "neutral",
        rank=21,
    )
