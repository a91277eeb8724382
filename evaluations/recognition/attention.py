"""What of recognition stands on the organizers' attention list, until it is decided on its own page."""

from django.utils.translation import gettext as _

from cohorts.attention import Event, Matter, matters

from ..models import Nomination, Recommendation


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
