"""A letter's Markdown as HTML: as on pages (``amp_portal.markdown``), and no link hides where it goes.

One thing looks different: a paragraph of a line that ends with a colon and an address of the portal below it,

    Open your room:
    https://portal.example/mentorships/4/

is a button with that label. It can only lead into the portal itself.
"""

from django.conf import settings
from django.utils.safestring import mark_safe
from markdown_it.token import Token

from amp_portal import lines, markdown


def as_html(text: str) -> str:
    """The text as sanitised HTML. Headings start at level 2: the page around it owns the first."""
    html = markdown.render(lines.without_controls(text), heading=lambda level: max(level, 2), change=_for_a_letter)
    return mark_safe(html)  # noqa: S308 # nosec B308 B703 - sanitised just now


def _for_a_letter(tokens):
    markdown.show_addresses(tokens)
    for position, token in enumerate(tokens):
        if token.type == "inline" and tokens[position - 1].type == "paragraph_open" and token.level == 1:
            _make_button(tokens[position - 1], token)


def _make_button(paragraph: Token, inline: Token) -> None:
    """Where a paragraph is a label and an address of the portal, make it one link with that label."""
    match inline.children:
        case [
            *label,
            Token(type="text") as last,
            Token(type="softbreak"),
            Token(type="link_open") as link,
            Token(type="text"),
            Token(type="link_close") as end,
        ] if (
            last.content.endswith(":")
            and all(token.type in ("text", "bdi_open", "bdi_close") for token in label)
            and str(link.attrs["href"]).startswith(f"{settings.SITE_URL}/")
        ):
            paragraph.attrs["class"] = "action"
            link.attrs["class"] = "btn btn-primary button"
            last.content = last.content.removesuffix(":")
            inline.children = [link, *label, last, end]
