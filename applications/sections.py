"""This app's part of the home page: what an applicant, a mentor and an organizer have to do next; how to apply."""

from collections import Counter

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.home import Place, Step, belonging, opening, section
from cohorts.models import Cohort, Phase

from . import finals
from .models import Application, Choice, Offer, ShortlistPlace
from .states import IN_SELECTION, State
from .status import what_next


@section
def my_applications(person, now):
    """Finish the draft, answer the offer, or where the application stands; while its cohort goes on."""
    offers = {offer.application_id: offer for offer in Offer.objects.open().filter(application__person=person)}
    applications = Application.objects.filter(person=person, cohort__in=Cohort.objects.not_over(now).values("pk"))
    for application in applications.select_related("cohort").prefetch_related("cohort__phases"):
        if application.is_draft:
            yield from _draft(application, now)
        elif offer := offers.get(application.pk):
            yield _offer(application, offer, now)
        elif application.state in (State.SUBMITTED, State.IN_REVIEW, State.SHORTLISTED, State.WAITLISTED):
            yield _waiting(application, now)


def _draft(application, now):
    phase = application.cohort.phase("applications")
    if phase and phase.is_open(now):
        yield Step(
            title=_("Finish your application"),
            text=_("It is a draft that nobody else reads until you submit it."),
            url=reverse("applications:apply", args=[application.cohort.slug]),
            due=phase.ends_at,
            action=_("Continue"),
            urgency="soon" if (phase.ends_at - now).days < 3 else "info",
            group=application.cohort.name,
            zone=application.cohort.zone,
        )


def _offer(application, offer, now):
    return Step(
        title=_("Answer your offer"),
        text=what_next(application, offer, now).text,
        url=application.get_absolute_url(),
        due=offer.answer_by,
        action=_("See the offer"),
        urgency="soon" if offer.can_be_accepted(now) else "calm" if offer.received_at else "late",
        group=application.cohort.name,
        zone=application.cohort.zone,
    )


def _waiting(application, now):
    following = what_next(application, None, now)
    return Step(
        title=_("Your application: %(state)s") % {"state": application.get_state_display()},
        text=following.text,
        url=application.get_absolute_url(),
        due=following.due,
        urgency="soon" if following.is_deadline else "calm",
        group=application.cohort.name,
        zone=application.cohort.zone,
    )


@belonging
def applications(person, now):
    """Everything a person has applied to, drafts and what is over included. Two queries."""
    for application in person.applications.select_related("cohort").prefetch_related("cohort__phases"):
        cohort = application.cohort
        yield Place(
            "",
            _("Your application"),
            application.get_absolute_url(),
            state=application.get_state_display(),
            tone=application.tone,
            group=cohort.name,
            group_url=cohort.get_absolute_url(),
            is_over=cohort.is_over(now) or not (application.is_live or _can_be_written(application, now)),
            rank=40,
        )


def _can_be_written(application, now):
    return application.is_draft and application.cohort.is_open("applications", now)


@opening
def to_apply(person, now):
    """Cohorts that take applications now, or will. One query."""
    phases = Phase.objects.filter(kind=Phase.Kind.APPLICATIONS, ends_at__gt=now, cohort__published_at__isnull=False)
    for phase in phases.exclude(cohort__applications__person=person).select_related("cohort"):
        cohort, is_open = phase.cohort, phase.is_open(now)
        yield Step(
            title=_("Apply for a place") if is_open else _("Apply from this day on"),
            url=reverse("applications:apply", args=[cohort.slug]) if is_open else cohort.get_absolute_url(),
            text=_(
                "Choose a project, write down how you would go about it, and learn what a maintainer does. "
                "Nobody expects you to know everything already."
            ),
            due=phase.ends_at if is_open else phase.starts_at,
            action=_("See what we ask, and start") if is_open else _("See the dates"),
            urgency="info" if is_open else "calm",
            group=cohort.name,
            zone=cohort.zone,
        )


@section
def my_reviews(person, now):
    """Applications a mentor has not scored yet, per cohort."""
    waiting = Choice.objects.in_review_with(person).with_reviews_by(person).filter(own_reviews=0)
    cohorts = Cohort.objects.filter(pk__in=waiting.values("version__application__cohort")).with_phases()
    if not cohorts:
        return
    per_cohort = {}
    for cohort_id in waiting.values_list("version__application__cohort", flat=True):
        per_cohort[cohort_id] = per_cohort.get(cohort_id, 0) + 1
    for cohort in cohorts:
        number = per_cohort[cohort.pk]
        yield Step(
            title=ngettext("%(number)d application to review", "%(number)d applications to review", number)
            % {"number": number},
            text=_("For projects you mentor. Your own score first, then you see what the others think."),
            url=reverse("applications:reviews", args=[cohort.slug]),
            due=_end_of_review(cohort),
            action=_("Review"),
            group=cohort.name,
            zone=cohort.zone,
        )


