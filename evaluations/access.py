"""Who may open what in evaluations: the lookup is the permission (see ``cohorts.access``)."""

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from amp_portal.users.models import Person
from cohorts.access import organized_cohort, organizes
from cohorts.models import Cohort
from mentorship.models import Mentorship

from . import audience
from .duties import with_people
from .models import FollowUp, Form, PaymentRequest, Round, StipendLine
from .stipends import budget
from .stipends.rules import Role


def organized_round(user, slug, kind):
    """``(cohort, round)`` for an organizer of the cohort; the round is None until it is prepared."""
    cohort = organized_cohort(user, slug)
    if kind not in Round.Kind.values:
        raise Http404
    return cohort, cohort.rounds.with_window().filter(kind=kind).first()


def prepared_round(user, slug, kind):
    """A round that exists, for an organizer of its cohort."""
    _cohort, round = organized_round(user, slug, kind)
    if round is None:
        raise Http404
    return round


def copyable_rounds(user, round):
    """Rounds of the same kind whose questions this user may take over: of cohorts they organize."""
    others = Round.objects.filter(kind=round.kind).exclude(pk=round.pk).select_related("cohort")
    if not user.is_superuser:
        others = others.filter(cohort__in=Cohort.objects.organized_by(user.person))
    return others.order_by("-cohort__kickoff")


def mentorship_in_round(user, round_pk, mentorship_pk):
    """``(round of the mentorship, mentorship, reader)`` for the mentee, the current mentors and the organizers."""
    round = get_object_or_404(Round.objects.with_window(), pk=round_pk)
    mentorships = with_people(Mentorship.objects.filter(cohort=round.cohort_id))
    mentorship = get_object_or_404(mentorships, pk=mentorship_pk)
    mentorship.cohort = round.cohort
    round = round.of(mentorship)
    reader = audience.reader_of(user, mentorship)
    if not (reader.takes_part or reader.organizes):
        if mentorship.project.mentors.filter(person=user.person).exists():
            raise PermissionDenied  # a former mentor knows that it exists
        raise Http404
    return round, mentorship, reader


def answerable(user, round_pk, mentorship_pk, form):
    """``(round, mentorship, reader)`` for who answers this form: the mentee, or a current mentor.

    The form of the mentors opens for organizers, too, who may answer in their place (see ``models.in_place``).
    """
    round, mentorship, reader = mentorship_in_round(user, round_pk, mentorship_pk)
    if form not in round.forms:
        raise Http404
    is_mentee = mentorship.mentee_id == reader.person_id
    if reader.organizes and form == Form.MENTOR_ON_MENTEE:
        return round, mentorship, reader
    if not reader.takes_part or is_mentee == (form == Form.MENTOR_ON_MENTEE):
        raise PermissionDenied
    return round, mentorship, reader


def own_final_work(user, round_pk, mentorship_pk):
    """``(round, mentorship, reader)`` of the final, for the mentee."""
    round, mentorship, reader = mentorship_in_round(user, round_pk, mentorship_pk)
    if not round.is_final:
        raise Http404
    if mentorship.mentee_id != reader.person_id:
        raise PermissionDenied
    return round, mentorship, reader


def decidable(user, round_pk, mentorship_pk):
    """``(round, mentorship)`` for an organizer who does not take part in the mentorship."""
    round, mentorship, reader = mentorship_in_round(user, round_pk, mentorship_pk)
    if not reader.organizes:
        raise PermissionDenied
    return round, mentorship


def funded_cohort(user, slug):
    """A cohort with stipends, for its organizers. A volunteer cohort has no such page."""
    cohort = organized_cohort(user, slug)
    if not cohort.is_funded:
        raise Http404
    return cohort


def project_with_stipends(user, slug, project_slug):
    """``(cohort, project)``, with the project's sums, for an organizer."""
    cohort = funded_cohort(user, slug)
    return cohort, get_object_or_404(budget.projects(cohort), slug=project_slug)


def stipend_to_decide(user, slug, project_slug, role, person_pk):
    """``(cohort, project, person)`` of somebody with a claim on the project, for an organizer."""
    cohort, project = project_with_stipends(user, slug, project_slug)
    if role not in Role.values:
        raise Http404
    mentors = Q(mentoring__project=project)
    mentees = Q(mentorships__project=project, mentorships__track=budget.SPONSORED)
    people = Person.objects.filter(mentees if role == Role.MENTEE else mentors).distinct()
    return cohort, project, get_object_or_404(people, pk=person_pk)


def follow_up(token):
    """The follow-up a link leads to: who has the link may answer, with or without an account."""
    try:
        pk = signing.loads(token, salt=FollowUp.SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    related = ("mentorship__mentee", "mentorship__cohort")
    return get_object_or_404(FollowUp.objects.select_related(*related), pk=pk)


def payment_request(user, slug, pk):
    """A payment request of a cohort, for its organizers."""
    cohort = funded_cohort(user, slug)
    return get_object_or_404(PaymentRequest.objects.select_related("cohort", "by"), cohort=cohort, pk=pk)


def stipend_line(user, pk):
    """A line that was requested, for the organizers of its cohort."""
    requested = StipendLine.objects.with_all().select_related("request").filter(request__isnull=False)
    line = get_object_or_404(requested, pk=pk)
    if not organizes(user, line.cohort):
        raise PermissionDenied
    return line
