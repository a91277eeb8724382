"""Time zones by their IANA names."""

import zoneinfo
from functools import cache

COOKIE = "timezone"  # set by static/js/portal.js to what the browser says


@cache
def names() -> tuple[str, ...]:
    """All zones a person may choose, in order."""
    return tuple(sorted(zoneinfo.available_timezones() - {"Factory", "localtime"}))


def of_browser(request) -> str:
    """The zone the browser named, or "" where it named none that we know."""
    name = request.COOKIES.get(COOKIE, "")
    return name if name in names() else ""
