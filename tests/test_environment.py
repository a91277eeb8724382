"""A setting that can't be read stops the portal with a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from amp_portal.environment import Environment


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("true", True), (" Yes ", True), ("ON", True), ("0", False), ("False", False), ("no", False)],
)
def test_on_and_off(monkeypatch, text, value):
    monkeypatch.setenv("SWITCH", text)
    assert Environment().bool("SWITCH", default=not value) is value


@pytest.mark.parametrize("default", [True, False])
def test_unset_and_empty_are_the_default(monkeypatch, default):
    assert Environment().bool("SWITCH", default=default) is default
    monkeypatch.setenv("SWITCH", "")
    assert Environment().bool("SWITCH", default=default) is default


@pytest.mark.parametrize("text", ["ture", "2", "enabled", "ja", "1 # comment", "None"])
def test_anything_else_is_an_error_in_words(monkeypatch, text):
    monkeypatch.setenv("SWITCH", text)
    with pytest.raises(ImproperlyConfigured, match=f"^SWITCH is either on .* or off .*, not “{text.lower()}”.$"):
        Environment().bool("SWITCH", default=False)


def test_a_number_that_is_none(monkeypatch):
    monkeypatch.setenv("NUMBER", "many")
    with pytest.raises(ImproperlyConfigured, match="NUMBER must be a whole number, not “many”"):
        Environment().int("NUMBER", default=1)
