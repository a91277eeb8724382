"""Every letter with the results can be read before it goes, changed, and tried (issue 4, Selection)."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amp_portal import jobs
from amp_portal.outbox import rendering
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from applications import publishing
from applications.models import Application, Offer, Publication, Selection
from applications.selection import board, waitlist

from .applying import letters, signed_in
from .selecting import FAIR, GOOD, applied


@pytest.fixture
def three(cohort, project, lead, now):
    """An offer, a place on the waiting list, a decline; nobody is told yet."""
    made = [applied(cohort, name, project, now=now, score=score) for name, score in NAMES.items()]
    board.take_over(cohort, by=lead, now=now)
    board.write(made[2].selection, feedback="Please come back with some contributions.", now=now)
    return made


NAMES = {"Ada Best": GOOD, "Bo Next": FAIR, "Cy Unscored": None}


@pytest.fixture
def organizer(client, lead, now):
    with time_machine.travel(now, tick=False):
        yield signed_in(client, lead)


def page(organizer, application, **query):
    return organizer.get(reverse("applications:result-letter", args=[application.cohort.slug, application.pk]), query)


def test_each_letter_is_shown_as_it_will_go_out_to_the_word(organizer, three, cohort, lead, now):
    board.write(Selection.objects.get(application=three[0]), note="Your parser **moved** us.", now=now)
    board.write(Selection.objects.get(application=three[1]), note="It was close.", now=now)
    read = [page(organizer, application).context["text"] for application in three]
    publication = publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=now)
    jobs.carry_on(publication, now)
    told = [
        Message.objects.get(channel="email", person=application.person, letter__in=RESULTS) for application in three
    ]
    sent = [rendering.text_of(message, now) for message in told]
    assert [message.letter for message in told] == RESULTS
    assert read == sent
    assert "Your parser **moved** us." in sent[0].body
    assert "Please come back" in sent[2].body


RESULTS = [f"applications/mail/{name}" for name in ("offered", "waitlisted", "declined")]


def test_from_one_letter_to_the_next(organizer, three, cohort):
    found = organizer.get(reverse("applications:result-letters", args=[cohort.slug]))
    assert found.context["first_url"] == reverse("applications:result-letter", args=[cohort.slug, three[0].pk])
    queue = page(organizer, three[1]).context["queue"]
    here, onward = (reverse("applications:result-letter", args=[cohort.slug, three[at].pk]) for at in (0, 2))
    assert (queue.position, queue.total, queue.previous, queue.following) == (2, 3, here, onward)
    alone = page(organizer, three[1], outcome="waitlist").context["queue"]
    assert (alone.total, alone.previous, alone.following) == (1, None, None)


def test_each_kind_has_its_own_words_to_change(organizer, three, cohort):
    fields = [list(page(organizer, application).context["form"].fields) for application in three]
    assert fields == [["seen", "note"], ["seen", "note", "feedback"], ["seen", "feedback"]]
    for application in three:
        seen = Selection.objects.get(application=application).mark
        words = {"note": "Ours alone.", "feedback": "Well begun.", "seen": seen}
        organizer.post(reverse("applications:result-letter", args=[cohort.slug, application.pk]), words)
    stored = Selection.objects.order_by("pk").values_list("outcome", "note")
    assert dict(stored) == {"offer": "Ours alone.", "waitlist": "Ours alone.", "decline": ""}
    assert Selection.objects.get(application=three[2]).feedback == "Well begun."
    assert "Ours alone." in page(organizer, three[0]).content.decode()


def test_a_decline_without_a_word_is_not_saved(organizer, three, cohort):
    url = reverse("applications:result-letter", args=[cohort.slug, three[2].pk])
    assert organizer.post(url, {"feedback": " "}).status_code == 422
    assert Selection.objects.get(application=three[2]).feedback == "Please come back with some contributions."


@pytest.mark.parametrize(("at", "words"), [(0, "good news"), (1, "waiting list"), (2, "Please come back")])
def test_a_test_of_any_kind_comes_to_the_organizer_alone(organizer, three, cohort, lead, now, at, words):
    Message.objects.all().delete()
    organizer.post(reverse("applications:try-letter", args=[cohort.slug, three[at].pk]))
    assert letters() == {("result_test", str(lead)): 1}
    text = rendering.text_of(Message.objects.get(channel="email"), now)
    assert text.subject.startswith("Test: ")
    assert words in text.body
    assert f"Hello {three[at].person}" in text.body
    assert (Offer.objects.count(), Application.objects.filter(state="in_review").count()) == (0, 3)


def test_personal_words_do_not_survive_another_decision(three, cohort, project, lead, now):
    ada = three[0]
    board.write(Selection.objects.get(application=ada), note="Welcome aboard!", now=now)
    board.take_over(cohort, by=lead, now=now)
    assert Selection.objects.get(application=ada).note == "Welcome aboard!"
    board.decide(ada, "waitlist", project=project, by=lead, now=now)
    assert Selection.objects.get(application=ada).note == ""


def test_after_the_results_only_who_waits_can_still_be_written_for(organizer, three, cohort, lead, now):
    publication = publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=now)
    jobs.carry_on(publication, now)
    for application in (three[0], three[2]):
        with pytest.raises(Refusal, match="published"):
            board.write(Selection.objects.get(application=application), feedback="Other words.", now=now)
    url = reverse("applications:result-letter", args=[cohort.slug, three[1].pk])
    organizer.post(url, {"feedback": "Your tests were a joy.", "seen": three[1].selection.mark})
    waitlist.close(cohort.window("bonding").ends_at)
    assert Application.objects.get(pk=three[1].pk).feedback == "Your tests were a joy."
    assert "Send a test to me" not in page(organizer, three[0]).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_a_letter_costs_the_same_whatever_else_goes_out(organizer, cohort, project, lead, now, count):
    for number in range(count):
        applied(cohort, f"Applicant {number:02}", project, now=now, score=GOOD)
    board.take_over(cohort, by=lead, now=now)
    application = Selection.objects.exclude(outcome="offer").first().application  # whoever that is among equals
    page(organizer, application)  # what a process looks up once
    with CaptureQueriesContext(connection) as seen:
        assert page(organizer, application).status_code == 200
    assert len(seen) == 13
