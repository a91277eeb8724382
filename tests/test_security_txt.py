"""Whom to tell of a weakness stands where people look for it (RFC 9116)."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured

from amp_portal import security_txt

NOW = datetime(2027, 3, 4, 15, 16, tzinfo=UTC)


def test_it_names_the_contacts_of_the_setting(client, db, settings):
    settings.SITE_URL = "https://portal.example.org"
    settings.SECURITY_CONTACT = security_txt.contacts(["security@example.org", " https://example.org/report"])
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "Contact: mailto:security@example.org\n"
        "Contact: https://example.org/report\n"
        "Expires: 2027-06-02T00:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: https://portal.example.org/.well-known/security.txt\n"
    )


def test_without_a_contact_there_is_no_file(client, db):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_an_address_is_written_once_as_a_link():
    assert security_txt.contacts(["mailto:security@example.org", "", " "]) == ["mailto:security@example.org"]


@pytest.mark.parametrize(
    "entry", ["the organizers", "http://example.org/", "https://", "https://a.example/\nExpires: 1"]
)
def test_a_contact_that_is_none_is_an_error_in_words(entry):
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT holds email addresses or "):
        security_txt.contacts([entry])
