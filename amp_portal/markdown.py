"""People's Markdown, for pages and for e-mail: one parser, one renderer, one sanitiser.

- No raw HTML. A picture is its words: nothing is loaded from elsewhere.
- Addresses written out become links. In a letter a link also shows where it goes.
- What stands between the isolates of ``lines.as_data`` is a line of somebody's, and means nothing.
- The work grows with the length of a text, whatever it holds (tests/text/test_markdown.py).
"""

import re

import nh3
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import table as usual_table
from markdown_it.rules_inline import link as usual_link
from markdown_it.token import Token

from . import lines

MOST_COLUMNS = 40  # of a table: each row is filled up to as many
_ADDRESS = re.compile(r"://[^\s<>\"`\\\u2068\u2069]+")
_SCHEME = re.compile(r"(?<![a-z0-9])https?\Z", re.IGNORECASE)
_LONGEST_SCHEME = len("https")

_TAGS = {
    "a", "bdi", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong",
    "span", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_DIRECTED = ("p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th")  # each has a direction of its own
_ATTRIBUTES = {
    "a": {"class", "href", "title"},
    "ol": {"start"},
    "span": {"class"},  # of ours alone: no Markdown makes one
    **{tag: {"dir", "class"} if tag == "p" else {"dir"} for tag in _DIRECTED},
    "td": {"dir", "style"},
    "th": {"dir", "style"},
}
_SCHEMES = {"http", "https", "mailto"}


def _written_out(state, silent):
    """An inline rule for addresses: taken whole before ``_`` or ``*`` in them could mean anything."""
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.src[max(state.pos - _LONGEST_SCHEME - 1, 0) : state.pos])
    address = scheme and _ADDRESS.match(state.src, state.pos, state.posMax)
    if not address or not state.pending.endswith(scheme.group()):
        return False
    rest = address.group().rstrip(".,:;!?*'")
    if rest.endswith(")") and "(" not in rest:
        rest = rest.rstrip(").,:;!?")
    if rest == "://" or rest.endswith("…"):  # one that was cut leads nowhere
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme.group())]
        whole = scheme.group() + rest
        opening = state.push("link_open", "a", 1)
        opening.attrs, opening.markup = {"href": state.md.normalizeLink(whole)}, "autolink"
        state.push("text", "", 0).content = whole
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _data(state, silent):
    """An inline rule for a line of somebody's: taken whole, shown as it is."""
    if not state.src.startswith(lines.OPENED, state.pos):
        return False
    end = state.src.find(lines.CLOSED, state.pos, min(state.pos + lines.LONGEST, state.posMax))
    if end < 0:
        return False
    if not silent:
        state.push("bdi_open", "bdi", 1)
        state.push("text", "", 0).content = state.src[state.pos + 1 : end]
        state.push("bdi_close", "bdi", -1)
    state.pos = end + 1
    return True


def _link(state, silent):
    """The usual inline rule for links, asked only where one can still end."""
    known, last_end = state.env.get("last_end", ("", -1))
    if known is not state.src:
        last_end = state.src.rfind("](")
        state.env["last_end"] = state.src, last_end
    return state.pos < last_end and usual_link(state, silent)


def _picture(state, silent):
    """An inline rule for ``![words](address)``: the words remain."""
    if not state.src.startswith("![", state.pos):
        return False
    begin, first = state.pos, len(state.tokens) + bool(state.pending)
    state.pos += 1
    if not _link(state, silent):
        state.pos = begin
        return False
    if not silent:
        opening, closing = state.tokens[first], state.tokens[-1]
        for token in (opening, closing):
            token.type, token.tag, token.nesting, token.attrs = "text", "", 0, {}
        if closing is state.tokens[first + 1]:
            closing.content = _("a picture")
    return True


def _table(state, start, end, silent):
    """A block rule: tables of a reasonable width."""
    if start + 1 < end:
        first, last = state.bMarks[start + 1], state.eMarks[start + 1]
        if state.src.count("|", first, last) > MOST_COLUMNS:
            return False
    return usual_table(state, start, end, silent)


def _parser():
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("reference")
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.at("image", _picture)
    parser.inline.ruler.after("text", "written_out", _written_out)
    parser.inline.ruler.after("text", "data", _data)
    parser.inline.add_terminator_char(lines.OPENED)
    return parser


_MARKDOWN = _parser()


def render(source: str, *, heading, change=None) -> str:
    """Markdown as sanitised HTML, not marked as safe.

    ``heading(level)`` is the level a heading has on its page; ``change(tokens)`` may alter what was read.
    """
    environment: dict = {}
    tokens = _MARKDOWN.parse(source, environment)
    runs_left = lines.is_right_to_left(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{heading(int(token.tag[1]))}"
        if runs_left and token.nesting == 1 and token.tag in _DIRECTED:
            token.attrs["dir"] = "auto"
    if change:
        change(tokens)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, environment)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
        filter_style_properties={"text-align"},
    )


class Prose:
    """A person's text that is shown otherwise than it was written: ``change(tokens)`` alters what was read."""

    def __init__(self, source: str, change):
        self._source, self._change = source, change

    def __bool__(self):
        return bool(self._source)

    def __html__(self):
        return render(lines.prose(self._source), heading=_below_the_page, change=self._change)

    def __str__(self):
        tokens = read(self._source)
        self._change(tokens)
        return _words(tokens)


def _below_the_page(level):
    return min(level + 2, 6)


def as_html(text: str | Prose) -> str:
    """A person's text for a page, whose own headings are the first two levels."""
    if isinstance(text, Prose):
        return text.__html__()
    return render(lines.prose(text or ""), heading=_below_the_page)


def as_words(text: str | Prose) -> str:
    """A person's text as words only, on one line. Not escaped."""
    return str(text) if isinstance(text, Prose) else _words(_MARKDOWN.parse(lines.prose(text or "")))


def read(source: str) -> list[Token]:
    """What the parser makes of a person's text."""
    return _MARKDOWN.parse(lines.prose(source))


def _words(tokens):
    said = []
    for token in tokens:
        if token.type in ("code_block", "fence"):
            said.append(token.content)
        said += [" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ()]
        said.append(" ")
    return " ".join("".join(said).split())


def show_addresses(tokens: list[Token]) -> None:
    """A change for letters: no link hides where it goes."""
    for token in tokens:
        if token.children:
            token.children = list(_with_addresses(token.children))


def _with_addresses(children):
    link: list[Token] = []
    for token in children:
        if token.type == "link_open":
            link = [token]
        elif not link:
            yield token
        elif token.type != "link_close":
            link.append(token)
        else:
            yield from _shown(link[0], link[1:], token)
            link = []


def _shown(opening, words, closing):
    """The words, then the address in parentheses as the link; a link that leads nowhere from a letter is its words."""
    address = str(opening.attrs["href"])
    if opening.markup == "autolink":
        return [opening, *words, closing]
    if address.partition(":")[0].lower() not in _SCHEMES:
        return words
    opening.attrs.pop("title", None)
    return [*words, _text(" ("), opening, _text(address), closing, _text(")")]


def _text(content):
    return Token("text", "", 0, content=content)
