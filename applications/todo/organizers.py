"""What waits for the organizers of a cohort in this app, counted: in the order in which a selection goes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import Phase
from cohorts.organizing import Counted, Waiting, belongs_to, waiting

from ..models import Appeal, Application, Flag, Offer, Publication, RedactionCheck
from ..states import IN_SELECTION, State

_OF_APPLICATION = "application__cohort"


@waiting
def applications(cohorts, now, organizer):
    """From the opening of the applications on; of the selection as long as anybody is in it. Two queries for that."""
    begun = [cohort for cohort in cohorts if cohort.has_opened(Phase.Kind.APPLICATIONS, now)]
    if not begun:
        return
    yield Waiting("appeals", Appeal.objects.open(), _to_answer, _OF_APPLICATION, begun)
    yield Waiting("flags", Flag.objects.open(), _to_look_at, _OF_APPLICATION, begun)
    pending = Application.objects.pending()
    if not pending.filter(cohort__in=begun).exists():
        return
    if blind := [cohort for cohort in begun if cohort.blind_review]:
        yield Waiting("redactions", RedactionCheck.objects.open(), _to_uncover, "version__application__cohort", blind)
    yield Waiting("submitted", pending.awaiting_screening(), _to_screen, among=begun)
    yield Waiting("unclear", pending.received().with_last_verdict().filter(eligible=None), _to_resolve, among=begun)
    results = Publication.objects.filter(kind=Publication.Kind.RESULTS, cohort__in=begun)
    published = set(results.values_list("cohort", flat=True))
    yield from _until_the_results([cohort for cohort in begun if cohort.pk not in published])
    yield from _after_the_results([cohort for cohort in begun if cohort.pk in published], now)


def _until_the_results(cohorts):
    if cohorts:
        in_selection = Application.objects.filter(state__in=IN_SELECTION)
        yield Waiting("undecided", in_selection.filter(selection=None), _to_decide, among=cohorts)
        yield Waiting("decided", in_selection.awaiting_results(), _to_publish, among=cohorts)


def _after_the_results(cohorts, now):
    if cohorts:
        stuck = Publication.objects.filter(finished_at=None).exclude(error="")
        yield Waiting("stuck", stuck, _to_go_on, among=cohorts)
        yield Waiting("held", Application.objects.left_to_organizers(), _to_carry_out, among=cohorts)
        yield Waiting("overdue", Offer.objects.overdue(now), _to_ask, _OF_APPLICATION, cohorts)


def _to_screen(cohort, counts, now):
    number, review = counts["submitted"], cohort.phase(Phase.Kind.REVIEW)
    return Counted(
        f"screening/{cohort.pk}",
        ngettext("%(number)d application to screen", "%(number)d applications to screen", number) % {"number": number},
        f"{reverse('applications:screening', args=[cohort.slug])}?state={State.SUBMITTED}",
        topic=_("Applications to screen"),
        count=number,
        words=_("waiting for an organizer"),
        text=_("Read them, and pass them on to the mentors or answer with feedback."),
        action=_("Screen"),
        due=review and review.ends_at,
        rank=30,
        **belongs_to(cohort),
    )


def _to_resolve(cohort, counts, now):
    number = counts["unclear"]
    return Counted(
        f"unclear/{cohort.pk}",
        ngettext(
            "%(number)d application where a rule needs review",
            "%(number)d applications where a rule needs review",
            number,
        )
        % {"number": number},
        f"{reverse('applications:screening', args=[cohort.slug])}?eligible=unclear",
        topic=_("Left to you"),
        count=number,
        words=ngettext("where a rule needs a person: a fact, and how we know", "where a rule needs a person", number),
        text=_("Record a fact, and how you know it."),
        action=_("See which"),
        rank=32,
        **belongs_to(cohort),
    )


def _to_answer(cohort, counts, now):
    number = counts["appeals"]
    return Counted(
        f"appeals/{cohort.pk}",
        ngettext("%(number)d appeal to answer", "%(number)d appeals to answer", number) % {"number": number},
        reverse("applications:appeals", args=[cohort.slug]),
        topic=_("Appeals"),
        count=number,
        words=ngettext("waits for an answer", "wait for an answer", number),
        text=_("Somebody says that a rule goes by something wrong. The clock of an offer stands still meanwhile."),
        action=_("Decide"),
        urgency="soon",
        rank=33,
        **belongs_to(cohort),
    )


def _to_look_at(cohort, counts, now):
    number = counts["flags"]
    return Counted(
        f"flags/{cohort.pk}",
        ngettext("%(number)d place to look at", "%(number)d places to look at", number) % {"number": number},
        reverse("applications:flags", args=[cohort.slug]),
        text=_("A rule says no for somebody who has a place. Nothing happens by itself: you decide."),
        action=_("Decide"),
        urgency="soon",
        is_listed=True,
        **belongs_to(cohort),
    )


def _to_uncover(cohort, counts, now):
    number = counts["redactions"]
    return Counted(
        f"redactions/{cohort.pk}",
        ngettext(
            "%(number)d application hides much in blind review",
            "%(number)d applications hide much in blind review",
            number,
        )
        % {"number": number},
        reverse("cohorts:attention", args=[cohort.slug]),
        text=_("Mentors can't read them until you've looked."),
        action=_("See what is hidden"),
        urgency="soon",
        is_listed=True,
        **belongs_to(cohort),
    )


def _to_decide(cohort, counts, now):
    """Once the days of the selection have come, or somebody has begun."""
    phase, number = cohort.phase(Phase.Kind.SELECTION), counts["undecided"]
    if not (counts["decided"] or cohort.has_opened(Phase.Kind.SELECTION, now)):
        return None
    return Counted(
        f"selection/{cohort.pk}",
        ngettext("%(number)d application to decide about", "%(number)d applications to decide about", number)
        % {"number": number},
        f"{reverse('applications:selection', args=[cohort.slug])}?outcome=open",
        topic=_("Selection"),
        count=number,
        words=ngettext("application to decide about", "applications to decide about", number),
        text=_("The others are decided already.") if counts["decided"] else "",
        action=_("Decide"),
        due=phase and phase.ends_at,
        rank=33,
        **belongs_to(cohort),
    )


def _to_publish(cohort, counts, now):
    """First all decisions, then the letters."""
    announced, number = cohort.phase(Phase.Kind.MENTEES_ANNOUNCED), counts["decided"]
    if counts["undecided"]:
        return None
    return Counted(
        f"results/{cohort.pk}",
        ngettext("%(number)d result to tell", "%(number)d results to tell", number) % {"number": number},
        reverse("applications:result-letters", args=[cohort.slug]),
        topic=_("Results"),
        count=number,
        words=ngettext(
            "decided and not told: read the letter, publish the results",
            "decided and not told: read the letters, publish the results",
            number,
        ),
        text=_("Everything is decided. Read the letters, then publish the results."),
        action=_("Read the letters"),
        due=announced and announced.starts_at,
        rank=33,
        **belongs_to(cohort),
    )


def _to_go_on(cohort, counts, now):
    kind = Publication.Kind.RESULTS
    return Counted(
        f"publishing/{cohort.pk}",
        _("Publishing has met an error"),
        reverse("applications:publication", args=[cohort.slug, kind]),
        topic=_("Results"),
        count=counts["stuck"],
        words=_("publication that has met an error: it is tried again"),
        text=_("It is tried again by itself. See what happened."),
        action=_("See why"),
        urgency="soon",
        rank=33,
        **belongs_to(cohort),
    )


def _to_carry_out(cohort, counts, now):
    number = counts["held"]
    return Counted(
        f"held/{cohort.pk}",
        ngettext("%(number)d result could not be carried out", "%(number)d results could not be carried out", number)
        % {"number": number},
        f"{reverse('applications:selection', args=[cohort.slug])}?outcome=held",
        topic=_("Selection"),
        count=number,
        words=_("left to you: the portal could not do it"),
        text=_("See what stands against it, then decide anew."),
        action=_("See why"),
        urgency="soon",
        rank=34,
        **belongs_to(cohort),
    )


def _to_ask(cohort, counts, now):
    number = counts["overdue"]
    return Counted(
        f"overdue/{cohort.pk}",
        ngettext("%(number)d offer without an answer", "%(number)d offers without an answer", number)
        % {"number": number},
        f"{reverse('applications:screening', args=[cohort.slug])}?state={State.OFFERED}",
        topic=_("Offers"),
        count=number,
        words=ngettext(
            "without an answer, and the day has passed: ask, and give more time or take it back",
            "without an answer, and the day has passed: ask, and give more time or take them back",
            number,
        ),
        text=_("The day to answer has passed. Ask, then extend it or withdraw the offer."),
        action=_("See which"),
        urgency="soon",
        rank=32,
        **belongs_to(cohort),
    )