def _end_of_review(cohort):
    review = cohort.phase("review")
    return review and review.ends_at


@section
def my_final_reviews(person, now):
    """Those on a mentor's shortlists without their final review, per cohort, from the contribution period on."""
    places = ShortlistPlace.objects.with_mentor(person).with_final_reviews_by(person).filter(is_done=False)
    per_cohort = Counter(places.values_list("project__cohort", flat=True))
    if not per_cohort:
        return
    for cohort in Cohort.objects.filter(pk__in=per_cohort).with_phases():
        if not finals.are_open(cohort, now):
            continue
        number = per_cohort[cohort.pk]
        yield Step(
            title=ngettext("%(number)d final review to write", "%(number)d final reviews to write", number)
            % {"number": number},
            text=_("Of those on your shortlists: how was it to work together?"),
            url=reverse("applications:reviews", args=[cohort.slug]),
            due=finals.closing(cohort),
            action=_("Write"),
            group=cohort.name,
            zone=cohort.zone,
        )


@section
def organizers_work(person, now):
    """Applications to screen, flags and appeals to decide, results to tell, per cohort they organize. Two queries."""
    submitted = Count("applications", filter=Q(applications__state=State.SUBMITTED), distinct=True)
    flags = Count("applications__flags", filter=Q(applications__flags__closed_at=None), distinct=True)
    appeals = Count("applications__appeals", filter=Q(applications__appeals__decided_at=None), distinct=True)
    on_board = Q(applications__state__in=IN_SELECTION)
    decided = Count(
        "applications",
        filter=on_board & Q(applications__selection__isnull=False, applications__selection__applied_at=None),
        distinct=True,
    )
    undecided = Count("applications", filter=on_board & Q(applications__selection__isnull=True), distinct=True)
    organized = Cohort.objects.organized_by(person).with_phases()
    for cohort in organized.annotate(
        submitted=submitted, flags=flags, appeals=appeals, decided=decided, undecided=undecided
    ):
        yield from _to_screen(cohort, cohort.submitted)
        yield from _to_decide(cohort, cohort.flags, cohort.appeals)
        yield from _to_tell(cohort, cohort.decided, cohort.undecided)


def _to_screen(cohort, number):
    if number:
        title = ngettext("%(number)d application to screen", "%(number)d applications to screen", number)
        yield Step(
            title=title % {"number": number},
            url=f"{reverse('applications:screening', args=[cohort.slug])}?state={State.SUBMITTED}",
            text=_("Read them, and pass them on to the mentors or answer with feedback."),
            action=_("Screen"),
            group=cohort.name,
        )


def _to_tell(cohort, decided, undecided):
    """Once somebody has begun to decide: first about everybody, then the letters."""
    announced = cohort.phase(Phase.Kind.MENTEES_ANNOUNCED)
    if decided and undecided:
        title = ngettext("%(number)d application to decide about", "%(number)d applications to decide about", undecided)
        title, text, action = title % {"number": undecided}, _("The others are decided already."), _("Decide")
        url = f"{reverse('applications:selection', args=[cohort.slug])}?outcome=open"
    elif decided:
        title = ngettext("%(number)d result to tell", "%(number)d results to tell", decided) % {"number": decided}
        text, action = _("Everything is decided. Read the letters, then publish the results."), _("Read the letters")
        url = reverse("applications:result-letters", args=[cohort.slug])
    else:
        return
    due = announced and announced.starts_at
    yield Step(title=title, url=url, text=text, action=action, due=due, group=cohort.name, zone=cohort.zone)


def _to_decide(cohort, flags, appeals):
    if flags:
        title = ngettext("%(number)d place to look at", "%(number)d places to look at", flags)
        yield Step(
            title=title % {"number": flags},
            url=reverse("applications:flags", args=[cohort.slug]),
            text=_("A rule says no for somebody who has a place. Nothing happens by itself: you decide."),
            action=_("Decide"),
            urgency="soon",
            group=cohort.name,
        )
    if appeals:
        title = ngettext("%(number)d appeal to answer", "%(number)d appeals to answer", appeals)
        yield Step(
            title=title % {"number": appeals},
            url=reverse("applications:appeals", args=[cohort.slug]),
            text=_("Somebody says that a rule goes by something wrong. The clock of an offer stands still meanwhile."),
            action=_("Decide"),
            urgency="soon",
            group=cohort.name,
        )
