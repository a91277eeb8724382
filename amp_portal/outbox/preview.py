"""Every letter of the portal as it would be written now, from what the database has to tell. For development only.

The routes exist only where the setting STYLEGUIDE is on (``preview_urls``); with the demo most letters have something
to tell about.
"""

from dataclasses import dataclass

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from . import rendering
from .letters import LETTERS
from .models import Message

MERGED = "letters/merged"
MOST_MERGED = 3


@dataclass(frozen=True)
class Sample:
    """A letter and its newest messages: one, of a merged letter several, none where nobody was written to yet."""

    name: str
    messages: list[Message]
    text: rendering.Text | None = None
    problem: str = ""

    @property
    def plain(self):
        """The text part of the e-mail."""
        return rendering.plain(self.text, self.messages)

    @property
    def page(self):
        """The HTML part."""
        return rendering.page(self.text, self.messages)

    @property
    def is_daytime(self):
        return all(message.daytime for message in self.messages)


def sample(name, now) -> Sample:
    """The letter written anew, or why it can't be."""
    messages = _for_merging() if name == MERGED else _newest(name)
    if not messages:
        return Sample(name, [])
    try:
        texts = [rendering.written(message, now) for message in messages]
        return Sample(name, messages, rendering.merged(texts) if name == MERGED else texts[0])
    except Exception as error:  # whatever a letter's template or rule raises: that is what a preview is for
        return Sample(name, messages, problem=f"{type(error).__name__}: {error}")


def _newest(name):
    messages = Message.objects.filter(letter=name).exclude(channel=Message.Channel.IN_APP).select_related("person")
    return list(messages.exclude(private=True, state=Message.State.SENT)[:1])  # of those nothing is kept


def _for_merging():
    """Different nudges to one reader, as they go out when they are due on one day."""
    nudges = {}
    for message in Message.objects.of_the_day().select_related("person").order_by("-pk")[:500]:
        nudges.setdefault(message.person_id, {}).setdefault(message.letter, message)
    most = max(nudges.values(), key=len, default={})
    return list(most.values())[:MOST_MERGED] if len(most) > 1 else []


@require_safe
def letters(request):
    """All of them, with the subjects they would have."""
    samples = [sample(name, request.received_at) for name in [*sorted(LETTERS), MERGED]]
    return render(request, "letters/previews.html", {"samples": samples})


def _known(name):
    if name not in LETTERS and name != MERGED:
        raise Http404
    return name


@require_safe
def letter(request, name):
    """Both parts of one."""
    return render(request, "letters/preview.html", {"sample": sample(_known(name), request.received_at)})


@require_safe
@xframe_options_sameorigin
@csp_replace({"default-src": [NONE], "script-src": [NONE], "style-src": ["'unsafe-inline'"], "frame-ancestors": [SELF]})  # type: ignore[arg-type]
def html(request, name):
    """The HTML part alone, with the styles a mail program would see."""
    found = sample(_known(name), request.received_at)
    if not found.text:
        raise Http404
    return HttpResponse(found.page)
