"""Who may open what in cohorts. Every view starts with one of these loaders: the lookup is the permission.

Anonymous visitors are sent to sign in by ``login_required`` before a loader is asked. A thing that must not be known to
exist gives 404, a thing that is known but closed gives 403.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from . import letters
from .models import Cohort, Event, Invitation, InvitationClaim, Organizer, Project


def organizes(user, cohort):
    """True for the cohort's current organizers and for superusers."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or cohort.organizers.filter(person=user.person, until=None).exists()


def leads(user, cohort):
    """True for the cohort's current lead organizers and for superusers."""
    return user.is_superuser or cohort.organizers.leading().filter(person=user.person).exists()


def may_confirm_maintainers(user, cohort, now):
    """Superusers, and leads of a cohort that is not over, may say that a maintainers list is whole."""
    return user.is_superuser or (leads(user, cohort) and not cohort.is_over(now))


def public_cohort(user, slug):
    """A published cohort, for everybody; an unpublished one only for its organizers."""
    cohort = get_object_or_404(Cohort.objects.with_phases(), slug=slug)
    if cohort.published_at is None and not cohort.imported and not organizes(user, cohort):
        raise Http404
    return cohort


def place(user, cohort):
    """The reader's own place in a cohort as mentee, or None."""
    places = cohort.participations.places().select_related("project")
    return places.filter(person=user.person).first() if user.is_authenticated else None


def own_place(user, slug):
    """The same, for who has one."""
    found = place(user, public_cohort(user, slug))
    if found is None:
        raise PermissionDenied
    return found


def renamed(user, slug, pk):
    """Who calls themselves differently now than was confirmed for them, for the other organizers of the cohort."""
    cohort = organized_cohort(user, slug)
    people = cohort.participations.select_related("person", "cohort").exclude(person=user.person)
    return get_object_or_404(people.exclude(person__name="").exclude(person__name=F("confirmed_name")), pk=pk)


def listed_cohort(slug):
    """A cohort everybody may see."""
    return get_object_or_404(Cohort.objects.public().with_phases(), slug=slug)


def organized_cohort(user, slug):
    """A cohort this user organizes."""
    cohort = public_cohort(user, slug)
    if not organizes(user, cohort):
        raise PermissionDenied
    return cohort


def led_cohort(user, slug):
    """A cohort this user leads."""
    cohort = public_cohort(user, slug)
    if not user.is_authenticated or not leads(user, cohort):
        raise PermissionDenied
    return cohort


def settings_proposal(user, slug, pk):
    """``(cohort, proposal)``: a change of settings proposed in a cohort this user leads."""
    cohort = led_cohort(user, slug)
    return cohort, get_object_or_404(cohort.settings_proposals.select_related("cohort", "proposed_by"), pk=pk)


def changeable_organizer(user, slug, pk):
    """A current organizer of a cohort this user organizes: themselves, or for a lead anybody."""
    cohort = organized_cohort(user, slug)
    organizer = get_object_or_404(Organizer.objects.current().select_related("person"), pk=pk, cohort=cohort)
    if organizer.person != user.person and not leads(user, cohort):
        raise PermissionDenied
    return organizer


def organized_letter(user, slug, pk):
    """``(cohort, letter)``: an e-mail about a cohort this user organizes. Private ones are their reader's alone."""
    cohort = organized_cohort(user, slug)
    return cohort, get_object_or_404(letters.of(cohort).select_related("person", "merged_into"), pk=pk)


def organized_event(user, slug, pk):
    """An event of a cohort this user organizes."""
    cohort = organized_cohort(user, slug)
    event = get_object_or_404(cohort.events, pk=pk)
    event.cohort = cohort
    return event


def readable_events(user, cohort):
    """The cohort's events that this user is invited to, and those for everybody."""
    events = cohort.events.all()
    if not user.is_authenticated:
        return events.for_everybody()
    if organizes(user, cohort):
        return events
    return cohort.events.filter(
        Q(audience=Event.Audience.EVERYBODY) | Q(pk__in=events.for_person(user.person).values("pk"))
    )


def sent_invitation(user, slug, pk):
    """An invitation to a cohort this user organizes."""
    return get_object_or_404(Invitation, pk=pk, cohort=organized_cohort(user, slug))


def answerable_claim(user, slug, pk):
    """Somebody's request to accept an invitation to a cohort this user organizes."""
    claims = InvitationClaim.objects.select_related("invitation__cohort", "invitation__invited_by", "person__user")
    return get_object_or_404(claims, pk=pk, invitation__cohort=organized_cohort(user, slug))


def invitation_with(user, token):
    """The invitation of a secret link: whoever has it may open it."""
    return get_object_or_404(Invitation.objects.select_related("cohort", "invited_by"), token=token)


def mentors(user, project):
    """True for the project's current mentors."""
    return user.is_authenticated and project.mentors.current().filter(person=user.person).exists()


def proposing_cohort(user, slug):
    """A cohort this user mentors or applied to mentor in: they may draft project ideas."""
    cohort = public_cohort(user, slug)
    if not cohort.mentor_applications.proposing().filter(person=user.person).exists():
        raise PermissionDenied
    return cohort


def organized_mentor_application(user, slug, pk):
    """Somebody's application to mentor in a cohort this user organizes."""
    return get_object_or_404(organized_cohort(user, slug).mentor_applications.select_related("person"), pk=pk)


def visible_project(user, slug, project_slug):
    """A published project, for everybody; any other only for its mentors and the cohort's organizers."""
    cohort = public_cohort(user, slug)
    project = get_object_or_404(cohort.projects, slug=project_slug)
    if not project.is_published and not mentors(user, project) and not organizes(user, cohort):
        raise Http404
    return project


def listed_project(slug, project_slug):
    """A project on the idea list of a published cohort."""
    ideas = Project.objects.published().select_related("cohort")
    return get_object_or_404(ideas, cohort__slug=slug, slug=project_slug)


def mentored_project(user, slug, project_slug):
    """A project this user mentors now."""
    project = visible_project(user, slug, project_slug)
    if not mentors(user, project):
        raise PermissionDenied
    return project


def organized_project(user, slug, project_slug):
    """Any project of a cohort this user organizes."""
    project = visible_project(user, slug, project_slug)
    if not organizes(user, project.cohort):
        raise PermissionDenied
    return project


def replaceable_mentor(user, slug, project_slug, pk):
    """A mentor, now or before, of a project whose cohort this user organizes; with the project."""
    project = organized_project(user, slug, project_slug)
    role = get_object_or_404(project.mentors.select_related("person"), pk=pk)
    role.project = project
    return role


def withdrawable_project(user, slug, project_slug):
    """A project this user mentors, or whose cohort they organize."""
    project = visible_project(user, slug, project_slug)
    if not mentors(user, project) and not organizes(user, project.cohort):
        raise PermissionDenied
    return project
