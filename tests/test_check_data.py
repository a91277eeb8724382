"""``check_data``: each comparison finds what was broken past the verbs, in words, and nothing where nothing was."""

import io
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

import mentorship.scenarios as mentoring
from amp_portal import data_checks
from amp_portal.integrity.models import DataCheck, FoundDisagreement
from amp_portal.integrity.tasks import check
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.roster.models import Maintainer
from amp_portal.users.models import Person
from applications.models import Application, Contribution, Offer, Version
from cohorts.models import Cohort, ImportedPlace, MentorApplication, Organizer, Participation, Project, ProjectMentor
from evaluations.models import Decision, Recommendation, StipendLine
from mentorship.models import Draft, Entry, Episode, Mentorship

from . import world

DAY = timedelta(days=1)
CHECKS = {f"{check.__module__.split('.')[-2]}.{check.__name__}": check for check in data_checks.checks}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The world, built once; what a test breaks is rolled back with the test."""
    with django_db_blocker.unblock(), suppress(InterruptedError), transaction.atomic():
        yield world.build()
        raise InterruptedError


@pytest.fixture
def w(built, db):
    return built


# What breaks something, and what is said of it -------------------------------------------------


def unmarked_organizer(w):
    Participation.objects.filter(cohort=w.cohort, is_organizer=True).update(is_organizer=False)


def organizer_without_role(w):
    Organizer.objects.filter(cohort=w.cohort).update(until=w.now)


def unmarked_mentor(w):
    Participation.objects.filter(cohort=w.cohort, person=w.people["mentor"].person).update(is_mentor=False)


def project_without_lead(w):
    ProjectMentor.objects.filter(project=w.project).update(is_lead=False)


def cohort_without_midterm(w):
    w.cohort.phases.filter(kind="midterm").delete()


def another_kickoff(w):
    Cohort.objects.filter(pk=w.cohort.pk).update(kickoff=w.cohort.kickoff + DAY)


def unreachable_lead(w):
    Organizer.objects.filter(cohort=w.cohort).update(contact="")


def another_imported_outcome(w):
    place = Participation.objects.get(person=w.mentorship.mentee, cohort=w.cohort)
    ImportedPlace.objects.bulk_create([ImportedPlace(participation=place, project=w.project, outcome="failed")])


def project_out_of_step(w):
    Project.objects.filter(pk=w.project.pk).update(state="rejected")


def mentor_out_of_step(w):
    MentorApplication.objects.filter(cohort=w.cohort, person=w.people["mentor"].person).update(state="declined")


def applicant_without_side(w):
    Participation.objects.filter(cohort=w.cohort, person=w.application.person).update(side="none")


def side_without_application(w):
    Application.objects.filter(pk=w.application.pk).update(state="declined")


def offer_answered_otherwise(w):
    Offer.objects.filter(application=w.mentorship.application).update(answer="declined")


def text_of_somebody_else(w):
    Application.objects.filter(pk=w.application.pk).update(submitted_version=w.draft.versions.get())


def draft_without_text(w):
    Version.objects.filter(application=w.draft).delete()


def waits_for_nothing(w):
    Application.objects.filter(pk=w.application.pk).update(state="waitlisted")


def on_no_shortlist(w):
    Application.objects.filter(pk=w.application.pk).update(state="shortlisted")


def two_places(w):
    place = Participation.objects.get(person=w.mentorship.mentee, cohort=w.cohort)
    other = Cohort.objects.get(slug="amp-2030")
    Participation.objects.bulk_create(
        [
            Participation(
                cohort=other,
                person=place.person,
                side="contributor",
                project=place.project,
                outcome="active",
                since=place.since,
                until=place.until,
            )
        ]
    )


def contribution_out_of_step(w):
    moved = Contribution.objects.filter(moves__state="confirmed").first()
    Contribution.objects.filter(pk=moved.pk).update(state="rejected")


def accepted_without_mentorship(w):
    Offer.objects.bulk_create(
        [
            Offer(
                application=w.application,
                project=w.project,
                track="sponsored",
                offered_by=w.people["organizer"].person,
                offered_at=w.now,
                answer_by=w.now,
                answer="accepted",
                answered_at=w.now,
                is_grandfathered=True,
            )
        ]
    )


def another_track(w):
    Mentorship.objects.filter(pk=w.mentorship.pk).update(track="volunteer")


def another_outcome(w):
    Participation.objects.filter(person=w.mentorship.mentee, cohort=w.cohort).update(outcome="withdrawn")


def place_without_mentorship(w):
    places = Participation.objects.filter(person=w.application.person, cohort=w.cohort)
    places.update(outcome="active", project=w.project)


def miscounted_places(w):
    Project.objects.filter(pk=w.project.pk).update(sponsored_taken=0)


def answer_from_elsewhere(w):
    asked = mentoring.update(w.mentorship, w.now)
    said = {"kind": "question", "side": "mentee", "author": w.finished.mentee, "posted_at": w.now, "body": "And here?"}
    [there] = Entry.objects.bulk_create([Entry(mentorship=w.finished, **said)])
    Entry.objects.filter(pk=asked.pk).update(answered_by=there)


def silent_after_the_end(w):
    stale = Episode(mentorship=w.finished, side="mentee", silent_since=w.now, opened_at=w.now)
    Episode.objects.bulk_create([stale])


def answer_to_nothing(w):
    kept = {"content": {"body": "…"}, "revision": 1, "saved_at": w.now}
    mentor = w.people["mentor"].person
    Draft.objects.bulk_create([Draft(mentorship=w.mentorship, author=mentor, place="answer/999999", **kept)])


def mentorship_out_of_step(w):
    Mentorship.objects.filter(pk=w.finished.pk).update(state="withdrawn")


def paid_beyond_the_budget(w):
    StipendLine.objects.filter(cohort=w.finished.cohort, role="mentee").update(amount=150_001)


def stipend_of_a_stranger(w):
    StipendLine.objects.filter(cohort=w.finished.cohort, role="mentee").update(person=w.people["stranger"].person)


def result_of_another_cohort(w):
    Decision.objects.filter(mentorship=w.finished, round__kind="midterm").update(round=w.round)


def letter_out_of_step(w):
    Recommendation.objects.filter(pk=w.letter.pk).update(state="draft")


def another_address(w):
    Person.objects.filter(pk=w.mentorship.mentee_id).update(email="elsewhere@example.org")


def key_of_another_channel(w):
    Message.objects.filter(pk=Message.objects.filter(channel="email").earliest("pk").pk).update(key="twice/in-app")


def written_by_nothing(w):
    waiting = Message.objects.filter(state="queued").earliest("pk")
    Message.objects.filter(pk=waiting.pk).update(letter="gone/mail/gone")


def merged_into_nothing_sent(w):
    first, second = Message.objects.filter(channel="email", state="queued").order_by("pk")[:2]
    Message.objects.filter(pk=first.pk).update(merged_into=second)


def maintainer_with_another_id(w):
    Person.objects.filter(pk=w.mentorship.mentee_id).update(github_id=4711)
    Maintainer.objects.bulk_create(
        [Maintainer(github_id=4712, github_login="mel", person=w.mentorship.mentee, since=w.now.date())]
    )


BROKEN = [
    ("users.accounts_have_one_address", another_address, "signs in with another address"),
    ("outbox.messages_have_their_key", key_of_another_channel, "has a key of another channel: twice/in-app."),
    ("outbox.waiting_messages_have_a_template", written_by_nothing, "nothing writes “gone/mail/gone” any more."),
    ("outbox.merged_messages_went_out", merged_into_nothing_sent, "was not sent to the same person."),
    ("roster.maintainers_are_who_they_are", maintainer_with_another_id, "has @mel with another GitHub id"),
    ("cohorts.organizers_are_marked", unmarked_organizer, "Lea Lindqvist organizes AMP 2027, but"),
    ("cohorts.organizers_are_marked", organizer_without_role, "as an organizer of AMP 2027 without having the role."),
    ("cohorts.mentors_are_marked", unmarked_mentor, "Mira Osei mentors “A friendlier command line”, but"),
    ("cohorts.projects_have_leads", project_without_lead, "“A friendlier command line” is published without a lead"),
    ("cohorts.cohorts_have_their_phases", cohort_without_midterm, "AMP 2027 lacks phases: Midterm evaluations."),
    ("cohorts.cohorts_have_their_phases", another_kickoff, "AMP 2027 has its kickoff on another day"),
    ("cohorts.cohorts_have_leads", unreachable_lead, "AMP 2027 is published without a lead organizer"),
    ("cohorts.imported_places_add_up", another_imported_outcome, "Mel Mentee's participation in AMP 2027 says"),
    (
        "cohorts.histories_end_where_things_are",
        project_out_of_step,
        "“rejected”, but its history ends with “approved”.",
    ),
    ("cohorts.histories_end_where_things_are", mentor_out_of_step, "“declined”, but its history ends with “approved”."),
    ("applications.applicants_are_contributors", applicant_without_side, "Ana Applicant has an application in AMP"),
    (
        "applications.applicants_are_contributors",
        side_without_application,
        "Ana Applicant is on the contributors' side",
    ),
    ("applications.offers_fit_their_applications", offer_answered_otherwise, "Mel Mentee to AMP 2027 and its offers"),
    ("applications.applications_have_their_text", text_of_somebody_else, "Ana Applicant to AMP 2027 points to a text"),
    ("applications.applications_have_their_text", draft_without_text, "Didi Draft is writing an application to AMP"),
    ("applications.waiting_lists_are_complete", waits_for_nothing, "Ana Applicant waits for a place in AMP 2027, but"),
    ("applications.shortlists_are_complete", on_no_shortlist, "Ana Applicant was told to be on a shortlist of AMP"),
    ("applications.people_hold_one_place_at_a_time", two_places, "Mel Mentee holds a place in AMP 2027 and another"),
    ("applications.histories_end_where_things_are", side_without_application, "but its history ends with “in_review”."),
    ("applications.histories_end_where_things_are", contribution_out_of_step, "is “rejected”, but its history ends"),
    (
        "mentorship.accepted_offers_are_mentorships",
        accepted_without_mentorship,
        "Ana Applicant accepted a place in AMP",
    ),
    (
        "mentorship.accepted_offers_are_mentorships",
        another_track,
        "Mel Mentee in AMP 2027 is of another project, track",
    ),
    ("mentorship.mentorships_are_places", another_outcome, "Mel Mentee in AMP 2027 says something else than their"),
    ("mentorship.mentorships_are_places", place_without_mentorship, "Ana Applicant holds a place in AMP 2027 without"),
    ("mentorship.places_are_counted", miscounted_places, "“A friendlier command line” counts 0 places (sponsored)"),
    ("mentorship.conversations_stay_together", answer_from_elsewhere, "is tied to one of another mentorship."),
    (
        "mentorship.silence_ends_with_the_mentorship",
        silent_after_the_end,
        "has ended, but still counts as gone silent.",
    ),
    ("mentorship.drafts_belong_somewhere", answer_to_nothing, "is of nobody who writes there, or answers nothing"),
    ("mentorship.histories_end_where_things_are", mentorship_out_of_step, "but its history ends with “completed”."),
    (
        "evaluations.stipends_fit_their_budgets",
        paid_beyond_the_budget,
        "come to 1,500.01 USD; the budget is 1,500.00 USD.",
    ),
    ("evaluations.stipends_are_of_the_cohort", stipend_of_a_stranger, "or of nobody on the project."),
    ("evaluations.results_are_carried_out", mentorship_out_of_step, "has another end than its published result."),
    ("evaluations.evaluations_are_of_their_cohort", result_of_another_cohort, "is of another cohort's round."),
    ("evaluations.certificates_are_earned", mentorship_out_of_step, "is valid, but its mentorship was not completed."),
    ("evaluations.histories_end_where_things_are", letter_out_of_step, "is “draft”, but its history ends with"),
]


def test_each_check_is_broken_here():
    assert {name for name, _break, _words in BROKEN} == set(CHECKS)


def test_nothing_disagrees_in_the_world(w):
    assert data_checks.find() == []


@pytest.mark.parametrize(
    ("name", "break_it", "words"), BROKEN, ids=[f"{name}-{break_it.__name__}" for name, break_it, _words in BROKEN]
)
def test_what_is_broken_is_named(w, name, break_it, words):
    break_it(w)
    said = [each.words for each in CHECKS[name]()]
    assert [each for each in said if words in each]
    assert all(each.mend for each in data_checks.find() if each.words in said)


def spoil(w, number):
    """As many rows as that in tables that say something of their own."""
    people = Person.objects.bulk_create([Person(name=f"Nobody {count}") for count in range(number)])
    common = {"cohort": w.cohort}
    Participation.objects.bulk_create(
        [Participation(person=each, side="staff", is_organizer=True, **common) for each in people]
    )
    Application.objects.bulk_create([Application(person=each, created_at=w.now, **common) for each in people])
    Draft.objects.bulk_create(
        [
            Draft(
                mentorship=w.mentorship, author=each, place=f"answer/{each.pk}", content={}, revision=1, saved_at=w.now
            )
            for each in people
        ]
    )
    Project.objects.bulk_create(
        [
            Project(title="Idea", slug=f"idea-{each.pk}", state="approved", sponsored_taken=1, **common)
            for each in people
        ]
    )
    Message.objects.bulk_create(
        [
            Message(key=f"{each.pk}", letter="gone", channel="email", person=each, created_at=w.now, send_after=w.now)
            for each in people
        ]
    )


def cost(look):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = list(look())
    return len(queries), len(found)


@pytest.mark.parametrize("number", [3, 30])
def test_a_check_costs_the_same_however_much_it_finds(w, number):
    spoil(w, number)
    costs = {name: cost(look) for name, look in CHECKS.items()}
    assert sum(queries for queries, _found in costs.values()) == 48
    assert max(queries for queries, _found in costs.values()) == 3
    assert sum(found for _queries, found in costs.values()) == 7 * number


def test_the_command_prints_what_disagrees_and_how_to_mend_it(w):
    out = io.StringIO()
    call_command("check_data", stdout=out)
    assert out.getvalue() == "Everything agrees.\n"

    miscounted_places(w)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 disagrees"):  # a status that isn't zero
        call_command("check_data", stdout=out)
    assert out.getvalue() == (
        f"[cohort/{w.cohort.pk}] “A friendlier command line” counts 0 places (sponsored) as taken, but 1 are.\n"
        "    Set its number of taken places to 1.\n"
    )


# By night ---------------------------------------------------------------------------------------


def told(letter="integrity/mail/data_disagrees"):
    return sorted(Message.objects.filter(letter=letter, channel="email").values_list("person__name", "scope"))


def test_organizers_are_told_once_of_what_is_new(w):
    miscounted_places(w)
    another_kickoff(w)
    assert check(w.now) == {"found": 2, "new": 2}
    assert check(w.now + timedelta(minutes=1)) == {}  # once a day
    assert check(w.now + DAY) == {"found": 2, "new": 0}
    assert told() == [("Lea Lindqvist", f"cohort/{w.cohort.pk}")]  # one message for both, and not again


def test_what_is_mended_and_breaks_again_is_told_again(w):
    miscounted_places(w)
    check(w.now)
    Project.objects.filter(pk=w.project.pk).update(sponsored_taken=1)
    assert check(w.now + DAY) == {"found": 0, "new": 0}
    assert FoundDisagreement.objects.get().ended_at == w.now + DAY
    miscounted_places(w)
    assert check(w.now + 2 * DAY) == {"found": 1, "new": 1}
    assert len(told()) == 2
    assert list(DataCheck.objects.values_list("found", flat=True)) == [1, 0, 1]


def test_operators_are_told_of_what_is_nobodys(w):
    another_address(w)
    check(w.now)
    assert told() == [("Rut Root", "")]


def test_the_message_says_what_and_how_and_only_while_it_is_so(w, mailoutbox):
    Message.objects.update(state="cancelled")
    miscounted_places(w)
    check(w.now)
    drain(w.now)
    [mail] = mailoutbox
    assert mail.subject == "1 record doesn't add up"
    assert "“A friendlier command line” counts 0 places (sponsored) as taken, but 1 are." in mail.body
    assert "Set its number of taken places to 1." in mail.body

    Project.objects.filter(pk=w.project.pk).update(sponsored_taken=2)
    another_kickoff(w)
    check(w.now + DAY)
    FoundDisagreement.objects.update(ended_at=w.now)
    drain(w.now + DAY)
    assert len(mailoutbox) == 1
