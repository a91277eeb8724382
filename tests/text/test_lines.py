"""What people type on one line: nothing invisible, nothing that deceives, and every script of the world."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amp_portal import lines

RIGHT_TO_LEFT_OVERRIDE = "\u202e"


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        " ",
        "\u200b",
        "\u2800",
        "\u3164",
        "\u200d",
        "\u00ad",
        "\ufeff",
        "\u2060",
        "\u115f\u1160",
        "\U000e0041",
        "\u0301",
    ],
)
def test_what_nobody_sees_is_nothing(nothing):
    assert lines.line(nothing) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"Ada{RIGHT_TO_LEFT_OVERRIDE}evil", "Adaevil"),
        ("Ada\u2066 Lark\u2069", "Ada Lark"),
        ("Ada\r\nBcc: all@example.org", "Ada Bcc: all@example.org"),
        ("Ada\x00\x1b[31m Lark", "Ada[31m Lark"),
        ("Ada\u2028Lark\u3000\u00a0Ng", "Ada Lark Ng"),
        ("Ada\u200dLark", "AdaLark"),
        ("e\u0302\u0301", "\u1ebf"),
        ("Z" + "\u0336\u0321\u0353" * 50, "Z\u0336\u0321\u0353"),
        ("\ud800Ada\ufdd0\uffff\ue000", "Ada"),
    ],
)
def test_what_deceives_is_left_out(typed, kept):
    assert lines.line(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "می\u200cخواهم",  # Persian, with the joiner that its spelling needs
        "क्\u200dष\u0924\u094d\u200cर",  # Hindi
        "മോഹന\u0d4d\u200d",  # Malayalam, an older spelling: ends with the joiner
        "ශ\u0dca\u200dරී ලංකා",
        "Nguyễn Thị Ánh",
        "བརྒྱུད་འཛིན་",
        "สมหญิง น้ำใจ",
        "שָׁלוֹם",
        "葛\U000e0100飾",
        "Zoë O’Brien-Łuczak",
        "👩\u200d💻 team",
    ],
)
def test_names_of_the_world_stay_as_they_are(name):
    assert lines.line(name) == name


@given(st.text(max_size=60))
def test_a_line_is_a_line_of_itself(text):
    found = lines.line(text)

    assert lines.line(found) == found
    assert found.splitlines() in ([], [found])
    assert lines.OPENED not in found


def test_a_tower_of_marks_costs_what_its_length_costs():
    assert lines.line("e" + "\u0301\u0316" * 200_000) == "\u00e9\u0316\u0301"


@pytest.mark.parametrize(
    "text", ["Ada https://evil.example", "www.evil.tk", "evil.com", "(evil.example)", "evil.zz/ada", "a@evil.example"]
)
def test_a_link_in_a_name_is_known(text):
    assert lines.holds_link(text)


@pytest.mark.parametrize("piece", ["a", "a.", "ab.", "a@", "www."])
def test_a_name_longer_than_any_is_not_searched_through(piece):
    began = process_time()

    assert lines.holds_link(piece * 20_000)
    assert process_time() - began < 1


@pytest.mark.parametrize("text", ["J.R.R. Tolkien", "Ada St.John", "Dr.Ada Lark", "Ada Lark Jr.", "O/Brien"])
def test_a_name_with_dots_is_none(text):
    assert not lines.holds_link(text)


def test_as_data_means_nothing_in_markdown_and_is_no_link():
    assert lines.as_data("Mel Mentee (AMP 2027), 3rd") == "Mel Mentee (AMP 2027), 3rd"
    assert lines.as_data("Fix __init__") == "\u2068Fix __init__\u2069"
    assert lines.as_data("1. Ada") == "\u20681. Ada\u2069"
    assert lines.as_data("مريم") == "\u2068مريم\u2069"
    assert "https://" not in lines.as_data("Ada https://evil.example/x")
    assert "evil.example" not in lines.as_data("Ada https://evil.example/x")
    assert "docs.asyncapi.com" not in lines.as_data("Port docs.asyncapi.com")
    assert lines.as_data("Ada <ada@example.org>") == "\u2068Ada <ada@example.org>\u2069"  # whom to write to


def test_in_a_plain_text_isolates_stay_where_direction_needs_them():
    text = f"{lines.as_data('Fix __init__')} by {lines.as_data('مريم')}: 3 days"

    assert lines.as_plain(text) == "Fix __init__ by \u2068مريم\u2069: 3 days"


def test_a_longer_text_has_no_controls_and_no_turns():
    assert lines.prose(f"a\n\tb\x1b{RIGHT_TO_LEFT_OVERRIDE}c\u2068d\u2069") == "a\n\tbcd"
