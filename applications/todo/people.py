"""What waits for applicants, and for the mentors who review them."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.todo import Audience, Date, Todo, has_any, todos
from cohorts.handover import passes_on
from cohorts.models import Phase
from cohorts.organizing import belongs_to
from cohorts.roles import roles_of, with_cohorts

from .. import finals, progress
from ..models import Application, Choice, Offer, ShortlistPlace
from ..states import State
from ..status import what_next


def own_applications(reader) -> list[Application]:
    """Everything the person has applied to, each with its cohort and that with its phases."""
    return with_cohorts(reader, reader.person.applications.all()) if reader.has("application") else []


@todos
def applying(reader):
    """Finish the draft, answer the offer, or where the application stands; while its cohort goes on."""
    going_on = [each for each in reader.once(own_applications) if not each.cohort.is_over(reader.now)]
    offers = _open_offers(going_on)
    for application in going_on:
        if application.is_draft:
            yield from _draft(application, reader)
        elif offer := offers.get(application.pk):
            yield _offer(application, offer, reader.now)
        elif application.state in (State.SUBMITTED, State.IN_REVIEW, State.SHORTLISTED, State.WAITLISTED):
            yield _stands(application, reader.now)


def _open_offers(applications):
    offered = [application.pk for application in applications if application.state == State.OFFERED]
    offers = Offer.objects.open().filter(application__in=offered) if offered else ()
    return {offer.application_id: offer for offer in offers}


def _draft(application, reader):
    phase = application.cohort.phase(Phase.Kind.APPLICATIONS)
    if phase is None:
        return
    path = reverse("applications:apply", args=[application.cohort.slug])
    yield Todo(
        f"application/{application.pk}",
        _("Finish your application"),
        path,
        Audience.APPLICANT,
        text=_("It is a draft that nobody else reads until you submit it."),
        due=phase.ends_at,
        action=_("Continue"),
        urgency="soon" if (phase.ends_at - reader.now).days < 3 else "info",
        done=not phase.is_open(reader.now),
        date=Date(
            f"application/{application.pk}",
            _("%(cohort)s: applications close") % {"cohort": application.cohort},
            phase.ends_at,
            path=path,
        ),
        **belongs_to(application.cohort),
    )


def _offer(application, offer, now):
    path = application.get_absolute_url()
    title = _("%(cohort)s: answer the offer") % {"cohort": application.cohort}
    return Todo(
        f"offer/{offer.pk}",
        _("Your answer has arrived") if offer.received_at else _("Answer your offer"),
        path,
        Audience.APPLICANT,
        text=what_next(application, offer, now).text,
        due=None if offer.received_at else offer.answer_by,
        action=_("See the offer"),
        urgency="soon" if offer.can_be_accepted(now) else "calm" if offer.received_at else "late",
        date=None if offer.received_at else Date(f"offer/{offer.pk}", title, offer.answer_by, path=path),
        **belongs_to(application.cohort),
    )


def _stands(application, now):
    following = what_next(application, None, now)
    return Todo(
        f"application/{application.pk}",
        _("Your application: %(state)s") % {"state": application.get_state_display()},
        application.get_absolute_url(),
        Audience.APPLICANT,
        text=following.text,
        due=following.due,
        urgency="soon" if following.is_deadline else "calm",
        **belongs_to(application.cohort),
    )


# For mentors -------------------------------------------------------------------------------


def _mentored(reader):
    """Cohorts in which the person mentors."""
    return [role.cohort for role in reader.once(roles_of) if role.mentors and not role.cohort.is_over(reader.now)]


@has_any
def what_few_have(reader):
    """Of this app."""
    yield "application", reader.person.applications.all()
    if cohorts := reader.once(_mentored):
        here = Application.objects.filter(cohort__in=[cohort.pk for cohort in cohorts])
        yield "in_review", here.filter(state=State.IN_REVIEW)
        yield "shortlisted", here.filter(state=State.SHORTLISTED)


@todos
def reviewing(reader):
    """Applications a mentor has not scored yet, per cohort."""
    if not reader.has("in_review"):
        return
    left = Choice.objects.in_review_with(reader.person).not_reviewed_by(reader.person)
    numbers = Counter(left.values_list("project__cohort", flat=True))
    for cohort in reader.once(_mentored):
        if numbers[cohort.pk]:
            yield _reviews(cohort, numbers[cohort.pk])


def _reviews(cohort, number):
    return Todo(
        f"reviews/{cohort.pk}",
        ngettext("%(number)d application to review", "%(number)d applications to review", number) % {"number": number},
        reverse("applications:reviews", args=[cohort.slug]),
        Audience.MENTORS,
        text=_("For projects you mentor. Your own score first, then you see what the others think."),
        due=_end_of(cohort, Phase.Kind.REVIEW),
        action=_("Review"),
        **belongs_to(cohort),
    )


@todos
def reviewing_finally(reader):
    """Those on a mentor's shortlists without their final review, per cohort, from the contribution period on."""
    cohorts = [cohort for cohort in reader.once(_mentored) if finals.are_open(cohort, reader.now)]
    if not cohorts or not reader.has("shortlisted"):
        return
    left = ShortlistPlace.objects.with_mentor(reader.person).without_final_review_by(reader.person)
    numbers = Counter(left.values_list("project__cohort", flat=True))
    for cohort in cohorts:
        if number := numbers[cohort.pk]:
            yield Todo(
                f"final-reviews/{cohort.pk}",
                ngettext("%(number)d final review to write", "%(number)d final reviews to write", number)
                % {"number": number},
                reverse("applications:reviews", args=[cohort.slug]),
                Audience.MENTORS,
                text=_("Of those on your shortlists: how was it to work together?"),
                due=finals.closing(cohort),
                action=_("Write"),
                **belongs_to(cohort),
            )


@passes_on
def with_the_project(project, person, now):
    """Applications that the project's mentors have not all read."""
    [reading] = progress.of([project])
    if left := reading.total - reading.done:
        yield _reviews(project.cohort, left)


def _end_of(cohort, kind):
    phase = cohort.phase(kind)
    return phase and phase.ends_at
