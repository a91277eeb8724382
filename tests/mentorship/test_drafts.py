"""What is typed in a room is kept until it is posted, for its author alone; nothing is overwritten silently."""

import pytest

from amp_portal.refusals import Refusal
from mentorship import scenarios
from mentorship.models import Draft, Entry, StaleDraft

from .test_pages import text, url


@pytest.fixture
def update_url(mentorship):
    return url("update", mentorship)


def autosave(client, address, revision, **typed):
    return client.post(address, {"autosave": "1", "revision": revision, **typed})


def test_it_is_kept_while_one_types_and_comes_back(mentorship, mentee, day, at, update_url):
    client = at(day(8), mentee)
    answer = autosave(client, update_url, 0, done="Half of it.", hours="abc", mood_words="So tired.")
    assert "Draft kept at" in answer.json()["message"]
    form = client.get(update_url).context["form"]
    assert (form["done"].value(), form["hours"].value(), form["mood_words"].value()) == (
        "Half of it.",
        "abc",
        "So tired.",
    )
    assert "Go on with your update" in text(client.get(mentorship.get_absolute_url()))
    assert not Entry.objects.exists()


def test_without_javascript_a_button_keeps_it_and_another_throws_it_away(mentorship, mentee, day, at, update_url):
    client = at(day(8), mentee)
    page = client.post(update_url, {"keep": "1", "done": "Half."}, follow=True)
    assert "Your draft is kept" in text(page)
    assert page.context["form"]["done"].value() == "Half."
    client.post(update_url, {"discard": "1", "done": "Half.", "revision": page.context["revision"]})
    assert not Draft.objects.exists()


def test_posting_ends_the_draft(mentorship, mentee, day, at, update_url):
    client = at(day(8), mentee)
    revision = autosave(client, update_url, 0, done="Half.").json()["revision"]
    assert client.post(update_url, {"done": "All.", "revision": revision}).status_code == 302
    assert (Entry.objects.get().done, Draft.objects.count()) == ("All.", 0)


def test_a_second_tab_overwrites_nothing_by_itself(mentorship, mentee, day, at, update_url):
    client = at(day(8), mentee)
    autosave(client, update_url, 0, done="From the phone.")
    answer = autosave(client, update_url, 0, done="From the desk.")
    assert answer.status_code == 409
    assert "in another tab or on another device" in answer.json()["message"]
    assert Draft.objects.get().content["done"] == "From the phone."


@pytest.mark.parametrize("button", [{}, {"keep": "1"}])
def test_a_second_tab_may_go_on_knowingly(mentorship, mentee, day, at, update_url, button):
    client = at(day(8), mentee)
    autosave(client, update_url, 0, done="From the phone.")
    refused = client.post(update_url, {"done": "From the desk.", "revision": 0, **button})
    assert refused.status_code == 409
    assert "takes the place of what you wrote elsewhere" in text(refused)
    assert "data-autosave=" not in text(refused)
    assert refused.context["form"]["done"].value() == "From the desk."
    again = client.post(update_url, {"done": "From the desk.", "revision": refused.context["revision"], **button})
    assert again.status_code == 302


def test_a_tab_left_open_does_not_post_what_was_posted(mentorship, mentee, day, at, update_url):
    client = at(day(8), mentee)
    revision = autosave(client, update_url, 0, done="Done.").json()["revision"]
    client.post(update_url, {"done": "Done.", "revision": revision, "once": "a"})
    refused = client.post(update_url, {"done": "Done.", "revision": revision, "once": "b"})
    assert refused.status_code == 409
    assert "See what you posted elsewhere" in text(refused)
    assert Entry.objects.count() == 1
    assert autosave(client, update_url, revision, done="Done.").status_code == 409


def test_a_double_click_is_no_second_tab(mentorship, mentee, day, at, update_url):
    client = at(day(8), mentee)
    revision = autosave(client, update_url, 0, done="Done.").json()["revision"]
    for _click in range(2):
        assert client.post(update_url, {"done": "Done.", "revision": revision, "once": "a"}).status_code == 302
    assert Entry.objects.count() == 1


def test_last_weeks_words_join_what_is_typed_once(mentorship, mentee, day, at, update_url):
    scenarios.update(mentorship, day(1), next_up="Read the lexer.")
    client = at(day(8), mentee)
    autosave(client, update_url, 0, done="A talk.")
    for _click in range(2):
        form = client.get(update_url, {"carry": "over"}).context["form"]
        assert form["done"].value() == "A talk.\n\nRead the lexer."
        client.post(update_url, {"keep": "1", "done": form["done"].value(), "revision": Draft.objects.get().revision})


@pytest.mark.parametrize("revision", ["x", "-1", "9" * 40, "²"])
def test_a_forged_revision_is_stale(mentorship, mentee, day, at, update_url, revision):
    assert autosave(at(day(8), mentee), update_url, revision, done="Mine.").status_code == 409


def test_each_text_has_a_draft_of_its_own(mentorship, mentee, mentor, day, at):
    asked = [mentorship.ask(by=mentee, now=day(1), body=body) for body in ("One?", "Two?")]
    client = at(day(2), mentor)
    for entry in asked:
        autosave(client, url("answer", mentorship, entry.pk), 0, body=f"To {entry.body}")
    autosave(client, url("feedback", mentorship), 0, body="Good.")
    assert [client.get(url("answer", mentorship, entry.pk)).context["form"]["body"].value() for entry in asked] == [
        "To One?",
        "To Two?",
    ]
    assert sorted(Draft.objects.values_list("place", flat=True)) == sorted(
        [f"answer/{asked[0].pk}", f"answer/{asked[1].pk}", "feedback"]
    )


def test_nobody_reads_a_draft_of_somebody_else(mentorship, mentor, co_mentor, day, at):
    autosave(at(day(1), mentor), url("feedback", mentorship), 0, body="Only mine.")
    assert "Only mine." not in text(at(day(1), co_mentor).get(url("feedback", mentorship)))


def test_an_ended_mentorship_keeps_no_new_drafts(mentorship, mentee, organizer, day):
    mentorship.complete(by=organizer, now=day(126))
    with pytest.raises(Refusal, match="has ended"):
        Draft.keep(mentorship, "update", {"done": "Late."}, author=mentee, revision=0, now=day(127))


def test_a_revision_is_never_that_of_a_posted_draft_again(mentorship, mentee, day):
    first = Draft.keep(mentorship, "update", {"done": "One."}, author=mentee, revision=0, now=day(1))
    Draft.hand_in(mentorship, "update", lambda: None, author=mentee, revision=first, once="a")
    second = Draft.keep(mentorship, "update", {"done": "Two."}, author=mentee, revision=0, now=day(1.5))
    assert second > first
    with pytest.raises(StaleDraft):
        Draft.keep(mentorship, "update", {"done": "One again."}, author=mentee, revision=first, now=day(2))
