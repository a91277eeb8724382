"""The tokens' pairs hold WCAG 2.2 AA in both themes."""

import re
from itertools import product

import pytest
from django.conf import settings

SHEET = (settings.BASE_DIR / "static/css/tokens.css").read_text()
GROUNDS = ("paper", "surface", "surface-sunk")
TEXT = [
    *product(("ink", "ink-soft", "link"), GROUNDS),
    ("ink", "brand-soft"),
    ("ink-soft", "brand-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("brand-strong", "surface"),
    ("on-danger", "danger"),
    ("danger", "surface"),
    ("warning", "paper"),
    ("warning", "surface"),
    *((tone, f"{tone}-soft") for tone in ("info", "success", "warning", "danger")),
    *product(("ink",), ("info-soft", "success-soft", "warning-soft", "danger-soft")),
]
SHAPES = [
    *product(("line-strong", "brand", "focus", "danger", "trail"), ("paper", "surface")),
    ("focus", "surface-sunk"),
    ("focus", "brand-soft"),
]


def tokens(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


LIGHT = tokens(SHEET.split("@media")[0])
DARK = LIGHT | tokens(SHEET.split("prefers-color-scheme: dark")[1].split("@media")[0])


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_says():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SHAPES, 3)], ids=["text", "shapes"])
def test_pairs_can_be_told_apart(theme, pairs, least):
    assert {
        pair: contrast(theme[pair[0]], theme[pair[1]])
        for pair in pairs
        if contrast(theme[pair[0]], theme[pair[1]]) < least
    } == {}
