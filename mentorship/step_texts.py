"""What the letters about silence say: a text for each step, which a cohort's organizers can put into their own words.

Placeholders in braces are filled in as the letter is sent. Some must stay: without them nobody could answer.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amp_portal.lines import as_data, prose
from amp_portal.outbox.engine import Markdown

_PLACEHOLDER = re.compile(r"{([^{}\s]*)}")
PLACEHOLDERS = {
    "reader": _("who gets the letter"),
    "mentee": _("the mentee"),
    "project": _("the project"),
    "since": _("the day of the last sign of life"),
    "link": _("the way into the room, on a line of its own"),
    "fine": _("the link “I am fine”, on a line of its own"),
    "help": _("the link “I need help”, on a line of its own"),
    "break": _("the link “I need a break”, on a line of its own"),
}


@dataclass(frozen=True)
class StepText:
    """A step's usual words. ``page`` is the route of ``{link}``; ``needs`` are the placeholders that must stay."""

    name: str
    when: str | Promise
    subject: str | Promise
    body: str | Promise
    page: str = "mentorship:room"
    needs: tuple[str, ...] = ("link",)

    @property
    def placeholders(self):
        """``{name: what it stands for}`` of those that it may hold."""
        return {name: PLACEHOLDERS[name] for name in ("reader", "mentee", "project", "since", *self.needs)}

    def problems(self, text):
        """``(unknown, missing)`` placeholders of a text."""
        used = set(_PLACEHOLDER.findall(text))
        return sorted(used - set(self.placeholders)), [name for name in self.needs if name not in used]


_REPLIES = ("link", "fine", "help", "break")
_ALL = (
    StepText(
        "are_you_all_right",
        _("The first nudge to the mentee"),
        _("Are you all right?"),
        _(
            "Hello {reader},\n\n"
            "we have not heard from you on “{project}” for a few days and wondered how you are. Nothing is wrong: "
            "weeks differ, and a quiet one is fine.\n\n"
            "If there is something to tell, a single line is enough. If something is in your way, say so, and somebody "
            "will help.\n\n"
            "Write a line:\n{link}\n\n"
            "Or answer with one tap, without signing in.\n\n"
            "I am fine, perhaps back on some day:\n{fine}\n\nI need help:\n{help}\n\nI need a break:\n{break}"
        ),
        page="mentorship:update",
        needs=_REPLIES,
    ),
    StepText(
        "thinking_of_you",
        _("The second nudge to the mentee"),
        _("We are thinking of you"),
        _(
            "Hello {reader},\n\n"
            "it has been quiet on “{project}”, and we hope that you are well. If life is in the way just now, tell "
            "your mentors or the organizers: dates can move, and you need not explain or prove anything.\n\n"
            "One line is enough for us to know that you are there. We have also asked your mentors to get in touch "
            "with you.\n\n"
            "Write a line:\n{link}\n\n"
            "Or answer with one tap, without signing in.\n\n"
            "I am fine, perhaps back on some day:\n{fine}\n\nI need help:\n{help}\n\nI need a break:\n{break}"
        ),
        page="mentorship:update",
        needs=_REPLIES,
    ),
    StepText(
        "reach_out",
        _("The mentors are asked to get in touch"),
        _("Could you ask {mentee} how they are?"),
        _(
            "Hello {reader},\n\n"
            "we have not heard from {mentee} on “{project}” since {since}. There may be a good reason. Could you get "
            "in touch in the next days, the way you usually talk, and simply ask how they are?\n\n"
            "If you talk on a call, note it in the thread, so that everybody knows they are fine.\n\n"
            "Open the room:\n{link}"
        ),
    ),
    StepText(
        "at_risk",
        _("The organizers are told about a silent mentee"),
        _("{mentee} has been quiet since {since}"),
        _(
            "Hello {reader},\n\n"
            "nobody has heard from {mentee} (“{project}”) since {since}. They were asked how they are, and their "
            "mentors were asked to get in touch.\n\n"
            "A personal word often helps more than another letter. It is on your attention list and stays there until "
            "one of you closes it.\n\n"
            "See what was said so far:\n{link}"
        ),
    ),
    StepText(
        "answer_awaited",
        _("The lead mentors are reminded of an answer"),
        _("{mentee} is waiting for a word from you"),
        _(
            "Hello {reader},\n\n"
            "on {since} {mentee} wrote something on “{project}” that nobody has answered yet. A short answer is fine, "
            "and so is “I will look at it on Thursday”.\n\n"
            "Answer {mentee}:\n{link}"
        ),
    ),
    StepText(
        "answer_still_awaited",
        _("Co-mentors and organizers are told of a missing answer"),
        _("{mentee} is waiting for an answer"),
        _(
            "Hello {reader},\n\n"
            "{mentee} wrote on “{project}” on {since} and is still waiting for an answer. The lead mentors may be "
            "away. Could you answer, or find out who can?\n\n"
            "Read what was asked:\n{link}"
        ),
    ),
)
STEP_TEXTS = {text.name: text for text in _ALL}


def words_of(cohort, text) -> tuple[str, str]:
    """Subject and body as this cohort has them."""
    own = cohort.step_words.filter(step=text.name).first()
    return (own.subject, own.body) if own else (str(text.subject), str(text.body))


def filled(text, subject, body, *, episode, reader, links=None) -> dict[str, str]:
    """``subject`` and ``body`` with their placeholders filled in; ``links`` in place of those that work."""
    from .models import Reply  # whose app's letters these are

    mentorship = episode.mentorship
    values = {
        "reader": as_data(str(reader)),
        "mentee": as_data(str(mentorship.mentee)),
        "project": as_data(str(mentorship.project)),
        "since": date_format(timezone.localtime(episode.silent_since), "j F Y"),
    }
    values |= links or {"link": settings.SITE_URL + reverse(text.page, args=[mentorship.pk]), **Reply.links_of(episode)}

    def fill(words):
        return Markdown(_PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), prose(words)))

    return {"subject": fill(subject), "body": fill(body)}


def of_letter(message) -> dict[str, Any]:
    """For the templates of the letters: what this one says, and each thing that mentors have left unanswered."""
    episode = message.about
    text = STEP_TEXTS[message.letter.rpartition("/")[2]]
    subject, body = words_of(episode.mentorship.cohort, text)
    waiting = episode.mentorship.entries.unanswered() if episode.side == episode.Side.MENTORS else ()
    words = filled(text, subject, body, episode=episode, reader=message.person)
    return {"words": words, "unanswered": list(waiting)}
