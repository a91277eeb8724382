"""An applicant's text without what tells who wrote it; what is hidden is marked where it stood."""

from bisect import bisect_right
from copy import copy
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from markdown_it.token import Token

from amp_portal import markdown

WIDTH = 80  # characters of a line as somebody reads it who may have typed a paragraph without a break


class Covered(str):
    """A line: in plain words by itself; on a page what is hidden is marked as such."""

    html: str

    def __html__(self):
        return self.html


@dataclass(frozen=True)
class Passage:
    """A line, a paragraph or a block of code as it was written, and the places in it that are hidden."""

    text: str
    spans: list[tuple[int, int]]

    @property
    def pieces(self):
        """``(words, whether they are hidden)``, in their order."""
        edges = [0, *(edge for span in self.spans for edge in span), len(self.text)]
        return [(self.text[a:b], bool(at % 2)) for at, (a, b) in enumerate(pairwise(edges)) if a < b]

    @property
    def hidden(self):
        return [self.text[begin:end] for begin, end in self.spans]

    def lines(self):
        """``(how many it has, in how many something is hidden)``."""
        starts, begin = [], 0
        for line in self.text.split("\n"):
            if line.strip():
                starts += range(begin, begin + len(line), WIDTH)
            begin += len(line) + 1
        rows = {
            row for a, b in self.spans for row in range(bisect_right(starts, a), bisect_right(starts, b - 1) + 1) if row
        }
        return len(starts), len(rows)


def in_line(text: str, finder) -> Covered:
    passage = Passage(text, finder.find(text))
    instead = _hidden()
    covered = Covered("".join(f"[{instead}]" if hidden else words for words, hidden in passage.pieces))
    mark = format_html('<span class="redacted">{}</span>', instead)
    covered.html = format_html_join("", "{}", ((mark if hidden else words,) for words, hidden in passage.pieces))
    return covered


def in_prose(source: str, finder) -> markdown.Prose:
    """Markdown. No link leads anywhere: its address is shown behind its words, and hidden there."""
    return markdown.Prose(source, lambda tokens: _change(tokens, finder))


def passages_of_line(text: str, finder) -> list[Passage]:
    return [Passage(text, finder.find(text))] if text else []


def passages_of_prose(source: str, finder) -> list[Passage]:
    tokens = markdown.read(source)
    markdown.show_addresses(tokens)
    return [passage for token in tokens if (passage := _passage(token, finder)).text]


def _passage(token, finder):
    text = "".join(map(_said, token.children)) if token.children else token.content
    return Passage(text, finder.find(text, signed=token.level <= 1) if text else [])


def _hidden():
    return _("hidden until the shortlist")


def _change(tokens, finder):
    markdown.show_addresses(tokens)
    for token in tokens:
        passage = _passage(token, finder)
        if token.children:
            token.children = list(_without(token.children, passage.spans))
        elif passage.spans:
            token.content = str(in_line(token.content, finder))


def _said(child):
    return "\n" if child.type in ("softbreak", "hardbreak") else child.content


def _without(children, spans):
    """What remains of a paragraph. A span may run over several of its parts, and is marked where it begins."""
    place, at, dropped = 0, 0, False
    for child in children:
        begin, place = place, place + len(_said(child))
        while at < len(spans) and spans[at][1] <= begin:
            at += 1
        if child.type == "link_open":
            dropped = at < len(spans) and spans[at][0] < begin + len(str(child.attrs["href"]))
        if child.type in ("link_open", "link_close") and dropped:
            continue
        if begin == place or at == len(spans) or spans[at][0] >= place:
            yield child
            continue
        yield from _cut(child, begin, place, spans[at : _last(spans, at, place)])


def _last(spans, at, place):
    while at < len(spans) and spans[at][0] < place:
        at += 1
    return at


def _cut(child, begin, end, spans):
    for first, last in spans:
        if begin < first:
            yield _piece(child, child.content[: first - begin])
        if begin <= first:
            yield from _mark()
        child, begin = _piece(child, child.content[min(last, end) - begin :]), min(last, end)
    if begin < end:
        yield child


def _piece(child, content):
    piece = copy(child)
    piece.content = content
    return piece


def _mark():
    return [
        Token("span_open", "span", 1, {"class": "redacted"}),
        Token("text", "", 0, content=_hidden()),
        Token("span_close", "span", -1),
    ]
