"""Time zones by their IANA names, and what people mean who type another."""

import re
import unicodedata
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache
from importlib import resources

from django.utils.translation import gettext as _

COOKIE = "timezone"  # set by static/js/portal.js to what the browser says
MOST = 12  # zones that are suggested at once
ANYWHERE = "Etc/GMT+12"

# A short name may be that of several clocks (IST), or of half a year only (EST).
SHORT = {
    "ACST": ("Australia/Adelaide", "Australia/Darwin"),
    "AEDT": ("Australia/Sydney",),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    "ART": ("America/Argentina/Buenos_Aires",),
    "AST": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    "AWST": ("Australia/Perth",),
    "BRT": ("America/Sao_Paulo",),
    "BST": ("Europe/London", "Asia/Dhaka"),
    "CAT": ("Africa/Maputo", "Africa/Khartoum"),
    "CDT": ("America/Chicago", "America/Havana"),
    "CEST": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw"),
    "CST": ("America/Chicago", "America/Mexico_City", "America/Havana", "Asia/Shanghai"),
    "CT": ("America/Chicago",),
    "EAT": ("Africa/Nairobi",),
    "EDT": ("America/New_York",),
    "EEST": ("Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kyiv", "Africa/Cairo"),
    "EST": ("America/New_York", "America/Panama"),
    "ET": ("America/New_York",),
    "GST": ("Asia/Dubai",),
    "HKT": ("Asia/Hong_Kong",),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "MDT": ("America/Denver",),
    "MSK": ("Europe/Moscow",),
    "MST": ("America/Denver", "America/Phoenix"),
    "MT": ("America/Denver",),
    "NPT": ("Asia/Kathmandu",),
    "NZDT": ("Pacific/Auckland",),
    "NZST": ("Pacific/Auckland",),
    "PDT": ("America/Los_Angeles",),
    "PKT": ("Asia/Karachi",),
    "PST": ("America/Los_Angeles", "Asia/Manila"),
    "PT": ("America/Los_Angeles",),
    "SAST": ("Africa/Johannesburg",),
    "SGT": ("Asia/Singapore",),
    "TRT": ("Europe/Istanbul",),
    "WAT": ("Africa/Lagos",),
    "WEST": ("Europe/Lisbon",),
    "WIB": ("Asia/Jakarta",),
}
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """To somebody who typed what is no zone: words to stand beside the field, and the zones they may have meant."""

    words: str
    zones: tuple[str, ...] = ()


@cache
def names() -> tuple[str, ...]:
    """All zones, in order."""
    return tuple(sorted(zoneinfo.available_timezones() - {"Factory", "localtime"}))


def to_choose() -> list[str]:
    """Those a list offers: without the short names that are read as a question."""
    return [name for name in names() if name not in SHORT]


def of_browser(request) -> str:
    """The zone the browser named, by its name of today, or "" where it named none that we know."""
    name = said_by_browser(request)
    return _of_today().get(name, name) if name in names() else ""


def said_by_browser(request) -> str:
    """As it stands in the cookie."""
    return request.COOKIES.get(COOKIE, "")


def named(text: str) -> str:
    """The zone of this name, in any case and with spaces; "" where it is none, or a short name of several."""
    text = text.strip()
    if text.upper() in SHORT:
        return ""
    return _by_lower_case().get(text.replace(" ", "_").lower(), "")


def keep_one_clock(zone: str, other: str, now: datetime) -> bool:
    """Whether nobody could tell one from the other in the year to come: Asia/Calcutta is Asia/Kolkata."""
    return _clock(zone, now) == _clock(other, now)


