"""The letters about a cohort, as its organizers may see them: those that left the portal, with links masked, never
private ones."""

from django.db.models import Count

from amp_portal.outbox import rendering
from amp_portal.outbox.masking import masked
from amp_portal.outbox.models import Message

from .notices import scope_of

TONES = {Message.State.QUEUED: "info", Message.State.SENT: "success", Message.State.FAILED: "danger"}


def of(cohort):
    """E-mails about a cohort, and posts to Slack. What is private (account mail, a secret link) is not among them."""
    left = Message.objects.filter(scope=scope_of(cohort), private=False).exclude(channel=Message.Channel.IN_APP)
    return left.with_choice()


def counts_by_state(letters):
    return dict(letters.order_by().values_list("state").annotate(Count("pk")))


def title(letter):
    """Its subject, or, before it is written, what it is."""
    return masked(letter.subject) or letter.letter.rpartition("/")[2].replace("_", " ").capitalize()


def text(letter, now):
    """What a letter says, or would say now. None where it can't be said."""
    if letter.state == Message.State.SENT:
        return rendering.Text(letter.subject, letter.body)
    try:
        return rendering.text_of(letter, now)
    except Exception:  # whatever a letter's template or rule raises: the page says why it was not sent
        return None
