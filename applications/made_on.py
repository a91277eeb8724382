"""Which days a contribution can be of, whoever names them: its person, a mentor, an organizer or GitHub."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

EARLIEST = date(2000, 1, 1)
FIRST_OF_THE_DAY = timedelta(hours=14)  # where the day begins first, it is that much ahead of UTC
CLOCKS = timedelta(minutes=5)  # that a server's may be ahead of ours


def problem_with(day, now) -> str:
    """What is wrong with the day, in words, or "". It may have begun where its person lives."""
    if day < EARLIEST:
        return _("That is a year too far away. Did a digit slip?")
    if day > (now + FIRST_OF_THE_DAY).date():
        return _("That day has not come yet.")
    return ""


def is_possible(instant, now):
    """Whether a server can have noted this instant."""
    return datetime.combine(EARLIEST, time(), UTC) <= instant <= now + CLOCKS
