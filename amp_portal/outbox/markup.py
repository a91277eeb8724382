"""A letter's Markdown as HTML: no raw HTML, no pictures, and no link that hides where it goes.

Letters quote what people wrote, so link syntax is off; addresses written out become links that show themselves.
"""

import re

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

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


def as_html(text: str) -> str:
    """The text as sanitised HTML. Headings start at level 2: the page around it owns the first."""
    environment: dict = {}
    tokens = _MARKDOWN.parse(text, environment)
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    html = nh3.clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, environment), link_rel="nofollow noopener")
    return mark_safe(html)  # noqa: S308 # nosec B308 B703
