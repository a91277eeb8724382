"""What the organizers' pages of every app share."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from amp_portal.outbox.masking import masked

from .. import navigation
from ..letters import TONES, title

register = template.Library()
register.filter(masked)
register.simple_tag(title, name="letter_title")


@register.inclusion_tag("cohorts/_organizing_nav.html", takes_context=True)
def organizing_nav(context, cohort, here=""):
    """The organizers' pages of a cohort. ``here`` is the key of the page shown, or of the one it belongs to."""
    parts = navigation.parts(cohort, context["request"].received_at, here)
    pages = next((part.pages for part in parts[1:] if part.is_here), [])
    return {"cohort": cohort, "parts": parts, "pages": [(page, page.key == here) for page in pages]}


@register.simple_tag
def moment_in(instant, zone):
    """An instant in a given zone (a ZoneInfo), with the zone's name."""
    local = timezone.localtime(instant, zone)
    words = f"{date_format(local, 'D, j F Y, H:i')} {local.tzname()}"
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), words)


@register.simple_tag(takes_context=True)
def goes_out(context, letter):
    """When a letter that waits goes out, as things stand."""
    return letter.goes_out_at(context["request"].received_at)


@register.inclusion_tag("components/badge.html")
def letter_badge(letter):
    """The state of a letter."""
    return {"text": letter.get_state_display(), "tone": TONES.get(letter.state, "neutral")}
