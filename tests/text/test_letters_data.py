"""Names and titles are data: in e-mail, Slack and calendars they are what they say, never Markdown, never a link."""

import re
from datetime import UTC, datetime
from html import escape

import pytest
from django.template import engines

from amp_portal.outbox import rendering, slack
from amp_portal.outbox.engine import LetterEngine
from amp_portal.outbox.letters import LETTERS
from amp_portal.outbox.markup import as_html
from amp_portal.users import scenarios
from cohorts import calendar
from cohorts import scenarios as cohorts
from cohorts.scopes import about_a_cohort

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
SITE = "http://localhost:8000"


def written(source, **context):
    return engines["letters"].from_string(source).render({"site_url": rendering.Markdown(SITE), **context})


def html_of(source, **context):
    return as_html(written(source, **context))


def test_a_title_with_underscores_does_not_arrive_bold():
    source = "{% blocktranslate %}“{{ title }}” has moved.{% endblocktranslate %}"

    body = written(source, title="Fix __init__ and *args")

    assert as_html(body) == "<p>“<bdi>Fix __init__ and *args</bdi>” has moved.</p>\n"
    assert rendering.as_plain(body) == "“Fix __init__ and *args” has moved."


MARKDOWN = [
    "# Ada",
    "> Ada",
    "- Ada",
    "1. Ada",
    "`Ada`",
    "[Ada](x)",
    "*Ada*",
    "&amp;",
    "![x](y)",
    "---",
    "~~~ Ada",
    "<b>",
]
IN_A_LINE, IN_A_SENTENCE = "{{ name }} joins.", "{% blocktranslate %}{{ name }} joins.{% endblocktranslate %}"


@pytest.mark.parametrize("name", MARKDOWN)
@pytest.mark.parametrize("source", [IN_A_LINE, IN_A_SENTENCE])
def test_a_name_means_nothing_in_markdown(name, source):
    assert html_of(source, name=name) == f"<p><bdi>{escape(name, quote=False)}</bdi> joins.</p>\n"


@pytest.mark.parametrize("name", ["Ada https://evil.example/x", "Ada www.evil.tk", "evil.com", "http://evil.example"])
def test_a_name_with_an_address_is_no_link_for_any_mail_program(name):
    body = written("Hello {{ name }},", name=name)

    assert "<a" not in as_html(body)
    for part in (as_html(body), rendering.as_plain(body)):
        assert not re.search(r"https?://\w|www\.\w|evil\.(com|example|tk)", part)
        assert "evil" in part


def test_a_name_from_right_to_left_is_isolated():
    body = written("{{ name }}: 3 days left", name="مريم")

    assert as_html(body) == '<p dir="auto"><bdi>مريم</bdi>: 3 days left</p>\n'
    assert rendering.as_plain(body) == "\u2068مريم\u2069: 3 days left"


def test_a_line_break_or_an_isolate_in_a_name_ends_nothing():
    body = written("Hello {{ name }}, welcome", name="Ada\u2069\n\n# Bold\u2068 *x*")

    assert as_html(body) == "<p>Hello <bdi>Ada # Bold *x*</bdi>, welcome</p>\n"


def test_a_longer_text_keeps_its_markdown_and_can_t_open_an_isolate():
    assert html_of("{{ text|words }}", text="**really** \u2068done") == "<p><strong>really</strong> done</p>\n"
    assert html_of("> {{ text|quote }}", text="a\nb").count("<blockquote>") == 1


def test_addresses_of_ours_are_links():
    shown = html_of("{{ site_url }}{{ path }}", path="/invitations/a_b_c/")

    assert f'href="{SITE}/invitations/a_b_c/"' in shown


def test_a_button_may_hold_a_name():
    shown = html_of("Give {{ name }} more time:\n{{ site_url }}/x/", name="Fix __init__")

    assert 'class="btn btn-primary button"' in shown
    assert "<bdi>Fix __init__</bdi> more time</a>" in shown


def test_every_letter_is_written_by_this_engine():
    assert isinstance(engines["letters"].engine, LetterEngine)
    for name in (name for name in LETTERS if not name.startswith("office/")):  # those of tests/outbox
        assert getattr(engines["letters"].get_template(f"{name}.md").template, "shows_data", False), name


def test_in_slack_a_title_is_only_what_it_says():
    body = written("{{ title }} begins.\n\nOpen it:\n{{ site_url }}/x/", title="*Fix* __init__ <!channel>")

    post = slack.post_of("Today: _x_", body)

    [section] = post["blocks"][0]["elements"]
    assert section["elements"] == [
        {"type": "text", "text": "Today: _x_\n", "style": {"bold": True}},
        {"type": "text", "text": "*Fix* __init__ <!channel> begins.\n\n"},
        {"type": "link", "url": f"{SITE}/x/", "text": "Open it"},
    ]
    assert "<!channel>" not in post["text"]


@pytest.mark.django_db
def test_a_cohort_named_like_a_link_is_none_in_a_calendar():
    cohort = cohorts.cohort(name="AMP https://evil.example")

    feed = calendar.feed(cohort).decode().replace("\r\n ", "")

    assert "https://evil.example" not in feed
    assert "evil" in feed


@pytest.mark.django_db
def test_the_footer_of_a_letter_shows_names_as_data(client):
    lead = scenarios.person("Leah evil.example")
    cohort = cohorts.cohort(lead=lead)

    message = type("Letter", (), {"scope": f"cohort/{cohort.pk}", "person_id": lead.pk})
    told = " ".join(about_a_cohort(message))

    assert "evil.example" not in told
    assert "Leah evil.\u200bexample" in told
