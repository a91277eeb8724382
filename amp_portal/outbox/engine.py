"""The template engine of letters. What a template shows of a variable is data (``lines.as_data``): one line that means
nothing in Markdown, and no link. What follows ``{{ site_url }}`` at once is the rest of an address. Else the template
says what it is:

- ``{{ reason|words }}``: a person's longer text, in Markdown
- ``> {{ reason|quote }}``: the same, quoted
- ``{{ event.url|address }}``: an address, to be a link
"""

from datetime import date, time
from decimal import Decimal

from django.template import Library
from django.template.backends.django import DjangoTemplates
from django.template.base import TokenType, VariableNode
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode

from amp_portal import lines

register = Library()


class Markdown(str):
    """Text that may be put into a letter as it is."""

    __slots__ = ()


def data(value):
    """What a letter shows of a value. Numbers, dates and times are shown as everywhere."""
    if isinstance(value, Markdown | int | float | Decimal | date | time):
        return value
    return lines.as_data(str(value))


@register.filter
def words(text):
    """A person's longer text, in Markdown."""
    return Markdown(lines.prose(str(text)))


@register.filter
def quote(text):
    """The same, for after a ``> ``."""
    return Markdown("\n> ".join(words(text).splitlines()))


@register.filter
def letter(text):
    """What a letter says, in another one."""
    return Markdown(text)


@register.filter
def address(text):
    """An address, or the rest of one after ``{{ site_url }}``: no line break, no space."""
    return Markdown("".join(lines.prose(str(text)).split()))


class Shown:
    """An expression of a template, as data or as something else."""

    def __init__(self, expression, show=data):
        self.expression = expression
        self.show = show

    def resolve(self, context, ignore_failures=False):
        return self.show(self.expression.resolve(context, ignore_failures))


class Named:
    """A name of the context, where a sentence to be translated holds it."""

    def __init__(self, name):
        self.name = name

    def resolve(self, context, ignore_failures=False):
        return context.get(self.name, "")


class LetterEngine(Engine):
    """Shows every variable as data: in a template, in what it includes, and in sentences to be translated."""

    def from_string(self, template_code):
        return _with_data(super().from_string(template_code))

    def find_template(self, name, dirs=None, skip=None):
        template, origin = super().find_template(name, dirs, skip)
        return _with_data(template), origin


class Letters(DjangoTemplates):
    """The backend, for ``TEMPLATES``."""

    def __init__(self, params):
        super().__init__(params)
        self.engine.__class__ = LetterEngine


def _with_data(template):
    if not getattr(template, "shows_data", False):  # the loader keeps templates
        _show_data(template.nodelist)
        template.shows_data = True
    return template


def _show_data(nodes):
    is_after_site = False
    for node in nodes:
        is_site = False
        if isinstance(node, VariableNode):
            is_site = node.filter_expression.token == "site_url"  # noqa: S105 # nosec B105 - a template's token
            node.filter_expression = Shown(node.filter_expression, address if is_site or is_after_site else data)
        elif isinstance(node, BlockTranslateNode):
            _show_data_in_sentence(node)
        for name in node.child_nodelists:
            _show_data(getattr(node, name, ()))
        is_after_site = is_site


def _show_data_in_sentence(node):
    named = {token.contents for token in [*node.singular, *(node.plural or ())] if token.token_type == TokenType.VAR}
    free = {name: Named(name) for name in named - {node.countervar}}
    node.extra_context = {name: Shown(expression) for name, expression in (free | node.extra_context).items()}
