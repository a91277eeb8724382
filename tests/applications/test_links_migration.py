"""Contributions typed as text become rows: nothing that was typed is lost."""

from importlib import import_module

import pytest

rows_of = import_module("applications.migrations.0004_links_from_text").rows_of

SPEC = "https://github.com/asyncapi/spec/pull/1"
SITE = "https://github.com/asyncapi/website/pull/2"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f"{SPEC} clarified a binding\n{SITE}", [[SPEC, "clarified a binding"], [SITE, ""]]),
        (f"I wrote {SPEC}, and {SITE}.", [[SPEC, "I wrote , and ."], [SITE, ""]]),
        (f"{SPEC}/files fixed it\n{SPEC} reviewed too", [[SPEC, "fixed it\nreviewed too"]]),
        (f"My work:\n\n{SPEC}\nmore about it", [[SPEC, "My work:\nmore about it"]]),
        ("I answer questions in the forum.\nEvery day.", [["", "I answer questions in the forum.\nEvery day."]]),
        (f"[a fix]({SPEC})", [[SPEC, "[a fix]()"]]),
        (f"https://example.org/{'x' * 600} long", [["", f"https://example.org/{'x' * 600} long"]]),
        ("HTTPS://Example.org/Talk my talk", [["https://example.org/Talk", "my talk"]]),
        (" \n ", []),
    ],
)
def test_a_row_for_each_address_with_the_words_around_it(text, rows):
    assert rows_of(text) == rows
