"""The letters about silence in a cohort's own words."""

import pytest
from django.urls import reverse

from amp_portal.outbox.models import Message
from amp_portal.outbox.rendering import written
from mentorship import silence
from mentorship.models import StepWords
from mentorship.step_texts import STEP_TEXTS

BODY = "Dear {reader},\n\n{mentee} of “{project}” is quiet since {since}.\n\nHave a look:\n{link}"


@pytest.fixture
def desk(client, organizer, mentorship):
    """``desk(step, **data)``: the page of a step's letter; with data it is a POST."""
    client.force_login(organizer.user)

    def go(step, name="step-letter", **data):
        path = reverse(f"mentorship:{name}", args=[mentorship.cohort.slug, step])
        return client.post(path, data) if data else client.get(path)

    return go


@pytest.mark.parametrize("text", STEP_TEXTS.values(), ids=STEP_TEXTS)
def test_the_usual_words_hold_what_they_need_and_nothing_unknown(text):
    assert text.problems(str(text.body)) == ([], [])
    assert text.problems(str(text.subject))[0] == []


def test_own_words_are_sent_and_can_be_given_up(client, desk, mentorship, organizer, day):
    assert desk("at_risk", subject="{mentee}?", body=BODY).status_code == 302
    silence.sweep(day(18))
    message = Message.objects.get(letter="mentorship/mail/at_risk", channel="email")
    letter = written(message, day(18))
    assert letter.subject == "Mel Mentee?"
    assert letter.body.startswith(f"Dear {organizer},\n\nMel Mentee of “{mentorship.project}” is quiet since 15 June")
    assert f"/mentorships/{mentorship.pk}/" in letter.body
    listed = client.get(reverse("mentorship:step-letters", args=[mentorship.cohort.slug]))
    assert "your words" in listed.content.decode()
    desk("at_risk", "step-letter-reset", sure="yes")
    assert written(message, day(18)).subject == "Mel Mentee has been quiet since 15 June 2027"
    assert StepWords.history.count() == 2


def test_unknown_and_missing_placeholders_are_refused_beside_the_field(desk):
    response = desk("are_you_all_right", subject="Hi {name}", body="Hello {reader}! {link} {fine}")
    page = response.content.decode()
    assert (response.status_code, StepWords.objects.exists()) == (422, False)
    assert "Nobody could fill this in: {name}" in page
    assert "This has to stay in the letter: {help}, {break}" in page
    assert "Hello {reader}! {link} {fine}" in page


def test_a_preview_is_about_somebody_real_and_keeps_nothing(desk):
    page = desk("at_risk", subject="{mentee}?", body=BODY, preview="1").content.decode()
    assert "Mel Mentee?" in page
    assert not StepWords.objects.exists()


def test_words_are_only_words(desk, mentorship, day):
    desk("at_risk", subject="{mentee}?", body=BODY + " {% now 'Y' %} {{ site_url }}")
    silence.sweep(day(18))
    message = Message.objects.get(letter="mentorship/mail/at_risk", channel="email")
    assert "{% now 'Y' %} {{ site_url }}" in written(message, day(18)).body


def test_a_letter_that_is_none_is_not_there(desk):
    assert desk("nonsense").status_code == 404
