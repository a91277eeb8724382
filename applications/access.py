"""Who may open what in applications: the lookup is the permission. What must not be known to exist gives 404."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cohorts.access import listed_project, organized_cohort, organizes, public_cohort, withdrawable_project
from cohorts.models import Project

from . import blinding
from .models import (
    Appeal,
    Application,
    Choice,
    Contribution,
    Flag,
    LogEntry,
    Offer,
    Recusal,
    Selection,
    ShortlistPlace,
    Twin,
)
from .refusals import LeftReview, TakenBack
from .states import IN_SELECTION, State


def checkable_cohort(user, slug):
    """A cohort anybody may ask about whether they could take part: one they may look at."""
    return public_cohort(user, slug)


def applicants_cohort(user, slug):
    """A cohort this user may look at, and their own application in it, or None."""
    cohort = public_cohort(user, slug)
    return cohort, Application.objects.filter(cohort=cohort, person=user.person).first()


def choosable_project(user, slug, project):
    """A project on the idea list of a cohort, and the user's own application there, or None."""
    project = listed_project(slug, project)
    return project, Application.objects.filter(cohort=project.cohort_id, person=user.person).first()


def own_draft(user, slug):
    """The user's own application in a cohort, to be written."""
    cohort = public_cohort(user, slug)
    return cohort, get_object_or_404(Application, cohort=cohort, person=user.person)


def own_submittable(user, slug):
    """The user's own application in a published cohort, to be handed in. One query."""
    published = Application.objects.select_related("cohort").exclude(cohort__published_at=None)
    application = get_object_or_404(published, cohort__slug=slug, person=user.person)
    application.person = user.person  # with the account at hand
    return application


def own_application(user, pk):
    """An application, for the person it is of and for nobody else."""
    return get_object_or_404(Application.objects.select_related("cohort"), pk=pk, person=user.person)


def own_submitted_application(user, pk):
    """``(application, what was submitted last)``, once something was; likewise."""
    application = get_object_or_404(Application.objects.select_related("cohort", "person"), pk=pk, person=user.person)
    version = application.last_submitted()
    if version is None:
        raise Http404
    return application, version


def own_offer(user, pk, offer):
    """An offer, for the person it is made to."""
    offers = Offer.objects.select_related("application__cohort", "project")
    return get_object_or_404(offers, pk=offer, application__pk=pk, application__person=user.person)


def screened_cohort(user, slug):
    """A cohort whose applications this user screens: its organizers."""
    return organized_cohort(user, slug)


def screened_application(user, slug, pk):
    """An application somebody submitted, for the cohort's organizers. Drafts are nobody else's business.

    Raises TakenBack (404 where no page catches it) for what somebody may have open who read it before.
    """
    cohort = screened_cohort(user, slug)
    received = Application.objects.received().with_twins().select_related("person", "submitted_version")
    with_appeals = received.annotate(has_appeals=Exists(Appeal.objects.filter(application=OuterRef("pk"))))
    application = with_appeals.filter(pk=pk, cohort=cohort).first()
    if application is None:
        taken_back = Application.objects.filter(
            pk=pk, cohort=cohort, state=State.DRAFT, submitted_version__isnull=False
        )
        raise TakenBack if taken_back.exists() else Http404
    application.cohort = cohort  # with its phases at hand
    return application


def suspected_twin(user, slug, pk, twin):
    """``(application, twin)``: one that organizers screen, and its pairing with another of the cohort."""
    application = screened_application(user, slug, pk)
    twins = Twin.objects.of(application).select_related("first", "second")
    return application, get_object_or_404(twins, pk=twin)


def screened_offer(user, slug, pk, offer):
    """An offer, for the cohort's organizers."""
    application = screened_application(user, slug, pk)
    offer = get_object_or_404(Offer.objects.select_related("project"), pk=offer, application=application)
    offer.application = application
    return offer


def reviewers_cohort(user, slug):
    """A cohort in which this user mentors a project now."""
    cohort = public_cohort(user, slug)
    if not Project.objects.mentored_by(user.person).filter(cohort=cohort).exists():
        raise PermissionDenied
    return cohort


def ranked_project(user, slug, project):
    """A project whose shortlist this user ranks: they mentor it, or organize its cohort."""
    return withdrawable_project(user, slug, project)


def shortlistable(project, pk):
    """An application that was passed on to the project's mentors."""
    return get_object_or_404(Application.objects.choosing(project).exclude(state=State.SUBMITTED), pk=pk)


