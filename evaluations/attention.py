"""What of evaluations and recognition stands on the organizers' attention list, until it is decided on its own page."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.attention import Event, Matter, matters

from .models import Nomination, Recommendation, RemovalProposal, SupportPlan

SOON = timedelta(days=2)  # by then a plan should be written


@matters
def missed_forms(cohort, now):
    """Until an organizer has forgiven or confirmed, or the mentorship has ended otherwise."""
    for proposal in RemovalProposal.objects.open().filter(round__cohort=cohort).with_people():
        yield Matter(
            key=f"missed/{proposal.pk}",
            kind=_("missed the %(round)s evaluation") % {"round": proposal.round},
            person=proposal.mentorship.mentee,
            about=proposal.mentorship.project.title,
            since=proposal.proposed_at,
            urgency="danger",
            next_step=_("Ask how they are. Then forgive it, or confirm that they leave: nothing happens by itself."),
            url=proposal.get_absolute_url(),
            action=_("Look at it and decide"),
            is_settled_elsewhere=True,
        )


@matters
def support_plans(cohort, now):
    """Until an organizer has closed it."""
    today = timezone.localdate(now, cohort.zone)
    for plan in SupportPlan.objects.open().filter(round__cohort=cohort).with_people():
        yield _plan(plan, today, now)


def _plan(plan, today, now):
    if not plan.is_shared:
        urgency = "danger" if now - plan.opened_at > SOON else "warning"
        step = _("Talk with both, then write down who helps with what, and when you look at it again.")
    elif plan.review_on <= today:
        urgency, step = "warning", _("The day to look at it again has come. How is it going?")
    else:
        urgency, step = "info", _("It is under way. You look at it again on the day you agreed.")
    history = [Event(plan.opened_at, _("Opened by the midterm evaluation"))]
    if plan.is_shared:
        history.append(Event(plan.shared_at, _("Written by %(person)s") % {"person": plan.written_by}))
    return Matter(
        key=f"support-plan/{plan.pk}",
        kind=_("needs more support"),
        person=plan.mentorship.mentee,
        about=plan.mentorship.project.title,
        since=plan.opened_at,
        urgency=urgency,
        next_step=step,
        url=plan.get_absolute_url(),
        action=_("Open the plan"),
        history=history,
        is_settled_elsewhere=True,
    )


@matters
def open_nominations(cohort, now):
    """Until somebody has acted on it or declined."""
    for nomination in Nomination.objects.open().filter(mentorship__cohort=cohort).with_people().order_by("pk"):
        mentorship = nomination.mentorship
        yield Matter(
            key=f"nomination/{nomination.pk}",
            kind=_("nominated: %(kind)s") % {"kind": nomination.get_kind_display()},
            person=mentorship.mentee,
            about=mentorship.project.title,
            since=nomination.made_at,
            urgency="info",
            next_step=_("Act on it or decline, with a word to the mentor."),
            url=nomination.get_absolute_url(),
            action=_("Look at it and decide"),
            history=[Event(nomination.made_at, f"{nomination.by}: {nomination.reason}")],
            is_settled_elsewhere=True,
        )


@matters
def letters_to_sign(cohort, now):
    """Until it is signed, given back or taken back."""
    for letter in Recommendation.objects.to_sign().filter(mentorship__cohort=cohort).with_people():
        yield Matter(
            key=f"letter/{letter.pk}",
            kind=_("letter to sign"),
            person=letter.mentorship.mentee,
            about=letter.mentorship.project.title,
            since=letter.saved_at,
            urgency="info",
            next_step=_("Read it, then sign it or ask for a change."),
            url=letter.get_absolute_url(),
            action=_("Read the letter"),
            is_settled_elsewhere=True,
        )
