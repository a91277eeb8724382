"""Which kinds of letters there are, and what a reader may choose for the e-mails of each.

A letter names its kind in ``@letter(…, kind="thread")``. Whatever somebody chooses, the letter is in their inbox.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class How(models.TextChoices):
    AT_ONCE = "at-once", _("At once")
    DIGEST = "digest", _("Once a day")
    OFF = "off", _("No e-mail")


@dataclass(frozen=True)
class Kind:
    """``choices``: what is allowed, the first without being asked."""

    name: str
    label: str | Promise
    description: str | Promise
    choices: tuple[How, ...] = (How.AT_ONCE,)

    @property
    def is_fixed(self):
        return len(self.choices) == 1

    @property
    def may_be_off(self):
        return How.OFF in self.choices


PROGRAM = "program"  # for a letter that names none: it always arrives
_ALL = (
    Kind(
        "thread",
        _("Updates, questions and answers"),
        _("What mentees and mentors write to each other, and milestones that move."),
        (How.AT_ONCE, How.DIGEST, How.OFF),
    ),
    Kind(
        "news",
        _("News of your projects"),
        _("Who joins or leaves a project, and what applicants answer to an offer."),
        (How.AT_ONCE, How.DIGEST, How.OFF),
    ),
    Kind(
        "organizing",
        _("For organizers"),
        _("Proposals to review, and mentorships that may need you."),
        (How.AT_ONCE, How.DIGEST),
    ),
    Kind(
        "receipts",
        _("Receipts"),
        _("That something you sent has arrived."),
        (How.AT_ONCE, How.OFF),
    ),
    Kind(
        PROGRAM,
        _("Decisions and dates"),
        _("What is decided about you, your results, an offer, your part in a project, a date that changes."),
    ),
    Kind(
        "duties",
        _("Reminders"),
        _("A form or an answer somebody counts on, with the day it is due."),
    ),
    Kind(
        "care",
        _("How you are"),
        _("When you have not been heard of for a while, when somebody waits for you, or help was asked for."),
    ),
    Kind(
        "after",
        _("After the program"),
        _("Three, six and twelve months later: how are you, and are you still around?"),
        (How.AT_ONCE, How.OFF),
    ),
    Kind(
        "account",
        _("Your account"),
        _("Confirming an address, a new password, an invitation."),
    ),
)
KINDS = {kind.name: kind for kind in _ALL}
CHOOSABLE = tuple(kind for kind in _ALL if not kind.is_fixed)
FIXED = tuple(kind for kind in _ALL if kind.is_fixed)


def allowing(how: How) -> list[str]:
    """The names of the kinds for which this may be chosen."""
    return [kind.name for kind in _ALL if how in kind.choices]
