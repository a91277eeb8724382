"""The template engine of pages (and of the HTML part of letters). People's words that run from right to left stand in a
``<bdi>``, so that they don't turn the words around them; wherever a page of ours shows a variable, without being asked.

In attributes, titles, options and text areas there are no tags: there they stay as they are, and inputs have
``dir="auto"`` (templates/django/forms/widgets).
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db.models import Model
from django.template.backends.django import DjangoTemplates
from django.template.base import TextNode, TokenType, VariableNode
from django.template.engine import Engine
from django.template.loader_tags import BlockNode
from django.templatetags.i18n import BlockTranslateNode
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeData

from . import lines

TITLES = ("title", "title_end", "head_title")  # blocks that stand in the page's <title>
_WORDS_ONLY = ("title", "textarea", "option", "script", "style")  # elements without tags inside
_MARK = re.compile(r"<!--.*?-->|</?[a-zA-Z][^\s>/\"']*|[\"'>]", re.DOTALL)


def isolated(value):
    """What a page shows of a value."""
    if isinstance(value, SafeData) or not isinstance(value, str | Promise | Model):
        return value
    text = str(value)
    return format_html("<bdi>{}</bdi>", text) if lines.is_right_to_left(text) else value


@dataclass(frozen=True)
class Place:
    """Where in its HTML a template is: in a tag, in a quoted value there, in an element that holds only words."""

    in_tag: bool = False
    quote: str = ""
    element: str = ""

    @property
    def takes_tags(self):
        return not (self.in_tag or self.element)

    def after(self, html):
        place = self
        for mark in _MARK.findall(html):
            place = place._after_mark(mark)
        return place

    def _after_mark(self, mark):
        if self.quote:
            return replace(self, quote="") if mark == self.quote else self
        if self.in_tag:
            return replace(self, in_tag=False) if mark == ">" else replace(self, quote=mark if mark in "\"'" else "")
        if not mark.startswith("<") or mark.startswith("<!--"):
            return self
        name = mark.strip("</").lower()
        if self.element:
            return Place(in_tag=True) if mark == f"</{self.element}" else self
        return Place(in_tag=True, element=name if name in _WORDS_ONLY and mark[1] != "/" else "")


class Isolated:
    """An expression of a template, or a name in a sentence to be translated, as a page shows it."""

    def __init__(self, expression, name=""):
        self.expression = expression
        self.name = name

    def resolve(self, context, ignore_failures=False):
        if self.expression is None:
            return isolated(context.get(self.name, ""))
        return isolated(self.expression.resolve(context, ignore_failures))


class PageEngine(Engine):
    def find_template(self, name, dirs=None, skip=None):
        template, origin = super().find_template(name, dirs, skip)
        if _is_ours(template) and not getattr(template, "isolates", False):  # the loader keeps templates
            _isolate(template.nodelist, Place())
            template.isolates = True
        return template, origin


class Pages(DjangoTemplates):
    """The backend, for ``TEMPLATES``."""

    def __init__(self, params):
        super().__init__(params)
        self.engine.__class__ = PageEngine


def _is_ours(template):
    path = Path(str(template.origin.name))
    ours = settings.BASE_DIR / "templates"
    return path.suffix == ".html" and path.is_relative_to(ours) and not path.is_relative_to(ours / "django")


def _isolate(nodes, place):
    """Wraps what is shown where tags may stand. Returns the place after the nodes."""
    for node in nodes:
        if isinstance(node, TextNode):
            place = place.after(node.s)
        elif isinstance(node, VariableNode) and place.takes_tags:
            node.filter_expression = Isolated(node.filter_expression)
        elif isinstance(node, BlockTranslateNode):
            place = _isolate_sentence(node, place)
        elif not (isinstance(node, BlockNode) and node.name in TITLES):
            for name in node.child_nodelists:
                place = _isolate(getattr(node, name, None) or (), place)
    return place


def _isolate_sentence(node, place):
    ends = [_read(node.singular, place), _read(node.plural or (), place)]
    if not node.asvar:
        bare = set().union(*(names for names, _elsewhere, _end in ends)) - {node.countervar}
        bare -= set().union(*(elsewhere for _names, elsewhere, _end in ends))
        for name in bare:
            node.extra_context = {**node.extra_context, name: Isolated(node.extra_context.get(name), name)}
    return ends[0][2]


def _read(tokens, place):
    """The names that stand where tags may, those that stand elsewhere, and the place after them."""
    names, elsewhere = set(), set()
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            place = place.after(token.contents)
        else:
            (names if place.takes_tags else elsewhere).add(token.contents)
    return names, elsewhere, place
