"""The onboarding checklist of a project: ticked by the mentee, seen by the others."""

import pytest

from amp_portal.refusals import Refusal
from mentorship.models import Tick

from .test_pages import text, url


@pytest.fixture(autouse=True)
def onboarding(mentorship):
    mentorship.project.onboarding = "- Join Slack\n\n- Build it locally\n- Join Slack\n"
    mentorship.project.save()


def shown(mentorship):
    return [(item.text, item.ticked_at is not None) for item in Tick.checklist(mentorship)]


def test_the_mentee_ticks_and_takes_back(mentorship, mentee, day, at):
    client = at(day(1), mentee)
    first, _second = Tick.checklist(mentorship)
    for _click in range(2):
        client.post(url("tick", mentorship), {"item": first.key, "done": "1"})
    assert shown(mentorship) == [("Join Slack", True), ("Build it locally", False)]
    assert "1 of 2 done" in text(client.get(mentorship.get_absolute_url()))
    client.post(url("tick", mentorship), {"item": first.key, "done": "0"})
    assert shown(mentorship) == [("Join Slack", False), ("Build it locally", False)]


@pytest.mark.parametrize("who", ["mentor", "organizer"])
def test_the_others_see_it_and_tick_nothing(mentorship, mentee, day, at, who, request):
    first, _second = Tick.checklist(mentorship)
    Tick.put(mentorship, first.key, is_done=True, by=mentee, now=day(1))
    client = at(day(2), request.getfixturevalue(who))
    page = text(client.get(mentorship.get_absolute_url()))
    assert "1 of 2 done" in page
    assert 'class="tick"' not in page
    assert client.post(url("tick", mentorship), {"item": first.key, "done": "0"}).status_code == 403
    assert shown(mentorship)[0] == ("Join Slack", True)


def test_an_item_that_is_not_on_the_list(mentorship, mentee, day, at):
    page = at(day(1), mentee).post(url("tick", mentorship), {"item": "forged", "done": "1"}, follow=True)
    assert "The checklist has been changed meanwhile" in text(page)
    assert not Tick.objects.exists()


def test_after_the_end_it_stays_as_it_was(mentorship, mentee, organizer, day):
    first, _second = Tick.checklist(mentorship)
    mentorship.complete(by=organizer, now=day(126))
    with pytest.raises(Refusal, match="has ended"):
        Tick.put(mentorship, first.key, is_done=True, by=mentee, now=day(127))


def test_without_a_checklist_there_is_none(mentorship, mentee, day, at):
    mentorship.project.onboarding = ""
    mentorship.project.save()
    assert "checklist" not in text(at(day(1), mentee).get(mentorship.get_absolute_url()))
