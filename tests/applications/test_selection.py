"""The selection board, the results, and what follows by itself (docs/program.md, Review and selection 6 and 7)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal import arrival, jobs, sweeps
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.tables import safe
from amp_portal.users.scenarios import person
from applications import publishing
from applications.models import Adjustment, Application, Offer, Publication, Selection, ShortlistPlace
from applications.selection import board, proposal, results, waitlist
from applications.selection import offers as open_offers
from cohorts import cockpit
from tests.waiting import waiting_for

from .applying import letters, race, signed_in
from .selecting import FAIR, GOOD, applied, offered_before

DAY = timedelta(days=1)


@pytest.fixture
def ada(cohort, project, other_project, now):
    return applied(cohort, "Ada Best", project, other_project, now=now, score=GOOD)


@pytest.fixture
def bo(cohort, project, now):
    return applied(cohort, "Bo Next", project, now=now, score=FAIR)


@pytest.fixture
def cy(cohort, project, now):
    return applied(cohort, "Cy Unscored", project, now=now)


@pytest.fixture
def decided(ada, bo, cy, cohort, lead, now):
    """Ada is to get the place, Bo waits, Cy is declined with words."""
    board.take_over(cohort, by=lead, now=now)
    board.write(cy.selection, feedback="Please come back with some contributions.", now=now)
    return cohort


def publish(cohort, lead, now):
    publication = publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=now)
    jobs.carry_on(publication, now)
    publication.refresh_from_db()
    return publication


def state(application):
    return Application.objects.get(pk=application.pk).state


def decisions():
    rows = Selection.objects.order_by("application__person__name").select_related("application__person", "project")
    return [(str(row.application.person), row.outcome, row.project and row.project.title, row.position) for row in rows]


def test_the_proposal_gives_places_by_review_scores_and_explains_them(ada, bo, cy, cohort, project):
    made = proposal.of(cohort)
    assert made.matching.assignment == {ada.pk: (project.pk, "sponsored")}
    assert "did not rank you" in made.explain(cy.pk)[1]
    assert "filled its slots" in made.explain(bo.pk)[1]


def test_a_shortlist_counts_for_more_than_scores(client, ada, bo, cohort, project, lead, now):
    ShortlistPlace.add(bo, project, by=lead, now=now)
    made = proposal.of(cohort)
    assert made.matching.assignment[bo.pk] == (project.pk, "sponsored")
    assert project.pk not in made.by_score


def test_taking_the_proposal_over_decides_about_everybody(decided):
    assert decisions() == [
        ("Ada Best", "offer", "Faster parser", None),
        ("Bo Next", "waitlist", "Faster parser", 1),
        ("Cy Unscored", "decline", None, None),
    ]


def test_nobody_waits_far_down_a_list(ada, cohort, project, lead, now):
    for number in range(cohort.shortlist_length + 1):
        applied(cohort, f"Wim {number}", project, now=now, score=FAIR)
    board.take_over(cohort, by=lead, now=now)
    found = sorted((outcome, position) for name, outcome, _title, position in decisions() if name.startswith("Wim"))
    assert found == [("decline", None), ("waitlist", 1), ("waitlist", 2), ("waitlist", 3)]


def test_feedback_is_made_of_what_was_scored_in_words_and_kept_once_written(ada, bo, cohort, lead, now):
    board.take_over(cohort, by=lead, now=now)
    written = Selection.objects.get(application=bo).feedback
    assert ("some steps could be spelled out more" in written, any(char.isdigit() for char in written)) == (True, False)
    board.write(bo.selection, feedback="My own words", now=now)
    board.take_over(cohort, by=lead, now=now)
    assert Selection.objects.get(application=bo).feedback == "My own words"


def test_what_is_tried_stays_and_changes_the_proposal(client, ada, bo, cohort, project, other_project, lead, now):
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        client.post(reverse("applications:adjust", args=[cohort.slug, bo.pk]), {"kind": "lock", "project": project.pk})
        client.post(
            reverse("applications:adjust", args=[cohort.slug, ada.pk]), {"kind": "exclude", "project": project.pk}
        )
        assert proposal.of(cohort).matching.assignment == {
            bo.pk: (project.pk, "sponsored"),
            ada.pk: (other_project.pk, "sponsored"),
        }
        for one in Adjustment.objects.all():
            client.post(reverse("applications:drop", args=[cohort.slug, one.pk]))
        slots = {"project": project.pk, "track": "sponsored", "slots": 2}
        client.post(reverse("applications:seats", args=[cohort.slug]), slots)
    assert set(proposal.of(cohort).matching.assignment) == {ada.pk, bo.pk}


def test_trials_that_contradict_each_other_are_said(client, ada, bo, cohort, project, lead, now):
    for application in (ada, bo):
        board.adjust(cohort, "lock", project=project, application=application, by=lead, now=now)
    page = signed_in(client, lead).get(reverse("applications:selection", args=[cohort.slug]))
    assert page.context["proposal"].problems == [
        "More people are locked for Faster parser (sponsored) than it has slots: 2 of 1."
    ]
    with pytest.raises(Refusal, match="More people are locked"):
        board.take_over(cohort, by=lead, now=now)


def test_places_that_are_taken_stand(ada, bo, cohort, project, lead, now):
    offered_before(bo, project, by=lead, now=now)
    made = proposal.of(cohort)
    assert made.matching.assignment[bo.pk] == (project.pk, "sponsored")
    assert made.matching.assignment[ada.pk] != made.matching.assignment[bo.pk]


def test_an_organizer_decides_about_one(client, ada, cohort, project, lead, now):
    url = reverse("applications:decide", args=[cohort.slug, ada.pk])
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        missing = client.post(url, {"outcome": "waitlist"})
        client.post(url, {"outcome": "waitlist", "project": project.pk, "position": 4, "feedback": "Wait"})
    assert missing.status_code == 422
    assert decisions() == [("Ada Best", "waitlist", "Faster parser", 4)]


def test_while_results_are_prepared_nobody_is_told_directly(client, decided, ada, bo, project, lead, now):
    with pytest.raises(Refusal, match="being prepared"):
        ada.offer(project, "sponsored", by=lead, now=now)
    with pytest.raises(Refusal, match="being prepared"):
        bo.decline("Not this time.", by=lead, now=now)
    with time_machine.travel(now, tick=False):
        page = signed_in(client, lead).get(reverse("applications:application", args=[bo.cohort.slug, bo.pk]))

    assert reverse("applications:decide", args=[bo.cohort.slug, bo.pk]) in page.content.decode()
    assert (page.context["can_be_offered"], page.context["can_be_declined"]) == (False, False)


def test_what_is_not_screened_is_declined_while_results_are_prepared(decided, cohort, project, lead, now):
    late = applying.submitted(cohort, person("Una Unread", now=now), projects=[project], now=now)
    late.decline("It has nothing to do with the idea.", by=lead, now=now)

    assert late.state == "declined"


def test_results_are_not_published_before_everybody_has_a_decision(ada, bo, cy, cohort, lead, now):
    applying.submitted(cohort, person("Una Unread", now=now), projects=[*ada.cohort.projects.all()[:1]], now=now)
    board.decide(cy, "decline", words="", by=lead, now=now)
    with pytest.raises(Refusal) as refusal:
        publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=now)
    assert str(refusal.value) == (
        "1 application is not screened. 2 applications have no decision. 1 person would be declined without feedback."
    )


def test_more_offers_than_places_are_refused(ada, bo, cohort, project, lead, now):
    for application in (ada, bo):
        board.decide(application, "offer", project=project, by=lead, now=now)
    with pytest.raises(Refusal, match="2 offers for 1 free places"):
        publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=now)


def test_everybody_gets_exactly_one_right_letter(decided, ada, bo, cy, lead, now):
    Message.objects.all().delete()
    publication = publish(decided, lead, now)
    jobs.carry_on(publication, now)
    assert (publication.is_finished, publication.done, publication.total) == (True, 3, 3)
    assert letters() == {("offered", "Ada Best"): 1, ("waitlisted", "Bo Next"): 1, ("declined", "Cy Unscored"): 1}
    assert (state(ada), state(bo), state(cy)) == ("offered", "waitlisted", "declined")


def test_the_button_pressed_twice_publishes_once(client, decided, lead, now):
    Message.objects.all().delete()
    url = reverse("applications:publish-results", args=[decided.slug])
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        first, second = client.post(url), client.post(url)
        sweeps.run_all(now)
    there = reverse("applications:publication", args=[decided.slug, "results"])
    assert (first.url, second.url, Publication.objects.count()) == (there, there, 1)
    assert sum(letters().values()) == 3
    page = client.get(there)
    assert (page.status_code, page.context["publication"].done) == (200, 3)


def test_a_job_that_was_killed_goes_on_where_it_was(decided, lead, now):
    Message.objects.all().delete()
    publication = publishing.start(decided, Publication.Kind.RESULTS, by=lead, now=now)
    results.tell(Selection.objects.order_by("pk").first().pk, publication, now)  # and then the machine stopped
    assert sweeps.run_all(now)["jobs"] == {"done": 2}
    assert sweeps.run_all(now)["jobs"] == {"done": 0}
    assert (Publication.objects.get().is_finished, sum(letters().values())) == (True, 3)


def test_who_fails_a_fresh_check_is_left_to_an_organizer(client, decided, ada, lead, now):
    ada.person.github_proved_at = None
    ada.person.save()
    Message.objects.all().delete()
    publish(decided, lead, now)
    held = Selection.objects.get(application=ada)
    assert (state(ada), held.held != "", ("offered", "Ada Best") in letters()) == ("in_review", True, False)
    page = signed_in(client, lead).get(reverse("applications:selection", args=[decided.slug]) + "?outcome=held")
    assert [row.person for row in page.context["rows"]] == ["Ada Best"]


def test_an_accepted_person_and_staff_get_no_rejection(decided, cohort, ada, bo, cy, project, lead, now):
    board.decide(ada, "decline", words="No.", by=lead, now=now)
    offer = offered_before(ada, project, by=lead, now=now)
    offer.accept(by=ada.person, now=now, consent=True)
    cohort.participations.filter(person=cy.person).update(side="staff", is_mentor=True)
    Message.objects.all().delete()
    publish(decided, lead, now)
    assert letters() == {("waitlisted", "Bo Next"): 1}
    assert "organizer or mentor" in Selection.objects.get(application=cy).held


@pytest.mark.parametrize("role", ["superuser", "organizer elsewhere", "mentor at the same time"])
def test_whoever_has_a_role_gets_no_result_of_any_kind(decided, cohort, ada, bo, cy, now, lead, role):
    elsewhere = cohorts.cohort("elsewhere")
    for application in (ada, bo, cy):
        if role == "superuser":
            type(application.person.user).objects.filter(pk=application.person.user.pk).update(is_superuser=True)
        elif role == "organizer elsewhere":
            elsewhere.organizers.create(person=application.person, since=now)
        else:
            elsewhere.participations.create(person=application.person, side="staff", is_mentor=True)
    Message.objects.all().delete()
    publish(decided, lead, now)
    assert letters() == {}
    assert cohort.applications.left_to_organizers().count() == 3


@pytest.mark.parametrize("reader", ["applicant", "mentor"])
def test_no_page_lets_a_result_be_guessed_before_it_is_published(
    client, ada, bo, cohort, project, mentor, lead, now, reader
):
    """Whatever is decided on the board, pages of applicants and mentors stay as they were, to the byte and query."""
    with time_machine.travel(now, tick=False):
        signed_in(client, bo.person if reader == "applicant" else mentor)
    before = seen(client, cohort, project, bo, now)
    for outcome, words in (("offer", ""), ("waitlist", ""), ("decline", "Not this time.")):
        board.decide(bo, outcome, project=None if outcome == "decline" else project, words=words, by=lead, now=now)
        board.adjust(cohort, "lock", project=project, application=bo, by=lead, now=now)
        assert seen(client, cohort, project, bo, now) == before


def seen(client, cohort, project, application, now):
    """What pages, the calendar and letters say, without the tokens that change at each request."""
    urls = [
        reverse("home"),
        reverse("cohorts:cohort", args=[cohort.slug]),
        reverse("cohorts:project", args=[cohort.slug, project.slug]),
        reverse("applications:status", args=[application.pk]),
        reverse("applications:apply", args=[cohort.slug]),
        reverse("applications:reviews", args=[cohort.slug]),
        reverse("applications:review", args=[cohort.slug, application.pk, project.slug]),
        reverse("applications:selection", args=[cohort.slug]),
        reverse("applications:statistics", args=[cohort.slug]),
        reverse("applications:publication", args=[cohort.slug, "results"]),
    ]
    pages = []
    with time_machine.travel(now, tick=False):
        for url in urls:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = client.get(url)
            text = "".join(
                line for line in page.content.decode().splitlines() if "csrf" not in line and "nonce" not in line
            )
            pages.append((url, page.status_code, len(queries), text))
    return pages, Message.objects.count()


def test_offers_are_followed_by_reminders_and_lapse(decided, ada, bo, project, lead, now):
    publish(decided, lead, now)
    offer = Offer.objects.get()
    Message.objects.all().delete()
    assert open_offers.follow(offer.answer_by - 3 * DAY) == {"reminded": 0, "settled": 0, "lapsed": 0}
    for before in (2 * DAY, 1.5 * DAY, DAY, DAY / 2):
        open_offers.follow(offer.answer_by - before)
    assert letters() == {("offer_reminder", "Ada Best"): 2}
    assert set(Message.objects.values_list("daytime", flat=True)) == {True}
    settled = offer.answer_by + arrival.OLDEST
    assert open_offers.follow(settled)["lapsed"] == 1
    assert open_offers.follow(settled)["lapsed"] == 0
    assert letters()["lapsed", "Ada Best"] == 1
    assert (state(ada), decided.participations.get(person=ada.person).side) == ("lapsed", "none")


def test_the_waiting_list_moves_up_by_itself(decided, ada, bo, lead, now):
    publish(decided, lead, now)
    assert waitlist.move_up(now) == 0
    Offer.objects.get().decline(by=ada.person, now=now)
    assert [waitlist.move_up(now), waitlist.move_up(now)] == [1, 0]
    assert (state(bo), letters()["offered", "Bo Next"]) == ("offered", 1)


def test_who_does_not_pass_is_passed_over_and_shown(decided, cohort, ada, bo, project, lead, now):
    publish(decided, lead, now)
    Offer.objects.get().decline(by=ada.person, now=now)
    proved = bo.person.github_proved_at
    bo.person.github_proved_at = None
    bo.person.save()
    assert waitlist.move_up(now) == 0
    assert (state(bo), Selection.objects.get(application=bo).held != "") == ("waitlisted", True)
    bo.person.github_proved_at = proved
    bo.person.save()
    assert waitlist.move_up(now) == 1
    assert Selection.objects.get(application=bo).held == ""


def test_a_lapsed_offer_can_get_a_second_chance(decided, ada, project, lead, now):
    publish(decided, lead, now)
    offer = Offer.objects.get()
    offer.lapse(now=offer.answer_by)
    ada.refresh_from_db()
    applying.fresh_roster(offer.answer_by)
    ada.offer(project, "sponsored", by=lead, now=offer.answer_by)
    assert (state(ada), decided.participations.get(person=ada.person).side) == ("offered", "contributor")


def test_an_offer_taken_back_leaves_its_person_on_the_waiting_list(decided, ada, bo, lead, now):
    publish(decided, lead, now)
    Offer.objects.get().decline(by=ada.person, now=now)
    waitlist.move_up(now)
    Offer.objects.open().get().take_back(by=lead, now=now)
    assert state(bo) == "waitlisted"


def test_its_person_reads_where_it_stands(client, cohort, project, applicant, now):
    application = applying.waitlisted(cohort, applicant, projects=[project], now=now)
    with time_machine.travel(now, tick=False):
        signed_in(client, applicant)
        page = client.get(reverse("applications:status", args=[application.pk]))
        home = client.get(reverse("home"))
    assert [event.text for event in page.context["story"]][-1] == "You are on the waiting list."
    assert "you get an offer by letter" in page.context["next"].text
    assert "on the waiting list" in home.content.decode()


def test_a_lapsed_offer_is_told_kindly_on_its_page(client, cohort, project, applicant, now):
    offer = applying.offered(cohort, applicant, projects=[project], now=now)
    late = offer.answer_by
    offer.lapse(now=late)
    with time_machine.travel(late, tick=False):
        page = signed_in(client, applicant).get(reverse("applications:status", args=[offer.application_id]))
    assert "please write to the organizers" in page.context["next"].text
    assert page.context["story"][-1].text == "The day to answer the offer passed, and the place was given on."


def test_whoever_waits_can_get_an_offer_by_hand_after_the_results(client, cohort, project, applicant, lead, now):
    application = applying.waitlisted(cohort, applicant, projects=[project], now=now)
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        url = reverse("applications:offer", args=[cohort.slug, application.pk])
        page = client.get(reverse("applications:application", args=[cohort.slug, application.pk]))
        client.post(url, {"project": project.pk, "track": "sponsored"})
    assert (page.context["can_be_offered"], page.context["can_be_declined"]) == (True, True)
    assert state(application) == "offered"


def test_letters_are_read_edited_and_tried_before_they_go(client, decided, cy, lead, now):
    Message.objects.all().delete()
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        page = client.get(reverse("applications:result-letters", args=[decided.slug]))
        url = reverse("applications:result-letter", args=[decided.slug, cy.pk])
        client.post(url, {"feedback": "Try again next year.", "seen": Selection.objects.get(application=cy).mark})
        client.post(reverse("applications:try-letter", args=[decided.slug, cy.pk]))
    assert "Please come back with some contributions." in page.content.decode()
    assert Selection.objects.get(application=cy).feedback == "Try again next year."
    assert letters() == {("result_test", str(lead)): 1}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "＝"])
def test_the_table_runs_no_formula(client, cohort, project, lead, now, begin):
    applied(cohort, "Eve", project, now=now)
    Application.objects.get().person.__class__.objects.filter(name="Eve").update(name=f"{begin}1+1")
    body = b"".join(signed_in(client, lead).get(reverse("applications:export", args=[cohort.slug])).streaming_content)
    assert f"'{begin}1+1" in body.decode()
    assert [safe(text) for text in ("plain", "\t=1+1", "\r=1+1", "\n=1+1")] == [
        "plain",
        "'\t=1+1",
        "'\r=1+1",
        "'\n=1+1",
    ]


def panels(cohort, now):
    """Of the selection, on the organizers' overview."""
    needs = cockpit.needs(cohort, now)
    found = [(todo.topic, todo.count) for todo in needs]
    found += [(fact.title, fact.count) for fact in cockpit.facts(cohort, now, needs) if fact.count]
    return [(title, count) for title, count in found if title in ("Selection", "Results", "Waiting lists")]


