"""Addresses that are somebody's key, and how they are kept out of whatever is written down.

A route says itself which part of it is the key: ``path("invitations/<secret:token>/", …)``. allauth's routes can't, so
they are named here.
"""

import re
from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLResolver, get_resolver, register_converter
from django.urls.converters import StringConverter

OF_ALLAUTH = ("account_confirm_email", "account_reset_password_from_key")
SLASH = r"(?:/|%(?:25)*2F)"  # also within the query of another address
KEY = rf"(?:(?!{SLASH})[^\s\"'<>?#&\\])+"
IN_QUERIES = r"[?&](?:code|state)="  # what GitHub gives those who come back from it


class SecretConverter(StringConverter):
    """A part of a path that is nobody else's business; otherwise like ``str``."""


register_converter(SecretConverter, "secret")


def masked(text: str) -> str:
    """The text with "…" in place of each secret in an address."""
    if not apps.ready:  # nothing was asked for yet
        return text
    try:
        return _secrets_of(settings.ROOT_URLCONF).sub(r"\1…", text)
    except ImproperlyConfigured:  # said while the routes are being read, so before the first request too
        return text


@lru_cache
def _secrets_of(urlconf):
    known = "|".join(sorted(set(_before_secrets(get_resolver(urlconf).url_patterns))))
    return re.compile(rf"({known}|{IN_QUERIES}){KEY}", re.IGNORECASE)


def _before_secrets(patterns, before="/"):
    """For each secret in a route, a regular expression of what is before it."""
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _before_secrets(pattern.url_patterns, route)
        elif "<secret:" in route:
            yield _expression(route.partition("<secret:")[0])
        elif pattern.name in OF_ALLAUTH:
            yield _expression(route.partition("(?P<")[0])


def _expression(route):
    """Slashes may be doubled; of the first ones the last is enough, or a row of slashes would be tried from each."""
    literals = re.split(r"<[^>]+>", route.removeprefix("/"))
    return SLASH + KEY.join(re.escape(literal).replace("/", f"{SLASH}+") for literal in literals)
