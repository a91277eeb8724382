"""The profile's time zone: what the browser says is offered, what is no zone's name is answered beside the field."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from amp_portal.users import scenarios, zones

WINTER = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def ada(db, client):
    person = scenarios.person("Ada Lark", time_zone="Europe/Berlin")
    client.force_login(person.user)
    return person


def profile(client, **typed):
    address = reverse("users:profile")
    return client.post(address, {"name": "Ada L."} | typed) if typed else client.get(address)


def offered(response):
    return response.context["offered"]


@pytest.mark.parametrize(
    ("browser", "offer"),
    [
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("Asia/Calcutta", "Asia/Kolkata"),  # as Chromium still calls it
        ("Africa/Lagos", "Africa/Lagos"),  # the same in winter
        ("Europe/Berlin", ""),
        ("Europe/Stockholm", ""),  # another name of the same clock
        ("Middle/Earth", ""),
        ("", ""),
    ],
)
def test_another_clock_of_the_browser_is_offered(client, ada, browser, offer):
    client.cookies["timezone"] = browser

    response = profile(client)

    assert offered(response) == offer
    assert (f'name="time_zone" value="{offer}"' in response.content.decode()) is bool(offer)


def test_what_is_offered_is_taken_with_the_rest_that_was_typed(client, ada):
    """The button comes after the field: its value counts."""
    client.cookies["timezone"] = "Asia/Kolkata"

    profile(client, time_zone=["Europe/Berlin", "Asia/Kolkata"])

    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada L.", "Asia/Kolkata")
    assert offered(profile(client)) == ""


@pytest.mark.parametrize(
    ("typed", "meant", "words"),
    [
        ("Kolkata", ["Asia/Kolkata"], "Do you mean Asia/Kolkata (India)?"),
        ("são  paulo", ["America/Sao_Paulo"], "Do you mean America/Sao_Paulo (Brazil)?"),
        ("Berlim", ["Europe/Berlin"], "Do you mean Europe/Berlin (Germany)?"),
        ("India", ["Asia/Kolkata"], "Do you mean Asia/Kolkata (India)?"),
        (
            "ist",
            ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
            "“ist” stands for several time zones: Asia/Kolkata (India), Europe/Dublin (Ireland), Asia/Jerusalem "
            "(Israel). Which is yours?",
        ),
        ("EST", ["America/New_York", "America/Panama"], "“EST” stands for several time zones"),
        ("AoE", ["Etc/GMT+12"], "anywhere on Earth, UTC−12 (Etc/GMT+12)"),
        ("UTC+5:30", ["Asia/Kolkata"], "Do you mean Asia/Kolkata (India)?"),
        ("+99:00", [], "Type your country or a large city in it"),
        ("Middle/Earth", [], "Type your country or a large city in it"),
        ("?!", [], "Type your country or a large city in it"),
    ],
)
def test_what_is_no_zone_is_answered_and_stays(client, ada, typed, meant, words):
    response = profile(client, time_zone=typed)

    form = response.context["form"]
    assert response.status_code == 422
    assert words in form.errors["time_zone"][0]
    assert (list(form.meant), form["time_zone"].value()) == (meant, typed)
    buttons = [zone for zone in meant if f'name="time_zone" value="{zone}"' in response.content.decode()]
    assert buttons == meant
    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada Lark", "Europe/Berlin")


def test_a_country_of_many_clocks_names_one_zone_for_each():
    answer = zones.answer("United States", WINTER)
    assert {"America/New_York", "America/Chicago", "America/Los_Angeles"} <= set(answer.zones)
    assert len(answer.zones) <= zones.MOST


def test_a_short_name_that_was_kept_can_stay(client, ada):
    ada.time_zone = "EST"
    ada.save()

    assert profile(client, time_zone="EST").status_code == 302


def test_every_short_name_means_zones_there_are():
    assert {zone for meant in zones.SHORT.values() for zone in meant} <= set(zones.names())
    assert zones.ANYWHERE in zones.names()
