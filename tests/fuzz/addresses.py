"""Every address of the portal, with and without a name: the table's arguments, or hostile ones in their place."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from tests.test_routes import TABLES, table

from . import hostile

CONVERTED = re.compile(r"<(?:(\w+):)?(\w+)>")
GROUP = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)")


@dataclass
class Address:
    name: str  # with its namespace, or empty
    pattern: str  # what it looks like, a hole for each argument
    holes: int


def every():
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns, namespace, prefix):
    for pattern in patterns:
        text = str(pattern.pattern)
        if isinstance(pattern.pattern, RegexPattern):
            text = GROUP.sub("{}", text).replace("^", "").replace("$", "").replace("\\Z", "").replace("/?", "/")
        else:
            text = CONVERTED.sub("{}", text)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, prefix + text)
        else:
            path = prefix + text
            yield Address(f"{namespace}{pattern.name}" if pattern.name else "", path, path.count("{}"))


def known(world):
    """Name → the arguments of an object that is there."""
    return {
        name: expected["args"](world) for part in TABLES for name, expected in table(part).items() if "args" in expected
    }


def path_of(address, known, random):
    """A path to the address: mostly to something that is there."""
    if address.name and random.random() < 0.75:
        try:
            return reverse(address.name, args=known.get(address.name, []))
        except NoReverseMatch:
            pass
    drawn = [random.choice(["1", "2", "7", "amp-2029", "a", hostile.value(random)]) for _ in range(address.holes)]
    return "/" + address.pattern.format(*(quote(value[:2000], safe="/") for value in drawn)).lstrip("/")