def test_organizers_are_told_at_home_that_results_wait_for_them(decided, ada, cohort, project, lead, now):
    all_decided = [(step.what, step.due) for step in waiting_for(lead, now, "results", "selection")]
    Selection.objects.filter(application=ada).delete()
    one_open = [step.what for step in waiting_for(lead, now, "results", "selection")]
    board.decide(ada, "offer", project=project, by=lead, now=now)
    publish(decided, lead, now)

    assert all_decided == [("3 results to tell", cohort.window("mentees_announced").starts_at)]
    assert one_open == ["1 application to decide about"]
    assert waiting_for(lead, now, "results", "selection") == []


def test_the_start_page_names_what_waits(decided, cohort, ada, cy, lead, now):
    Selection.objects.filter(application=cy).delete()
    assert panels(cohort, now) == [("Selection", 1)]
    board.decide(cy, "decline", words="Come back.", by=lead, now=now)
    assert panels(cohort, now) == [("Results", 3)]
    ada.person.github_proved_at = None
    ada.person.save()
    publication = publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=now)
    assert panels(cohort, now) == [("Results", 3)]
    jobs.carry_on(publication, now)
    assert panels(cohort, now) == [("Selection", 1), ("Waiting lists", 1)]


def test_the_start_page_is_silent_about_it_until_then(ada, cohort, now):
    assert panels(cohort, now) == []
    assert panels(cohort, cohorts.instant(cohort, "selection")) == [("Selection", 1)]