def answer(text: str, now: datetime) -> Answer:
    """To what is no zone's name."""
    typed = text.strip()
    if typed.upper() == "AOE":
        words = _("“AoE” tells a deadline: anywhere on Earth, UTC−12 (%(zone)s). Choose the time zone you live in.")
        return Answer(words % {"zone": ANYWHERE}, (ANYWHERE,))
    offset = _OFFSET.fullmatch(typed.replace("−", "-").replace(" ", ""))
    if offset:
        found = _distinct(_with_offset(offset, now), now)
        several = _("“%(typed)s” does not say how the clocks change. Which is yours: %(zones)s?")
    elif typed.upper() in SHORT:
        found, several = (
            SHORT[typed.upper()],
            _("“%(typed)s” stands for several time zones: %(zones)s. Which is yours?"),
        )
    elif _folded(typed) in _by_country():
        found = _distinct(_by_country()[_folded(typed)], now)
        several = _("%(typed)s has several time zones: %(zones)s. Which is yours?")
    else:
        found, several = _by_city(typed, now), _("We don't know “%(typed)s”. Do you mean one of these: %(zones)s?")
    if not found:
        words = _("We don't know the time zone “%(typed)s”. Type your country or a large city in it: India, Berlin …")
    elif len(found) == 1:
        words = _("“%(typed)s” is not a time zone's name. Do you mean %(zones)s?")
    else:
        words = several
    return Answer(words % {"typed": typed[:60], "zones": ", ".join(map(_with_country, found))}, found)


# What the pinned tzdata knows ------------------------------------------------------------------


def _rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in _lines(table) if not line.startswith("#")]


def _lines(file: str) -> list[str]:
    return (resources.files("tzdata") / "zoneinfo" / file).read_text().splitlines()


@cache
def _of_today() -> dict[str, str]:
    """Of names that were given up, those that took their place."""
    links = [line.split() for line in _lines("tzdata.zi") if line.startswith("L ")]
    return {old: zone for _link, zone, old in links if old not in _countries() and zone in _countries()}


@cache
def _countries() -> dict[str, str]:
    """Of each zone that is a country's, its country."""
    called = {row[0]: row[1] for row in _rows("iso3166.tab")}
    return {row[2]: called[row[0]] for row in _rows("zone.tab")}


@cache
def _by_country() -> dict[str, tuple[str, ...]]:
    found = defaultdict(list)
    for zone, country in _countries().items():
        found[_folded(country)].append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


@cache
def _by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in names()}


@cache
def _cities() -> dict[str, list[str]]:
    """Zones by the city they are named after, those of a country before their other names."""
    found = defaultdict(list)
    for name in sorted(names(), key=lambda name: name not in _countries()):
        if "/" in name and not name.startswith("Etc/"):
            found[_folded(name.rpartition("/")[2])].append(name)
    return found


def _by_city(typed: str, now: datetime) -> tuple[str, ...]:
    """Of a city; of one that is spelled much like it; of both, one for each clock."""
    wanted = _folded(typed)
    like = [wanted] if wanted in _cities() else get_close_matches(wanted[:40], _cities(), n=3, cutoff=0.8)
    return _distinct([zone for city in like for zone in _cities()[city]], now)


def _with_offset(match: re.Match, now: datetime) -> list[str]:
    """Zones that are this far from UTC now, those of the well-known cities first."""
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    known = [zone for zones in SHORT.values() for zone in zones]
    return [zone for zone in dict.fromkeys([*known, *_countries()]) if _at(zone, now) == offset]


def _distinct(zones: Iterable[str], now: datetime) -> tuple[str, ...]:
    """The first zone of each clock."""
    by_clock: dict[tuple, str] = {}
    for zone in zones:
        by_clock.setdefault(_clock(zone, now), zone)
    return tuple(by_clock.values())[:MOST]


def _clock(zone: str, now: datetime) -> tuple:
    return tuple(_at(zone, now + timedelta(days=day)) for day in range(366))


def _at(zone: str, instant: datetime) -> timedelta | None:
    return instant.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()


def _with_country(zone: str) -> str:
    country = _countries().get(zone)
    return f"{zone} ({country})" if country else zone


def _folded(text: str) -> str:
    """Without accents, case, and what is neither letter nor digit."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text).casefold() if sign.isalnum())
