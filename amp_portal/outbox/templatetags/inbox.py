from django import template

from amp_portal.outbox import digest
from amp_portal.outbox.markup import as_html
from amp_portal.outbox.models import Message

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_count(context):
    """How many letters the signed-in reader has not opened: one query on a page that asks, none for visitors."""
    user = context["request"].user
    return Message.objects.inbox_of(user.person).unread().count() if user.is_authenticated else 0


@register.filter
def as_letter(text):
    """A letter's Markdown as HTML; written-out addresses are links, nothing else is."""
    return as_html(text)


@register.filter
def excerpt(letter):
    """What a letter says after its greeting, in a line."""
    return digest.excerpt(letter.body)
