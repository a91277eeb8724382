"""A deadline is compared with when a request arrived: in time, it counts however long it waited; late, its text stays.

Submissions have tests of their own (``tests.applications.test_deadline``, ``tests.bench.rush``).
"""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
from amp_portal import arrival, proxies
from amp_portal.refusals import Refusal
from amp_portal.second_factor.models import SecondFactorReset
from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from applications.models import Application, FinalReview
from evaluations import release
from evaluations.models import RemovalProposal
from tests.pressing import PRESSES, WORDS, Press, draft, form_of, in_call, offered, shortlisted, state, url

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def cohort(db):
    return cohorts.cohort()


@pytest.fixture(autouse=True)
def _front(settings):
    settings.TRUSTED_PROXIES = proxies.trusted("127.0.0.1")


def tick(at):
    """All that is done by itself, at an instant."""
    call_command("tick", at=at.isoformat(), stdout=StringIO())


@pytest.mark.parametrize("make", PRESSES.values(), ids=PRESSES)
def test_what_arrives_in_time_counts_however_long_it_waits(make, cohort, client):
    pressed = make(cohort)
    handled = pressed.closes - SECOND + arrival.OLDEST
    tick(handled)

    pressed.send(client, pressed.closes - SECOND, handled=handled)

    assert pressed.arrived()


@pytest.mark.parametrize("make", PRESSES.values(), ids=PRESSES)
def test_what_arrives_at_the_deadline_is_refused_in_words_and_keeps_its_text(make, cohort, client):
    pressed = make(cohort)

    page = pressed.send(client, pressed.closes, handled=pressed.closes + SECOND)

    assert not pressed.arrived()
    assert pressed.refusal in page
    stays_in_browser = "autosave" in pressed.data
    assert stays_in_browser or WORDS not in pressed.data.values() or WORDS in page


@pytest.mark.parametrize("after", [-SECOND, 0 * SECOND])
def test_a_draft_saves_itself_whenever_and_its_page_says_that_the_deadline_has_passed(cohort, client, after):
    application, closes = draft(cohort), cohort.window("applications").ends_at
    page = url("applications:section", cohort.slug, "about")
    said = {"about": WORDS, "revision": application.draft().revision("about"), "autosave": "1"}
    saves = Press(application.person, page, closes, application.versions.filter(about=WORDS).exists, "", said)

    saves.send(client, closes + after, handled=closes + SECOND)

    with time_machine.travel(closes + SECOND, tick=False):
        assert '<span class="deadline-left">closed</span>' in client.get(page).content.decode()
    assert (saves.arrived(), application.draft().saved_at) == (True, closes + after)


def test_an_offer_is_turned_down_in_time_though_the_answer_waits(cohort, client):
    offer = offered(cohort)
    page = url("applications:turn-down", offer.application_id, offer.pk)
    turns_down = Press(offer.application.person, page, offer.answer_by, offer.application.offers.exists, "")
    tick(offer.answer_by + MINUTE)

    turns_down.send(client, offer.answer_by - SECOND, handled=offer.answer_by + MINUTE)

    offer.refresh_from_db()
    assert (offer.answer, state(offer.application)) == ("declined", "turned_down")


def test_an_offer_lapses_once_no_answer_can_be_on_its_way(cohort):
    offer = offered(cohort)
    answers = []
    for after in (arrival.OLDEST - SECOND, arrival.OLDEST):
        tick(offer.answer_by + after)
        offer.refresh_from_db()
        answers.append(offer.answer)

    assert answers == ["", "lapsed"]


def test_nobody_is_proposed_for_removal_whose_form_can_be_on_its_way(cohort):
    round, *_rest = form_of(cohort)
    proposed = []
    for after in (arrival.OLDEST - SECOND, arrival.OLDEST):
        tick(round.closes_at + after)
        proposed.append(RemovalProposal.objects.count())

    assert proposed == [0, 1]


def test_nothing_is_decided_and_released_while_a_form_can_be_on_its_way(cohort):
    round, mentorship, *_rest = form_of(cohort)
    evaluating.submitted(round, mentorship, "mentee_on_mentor")

    early = round.closes_at + arrival.OLDEST - SECOND
    with pytest.raises(Refusal, match="when everybody had their time"):
        evaluating.decided(round, mentorship, now=early)
    with pytest.raises(Refusal, match="after the evaluation has closed"):
        release.pass_unflagged(round, by=cohort.leads()[0].person, now=early)
    evaluating.decided(round, mentorship, now=round.closes_at + arrival.OLDEST)

    assert round.decisions.exists()


def test_a_reset_of_a_second_factor_takes_effect_once_no_objection_can_be_on_its_way(cohort):
    mentor, now = cohorts.mentor(cohort, now=in_call(cohort)), in_call(cohort)
    mentor.user.authenticator_set.create(type="totp", data={})
    reset = SecondFactorReset.ask(mentor.user, "We talked on a video call.", by=None, now=now)
    waiting = []
    for after in (arrival.OLDEST - SECOND, arrival.OLDEST):
        tick(reset.due_at + after)
        reset.refresh_from_db()
        waiting.append(reset.is_waiting)

    assert waiting == [True, False]


def an_application_begins(cohort):
    opens = cohort.window("applications").starts_at
    page = url("applications:apply", cohort.slug)
    return Press(person("Nia Okafor"), page, opens, Application.objects.exists, "Applications are not open yet.")


def a_final_review_is_written(cohort):
    application, opens = shortlisted(cohort), cohort.window("contribution").starts_at
    project, mentor = application.shortlist_places.get().project, Person.objects.get(name="Mira Finch")
    page = url("applications:final-review", cohort.slug, application.pk, project.slug)
    said = dict.fromkeys(FinalReview.CRITERIA, 4) | {"notes": WORDS}
    refusal = "Final reviews begin with the contribution period."
    return Press(mentor, page, opens, FinalReview.objects.exists, refusal, said)


@pytest.mark.parametrize("make", [an_application_begins, a_final_review_is_written])
def test_what_arrives_before_the_opening_is_refused_though_it_has_opened_meanwhile(make, cohort, client):
    pressed = make(cohort)

    early = pressed.send(client, pressed.closes - SECOND, handled=pressed.closes + SECOND)
    too_early = pressed.arrived()
    pressed.send(client, pressed.closes, handled=pressed.closes + SECOND)

    assert (too_early, pressed.arrived()) == (False, True)
    assert pressed.refusal in early
    assert WORDS not in pressed.data.values() or WORDS in early