def shortlist_place(project, pk):
    return get_object_or_404(ShortlistPlace.objects.select_related("project"), pk=pk, project=project)


def logged_application(user, pk):
    """An application that is, or was, on a published shortlist: for its person, mentors who may read it, organizers."""
    shortlisted = Application.objects.filter(moves__state=State.SHORTLISTED).select_related("cohort", "person")
    application = get_object_or_404(shortlisted.distinct(), pk=pk)
    reads = Choice.objects.readable_by(user.person).filter(version__application=application)
    if not (application.person == user.person or reads.exists() or organizes(user, application.cohort)):
        raise Http404
    return application


def logged_entry(user, pk, entry):
    """An entry of the contribution log of such an application."""
    return get_object_or_404(LogEntry, pk=entry, application=logged_application(user, pk), of=None)


def own_entry(user, pk, entry):
    """Likewise, for who wrote it."""
    return get_object_or_404(
        LogEntry.objects.select_related("application__cohort"), pk=entry, application=pk, by=user.person, of=None
    )


def readable_choice(user, slug, pk, project):
    """An applicant's choice of a project, for those who mentor it now, from screening on.

    Raises LeftReview (404 where no page catches it) for what they could read before.
    """
    choices = Choice.objects.readable_by(user.person)
    choices = choices.select_related("project", "version__application__cohort", "version__application__person")
    one = {"version__application__pk": pk, "version__application__cohort__slug": slug, "project__slug": project}
    choice = choices.filter(**one).first()
    if choice is None:
        read_before = Choice.objects.with_mentor(user.person).filter(
            **one, version__submitted_at__isnull=False, version__application__moves__state=State.IN_REVIEW
        )
        raise LeftReview if read_before.exists() else Http404
    return choice


def own_recusal(user, slug, pk):
    """A conflict of interest that this user declared and that stands."""
    recusals = Recusal.objects.standing().select_related("application", "person")
    return get_object_or_404(recusals, pk=pk, person=user.person, application__cohort__slug=slug)


def declared_recusal(user, slug, pk, recusal):
    """Anybody's on an application, for the cohort's organizers."""
    application = screened_application(user, slug, pk)
    return get_object_or_404(application.recusals.standing().select_related("person"), pk=recusal)


def publication(user, slug, kind):
    """The publication of a cohort's shortlist or results, for its organizers, once it has begun."""
    cohort = organized_cohort(user, slug)
    publication = get_object_or_404(cohort.publications.select_related("started_by"), kind=kind)
    publication.cohort = cohort  # with its phases at hand
    return publication


def selected_application(user, slug, pk):
    """An application on the selection board: to be decided, or decided."""
    application = screened_application(user, slug, pk)
    on_board = Application.objects.filter(Q(state__in=IN_SELECTION) | Q(selection__isnull=False))
    get_object_or_404(on_board, pk=application.pk)
    return application


def decision(user, slug, pk):
    """What organizers decided about an application, for them."""
    application = screened_application(user, slug, pk)
    decision = get_object_or_404(Selection.objects.select_related("project"), application=application)
    decision.application = application
    return decision


def judged_contribution(user, slug, pk):
    """``(contribution, where its judge comes from)``: for organizers, and mentors who review it by name."""
    contribution = get_object_or_404(Contribution.objects.select_related("person", "cohort"), pk=pk, cohort__slug=slug)
    application = get_object_or_404(Application, cohort=contribution.cohort_id, person=contribution.person_id)
    if organizes(user, contribution.cohort):
        return contribution, reverse("applications:application", args=[slug, application.pk])
    choices = Choice.objects.in_review_with(user.person).filter(version__application=application)
    choice = choices.select_related("project").first()
    if choice is None or blinding.is_blind(contribution.cohort):
        raise Http404
    return contribution, reverse("applications:review", args=[slug, application.pk, choice.project.slug])


def answered_appeal(user, slug, pk):
    """An appeal, for the organizers of the cohort and its arbiter."""
    appeals = Appeal.objects.select_related("application__person", "application__cohort__arbiter", "decided_by", "fact")
    appeal = get_object_or_404(appeals, pk=pk, application__cohort__slug=slug)
    if user.person != appeal.application.cohort.arbiter and not organizes(user, appeal.application.cohort):
        raise Http404
    return appeal


def organized_flag(user, slug, pk):
    """A flag, for the organizers of its cohort."""
    flags = Flag.objects.select_related("application__person", "application__cohort", "closed_by")
    return get_object_or_404(flags, pk=pk, application__cohort=organized_cohort(user, slug))
