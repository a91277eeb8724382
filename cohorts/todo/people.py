"""What waits for somebody in a cohort: to set it up, to propose, to come to its events."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.todo import Audience, Date, Todo, has_any, todos
from amp_portal.users import factors

from .. import windows
from ..conduct.models import ConductHandler, ConductReport
from ..models import Cohort, Event, Project
from ..organizing import belongs_to, what_waits
from ..roles import organized, roles_of, with_cohorts

EVENTS_AHEAD = timedelta(days=7)
SOON = timedelta(days=7)


@has_any
def what_few_have(reader):
    """Of this app."""
    yield "conduct_handler", ConductHandler.objects.current().filter(person=reader.person)
    if cohorts := [role.cohort.pk for role in reader.once(roles_of) if role.takes_part]:
        yield "event", _near(Event.objects.filter(cohort__in=cohorts), reader.now)
    if reader.person.has_account:
        own = Authenticator.objects.filter(user__person=reader.person, type__in=factors.FACTORS)
        yield "second_factor", own
        if reader.person.user.is_superuser:
            yield "cohort_to_come", Cohort.objects.not_over(reader.now).filter(imported=False)


@todos
def organizing(reader):
    """A cohort to set up, and for superusers the first one; a second factor, for whoever opens what is others'."""
    cohorts = reader.once(organized)
    for cohort in cohorts:
        if cohort.published_at is None and not cohort.is_over(reader.now):
            yield Todo(
                f"set-up/{cohort.pk}",
                _("Set up %(cohort)s") % {"cohort": cohort},
                reverse("cohorts:cockpit", args=[cohort.slug]),
                Audience.ORGANIZERS,
                text=_("Dates, links and a lead organizer; then publish it."),
                action=_("Set it up"),
                group=cohort.name,
            )
    is_superuser = reader.person.has_account and reader.person.user.is_superuser
    if (cohorts or is_superuser) and not reader.has("second_factor"):
        yield Todo(
            "second-factor",
            _("Set up two-factor sign-in"),
            reverse("second_factor:required"),
            text=_("You can open other people’s applications and evaluations. A second factor keeps others out."),
            action=_("Set it up"),
        )
    if is_superuser and not reader.has("cohort_to_come"):
        yield Todo(
            "first-cohort",
            _("Set up a cohort"),
            reverse("admin:cohorts_cohort_add"),
            Audience.ORGANIZERS,
            text=_("A name and a kickoff date are enough to begin: the dates come from the AMP template."),
            action=_("Begin"),
        )


@todos
def organizers(reader):
    """What waits in the cohorts that the person organizes, counted."""
    return what_waits(reader.once(organized), reader.now, reader.person)


def _near(events, now):
    return events.ahead(now).filter(starts_at__lte=now + EVENTS_AHEAD)


@todos
def events(reader):
    """What a cohort does together in the next days, for those it is for; for a calendar whenever it is."""
    if not reader.for_calendar and not reader.has("event"):
        return
    mine = Event.objects.for_person(reader.person)
    for event in with_cohorts(reader, mine if reader.for_calendar else _near(mine, reader.now)):
        has_begun = event.starts_at <= reader.now
        text = "\n".join(filter(None, (event.url, event.text)))
        path = event.cohort.get_absolute_url()
        yield Todo(
            f"event/{event.pk}",
            event.title,
            path,
            text=_("Everybody it is for is welcome."),
            when=_("Goes on until") if has_begun else _("Begins"),
            due=event.ends_at if has_begun else event.starts_at,
            action=_("Where and what"),
            done=event.ends_at <= reader.now,
            date=Date(f"event/{event.pk}", f"{event.cohort}: {event}", event.starts_at, event.ends_at, path, text),
            **belongs_to(event.cohort),
        )


@todos
def conduct_reports(reader):
    """For handlers: reports they may read that are open."""
    if not reader.has("conduct_handler"):
        return
    number = len(ConductReport.objects.open().open_to(reader.person))
    if number:
        yield Todo(
            "conduct-reports",
            ngettext("%d conduct report is open", "%d conduct reports are open", number) % number,
            reverse("cohorts:conduct-reports"),
            text=_("Only you and the other handlers see this."),
            action=_("Open"),
            urgency="soon",
        )


def mentored_projects(reader) -> list[Project]:
    """The projects the person mentors, each with its cohort and that with its phases. One query."""
    if not any(role.mentors or role.to_mentor for role in reader.once(roles_of)):
        return []
    told = ("cohort", "slug", "title", "state", "pending")  # any other field costs a query for each row
    return with_cohorts(reader, Project.objects.mentored_by(reader.person).only(*told))


@todos
def mentoring(reader):
    """For mentors and who wants to be one: what waits, ideas to propose, to finish, to change."""
    proposing = {
        role.cohort.pk: role.to_mentor
        for role in reader.once(roles_of)
        if role.to_mentor and role.to_mentor.is_proposing and not role.cohort.is_over(reader.now)
    }
    with_idea = set()
    for project in reader.once(mentored_projects):
        if project.cohort_id in proposing and project.is_ongoing:
            with_idea.add(project.cohort_id)
            yield from _project(project, proposing[project.cohort_id], reader.now)
    for cohort_id, application in proposing.items():
        if application.is_editable:
            yield _application_waits(application)
        elif cohort_id not in with_idea:
            yield from _first_idea(application, reader.now)


def _application_waits(application):
    return Todo(
        f"mentor-application/{application.pk}",
        _("Your application to mentor is with the organizers"),
        reverse("cohorts:mentor-apply", args=[application.cohort.slug]),
        text=_("You hear from them by e-mail. Meanwhile you can change it, and draft a project idea."),
        urgency="calm",
        **belongs_to(application.cohort),
    )


def _first_idea(application, now):
    closes = windows.proposals_close(application.cohort, invited=application.invited_at is not None)
    if closes and now < closes:
        yield Todo(
            f"first-idea/{application.pk}",
            _("Propose a project"),
            reverse("cohorts:propose", args=[application.cohort.slug]),
            text=_("A title is enough to begin: drafts are saved, and you submit when it is ready."),
            due=closes,
            action=_("Start a draft"),
            **belongs_to(application.cohort),
        )


def _project(project, application, now):
    if project.is_draft:
        what = _("Finish your proposal “%(project)s”")
        closes = windows.proposals_close(project.cohort, invited=application.invited_at is not None)
    elif project.is_submittable:
        what = _("Changes asked for on “%(project)s”")
        closes = windows.edits_close(project.cohort)
    else:
        return
    if closes and now < closes:
        yield Todo(
            f"proposal/{project.pk}",
            what % {"project": project.title},
            project.get_absolute_url(),
            due=closes,
            action=_("Open the proposal"),
            urgency="soon" if closes - now < SOON else "info",
            **belongs_to(project.cohort),
        )