def test_statistics_count_how_far_applications_come(client, decided, ada, project, lead, now):
    applying.draft(decided, person("Dora Draft", now=now), projects=[project], now=now)
    publish(decided, lead, now)
    Offer.objects.get().accept(by=ada.person, now=now, consent=True)
    with time_machine.travel(now, tick=False):
        page = signed_in(client, lead).get(reverse("applications:statistics", args=[decided.slug]))
    rows = [(label, numbers) for label, numbers in page.context["funnel"].table.rows]
    assert rows == [
        ("started", ["4"]),
        ("submitted", ["3"]),
        ("screened", ["3"]),
        ("shortlisted", ["0"]),
        ("offered a place", ["1"]),
        ("accepted", ["1"]),
    ]
    figures = [(row.title, row.chosen, row.first, row.offered, row.accepted) for row in page.context["page_obj"]]
    assert figures == [("Faster parser", 3, 3, 1, 1), ("Docs that answer", 1, 0, 0, 0)]
    assert page.context["over_time"].table.rows[-1][1] == ["3"]


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("selection", 20), ("seats", 19), ("result-letters", 12), ("statistics", 12), ("publish-results", 19)],
)
def test_pages_cost_the_same_whatever_is_on_them(client, cohort, project, lead, now, count, name, queries):
    for number in range(count):
        applied(cohort, f"Applicant {number}", project, now=now, score=GOOD)
    board.take_over(cohort, by=lead, now=now)
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(reverse(f"applications:{name}", args=[cohort.slug]))
    assert (page.status_code, len(seen)) == (200, queries)


