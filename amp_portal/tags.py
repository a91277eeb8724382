"""Template tags every page and letter may use without loading them."""

from datetime import timedelta

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal import markdown
from amp_portal.once import token as new_token

register = template.Library()

SOON = timedelta(days=3)  # a deadline this near stands out


@register.filter(name="markdown", is_safe=True)
def as_markdown(text):
    """A person's Markdown as sanitised HTML. Headings start at level 3: the page owns the first two."""
    return mark_safe(markdown.as_html(text))  # noqa: S308 # nosec B308 B703 - sanitised just now


@register.filter
def plain(text):
    """A person's Markdown as words only, on one line: for summaries and descriptions. Not marked as safe."""
    return markdown.as_words(text)


@register.simple_tag
def once():
    """The token of a form that makes something (see ``amp_portal.once``)."""
    return format_html('<input type="hidden" name="once" value="{}" autocomplete="off">', new_token())


def in_words(instant, zone=None):
    """Day and time in a zone, by default the active one, with its name: 4 March 2027, 18:00 CET."""
    local = timezone.localtime(instant, zone)
    name = local.tzname()
    return f"{date_format(local, 'j F Y, H:i')} {f'UTC{name}' if name[0] in '+-' else name}"


def _time(context, value, words):
    """A <time> on a page, only the words in a letter."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words) if context.autoescape else words


@register.simple_tag
def badge(text, tone=""):
    """A word in its tone: neutral, info, success, warning, danger. What ``components/badge.html`` shows, for lists."""
    return format_html('<span class="badge-{} tag">{}</span>', tone or "neutral", text)


@register.simple_tag(takes_context=True)
def moment(context, instant):
    """An instant in the reader's zone."""
    return _time(context, instant, in_words(instant)) if instant else ""


@register.simple_tag(takes_context=True)
def zoned(context, instant, zone):
    """An instant in a given zone, to be named beside it."""
    return _time(context, instant, in_words(instant, zone))


@register.simple_tag(takes_context=True)
def day(context, date):
    """A date, or the day of an instant in the reader's zone."""
    if not date:
        return ""
    if hasattr(date, "hour"):
        date = timezone.localtime(date).date()
    return _time(context, date, date_format(date, "j F Y"))


@register.simple_tag(takes_context=True)
def ago(context, instant):
    """How many of the reader's days ago an instant was: today, yesterday, 5 days ago."""
    days = (timezone.localdate(context["request"].received_at) - timezone.localdate(instant)).days
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else ngettext("%d day ago", "%d days ago", days) % days


def time_left(instant, now):
    """“12 days left”, “5 hours left”, “20 minutes left”, or “closed”."""
    seconds = (instant - now).total_seconds()
    if seconds <= 0:
        return _("closed")
    if seconds >= 2 * 86400:
        return ngettext("%d day left", "%d days left", int(seconds // 86400)) % int(seconds // 86400)
    if seconds >= 2 * 3600:
        return ngettext("%d hour left", "%d hours left", int(seconds // 3600)) % int(seconds // 3600)
    minutes = int(seconds // 60)
    return ngettext("%d minute left", "%d minutes left", minutes) % minutes


@register.simple_tag(takes_context=True)
def deadline(context, instant, zone=None):
    """A deadline in the reader's zone and in the cohort's (a ZoneInfo); on a page, with the time left."""
    local = timezone.localtime(instant)
    there = timezone.localtime(instant, zone) if zone else local
    shown = {
        "instant": instant,
        "here": in_words(instant),
        "there": in_words(instant, zone),
        "differs": there.utcoffset() != local.utcoffset(),
    }
    if not context.autoescape:
        return f"{shown['here']} ({shown['there']})" if shown["differs"] else shown["here"]
    now = context["request"].received_at
    return render_to_string(
        "components/deadline.html", shown | {"left": time_left(instant, now), "soon": now < instant < now + SOON}
    )
