"""Everyone concerned is told when the mentors of a project change."""

from datetime import timedelta

import pytest

import mentorship.scenarios as mentoring
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import scenarios, sides
from cohorts.models import MentorApplication

pytestmark = pytest.mark.django_db

NOON = timedelta(hours=12)


@pytest.fixture
def cohort():
    return scenarios.cohort()


@pytest.fixture
def call(cohort):
    return scenarios.instant(cohort, "mentor_call", days=3) + NOON


@pytest.fixture
def mentor(cohort, call):
    return scenarios.mentor(cohort, now=call)


@pytest.fixture
def second(cohort, call):
    return scenarios.mentor(cohort, person("Sol Second"), now=call)


@pytest.fixture
def third(cohort, call):
    return scenarios.mentor(cohort, person("Thea Third"), now=call)


@pytest.fixture
def lead(cohort):
    return cohort.leads()[0].person


@pytest.fixture
def project(cohort, mentor, call):
    return scenarios.project(cohort, mentor, now=call)


@pytest.fixture
def mentee(cohort, project):
    return mentoring.mentorship(cohort, project=project).mentee


LETTERS = ("named_mentor", "mentor_ended", "mentors_changed")


def told(now):
    """``{(letter, reader)}`` by e-mail of those about mentors."""
    drain(now)
    names = [f"cohorts/mail/{name}" for name in LETTERS]
    found = Message.objects.filter(letter__in=names, channel="email", state="sent").select_related("person")
    return {(message.letter.rpartition("/")[2], message.person.name) for message in found}


def test_a_replacement_is_told_to_everyone_concerned_in_one_letter_each(
    cohort, project, mentor, second, third, lead, mentee, mailoutbox
):
    now = scenarios.instant(cohort, "program", days=20) + NOON
    project.add_mentor(third, now=now, by=lead)
    drain(now)
    mailoutbox.clear()
    later = now + timedelta(days=2)
    project.add_mentor(second, now=later, is_lead=True, by=lead)
    project.end_mentor(mentor, now=later, by=lead)
    assert told(later) == {
        ("named_mentor", "Thea Third"),
        ("named_mentor", "Sol Second"),
        ("mentor_ended", mentor.name),
        ("mentors_changed", mentee.name),
        ("mentors_changed", "Thea Third"),
        ("mentors_changed", "Sol Second"),
    }
    (one,) = [mail for mail in mailoutbox if mail.to == [mentee.email]]
    assert "Sol Second is a mentor of" in one.body
    assert f"{mentor} does not mentor" in one.body


def test_naming_a_co_mentor_in_a_proposal_tells_them_and_taking_it_back_too(cohort, project, mentor, second, call):
    def revise(people):
        project.refresh_from_db()
        text = scenarios.proposal(co_mentors=people)
        project.revise(text, revision=project.revision, by=mentor, now=call)
        project.approve(by=cohort.leads()[0].person, now=call)

    revise((second.pk,))
    assert told(call) == {("named_mentor", "Sol Second")}
    revise(())
    assert told(call + timedelta(days=1)) >= {("named_mentor", "Sol Second"), ("mentor_ended", "Sol Second")}
    project.refresh_from_db()
    assert project.pending is None


def test_a_name_taken_back_before_the_morning_is_not_told(project, second, lead, call):
    night = call.replace(hour=2)
    project.add_mentor(second, now=night, by=lead)
    project.end_mentor(second, now=night, by=lead)
    assert ("named_mentor", "Sol Second") not in told(call)


def test_who_steps_down_gets_no_letter_about_it_but_the_others_do(
    cohort, project, mentor, second, lead, mentee, mailoutbox
):
    now = scenarios.instant(cohort, "program", days=20) + NOON
    project.add_mentor(second, now=now, is_lead=True, by=lead)
    MentorApplication.objects.get(cohort=cohort, person=mentor).withdraw(by=mentor, now=now)
    names = told(now) - {("named_mentor", "Sol Second")}
    assert names == {("mentors_changed", each) for each in (mentee.name, "Sol Second", lead.name)}


def test_saying_the_same_again_tells_nobody(project, mentor, second, lead, call):
    for _twice in range(2):
        project.add_mentor(second, now=call, by=lead)
        project.add_mentor(mentor, now=call, is_lead=True, by=lead)
    assert Message.objects.filter(letter="cohorts/mail/named_mentor", channel="email").count() == 1


def test_all_mentors_hear_of_a_new_mentee(cohort, project, second, lead, call, mailoutbox):
    project.add_mentor(second, now=call, by=lead)
    mentorship = mentoring.mentorship(cohort, project=project)
    drain(mentorship.created_at)
    assert f"{mentorship.mentee} joins {project}" in [mail.subject for mail in mailoutbox if mail.to == [second.email]]


@pytest.mark.parametrize(("seconds", "side"), [(-1, "none"), (0, "staff"), (1, "staff")])
def test_who_stops_mentoring_is_free_to_apply_only_where_no_application_could_be_read(cohort, mentor, seconds, side):
    opened = scenarios.instant(cohort, "applications") + timedelta(seconds=seconds)
    sides.end_mentor(cohort, mentor, now=opened)
    place = cohort.participations.get(person=mentor)
    assert (place.side, place.is_mentor) == (side, False)


def test_who_stops_mentoring_and_still_organizes_stays_on_the_staff_s_side(cohort, mentor, call):
    sides.give_organizer(cohort, mentor, now=call)
    sides.end_mentor(cohort, mentor, now=call)
    assert cohort.participations.get(person=mentor).side == "staff"


@pytest.mark.parametrize("end", [None, "mentor", "organizer"])
def test_nobody_who_has_or_had_a_role_takes_the_contributors_side(cohort, mentor, lead, call, end):
    who = lead if end == "organizer" else mentor
    if end == "mentor":
        sides.end_mentor(cohort, mentor, now=scenarios.instant(cohort, "applications"))
    elif end == "organizer":
        sides.give_organizer(cohort, mentor, now=call, is_lead=True, contact="mira")
        sides.end_organizer(cohort, lead, now=call)
    with pytest.raises(Refusal, match="have or had a role"):
        sides.take_contributor_side(cohort, who)
    assert cohort.participations.get(person=who).side == "staff"