@pytest.mark.django_db(transaction=True)
def test_fifty_accept_at_once_and_three_places_hold(cohort, project, lead, now):
    """However the offers came about: places hold at the moment they are taken."""
    type(project).objects.filter(pk=project.pk).update(sponsored_slots=3)
    offers = []
    results = applying.published_results(cohort, now=now)
    for number in range(50):
        application = applying.in_review(cohort, person(f"Racer {number}", now=now), projects=[project], now=now)
        type(project).objects.filter(pk=project.pk).update(sponsored_slots=20)
        application.move("offered", by=lead, at=now)
        offers.append(Offer.make(application, project, "sponsored", publication=results, by=lead, now=now))
    type(project).objects.filter(pk=project.pk).update(sponsored_slots=3)

    def accept(offer):
        return lambda: offer.accept(by=offer.application.person, now=now, consent=True)

    outcomes = race(*[accept(Offer.objects.get(pk=offer.pk)) for offer in offers])
    project.refresh_from_db()
    assert (sum(outcome is None for outcome in outcomes), project.sponsored_taken) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_two_organizers_publish_at_once_and_two_workers_tell_each_once(decided, lead, now):
    Message.objects.all().delete()
    outcomes = race(*[lambda: publishing.start(decided, Publication.Kind.RESULTS, by=lead, now=now)] * 2)
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    race(*[lambda: jobs.unfinished(now)] * 3)
    assert (Publication.objects.get().done, sum(letters().values())) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_one_free_place_is_offered_once_however_many_look(decided, cohort, ada, bo, project, lead, now):
    publish(decided, lead, now)
    Offer.objects.get().decline(by=ada.person, now=now)
    race(*[lambda: waitlist.move_up(now)] * 4)
    assert (state(bo), Offer.objects.open().count()) == ("offered", 1)
