"""A letter's Markdown as HTML: no raw HTML, no pictures, and no link that hides where it goes.

Letters quote what people wrote, so link syntax is off; addresses written out become links that show themselves. One
thing looks different: a paragraph of a line that ends with a colon and an address of the portal below it,

    Open your room:
    https://portal.example/mentorships/4/

is a button with that label. It can only lead into the portal itself.
"""

import re
from copy import deepcopy

import nh3
from django.conf import settings
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_ADDRESS = re.compile(r"://[^\s<>\"`\\]+")
_SCHEME = re.compile(r"(?:^|[^a-z0-9])(https?)$", re.IGNORECASE)


def _written_out(state, silent):
    """An inline rule for addresses: taken whole before ``_`` or ``*`` in them could mean anything."""
    scheme = _SCHEME.search(state.pending)
    address = _ADDRESS.match(state.src, state.pos)
    if state.linkLevel or not scheme or not address:
        return False
    rest = address.group().rstrip(".,:;!?*'")
    if rest.endswith(")") and "(" not in rest:
        rest = rest.rstrip(").,:;!?")
    if rest == "://":
        return False
    if not silent:
        scheme = scheme.group(1)
        state.pending = state.pending[: -len(scheme)]
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(scheme + rest)}
        state.push("text", "", 0).content = scheme + rest
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["link", "image", "reference"])
_MARKDOWN.inline.ruler.after("text", "written_out", _written_out)


_ATTRIBUTES = deepcopy(nh3.ALLOWED_ATTRIBUTES)
_ATTRIBUTES["a"].add("class")
_ATTRIBUTES.setdefault("p", set()).add("class")


def as_html(text: str) -> str:
    """The text as sanitised HTML. Headings start at level 2: the page around it owns the first."""
    environment: dict = {}
    tokens = _MARKDOWN.parse(text, environment)
    for position, token in enumerate(tokens):
        if token.tag == "h1":
            token.tag = "h2"
        elif token.type == "inline" and tokens[position - 1].type == "paragraph_open" and token.level == 1:
            _make_button(tokens[position - 1], token)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, environment)
    return mark_safe(nh3.clean(html, attributes=_ATTRIBUTES, link_rel="nofollow noopener"))  # noqa: S308 # nosec B308 B703


def _make_button(paragraph: Token, inline: Token) -> None:
    """Where a paragraph is a label and an address of the portal, make it one link with that label."""
    match inline.children:
        case [
            Token(type="text", content=label),
            Token(type="softbreak"),
            Token(type="link_open") as link,
            Token(type="text"),
            Token(type="link_close") as end,
        ] if label.endswith(":") and str(link.attrs["href"]).startswith(f"{settings.SITE_URL}/"):
            paragraph.attrs = {"class": "action"}
            link.attrs["class"] = "btn btn-primary button"
            inline.children = [link, Token("text", "", 0, content=label.removesuffix(":")), end]
