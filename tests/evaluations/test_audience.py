"""Whose answer reaches whom: by each way out of the portal, before and after the release."""

import pytest
from django.core.management import call_command
from django.urls import reverse

import evaluations.scenarios as evaluating
from amp_portal.outbox.models import Message
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from evaluations import audience
from evaluations.models import Evaluation

FORMS = {
    "mentor_on_mentee": {"shared": "MENTOR-SHARED", "organizers": "MENTOR-CLOSED"},
    "mentee_on_mentor": {"shared": "MENTEE-SHARED", "organizers": "MENTEE-CLOSED"},
}
ALL = {secret for secrets in FORMS.values() for secret in secrets.values()}


@pytest.fixture
def answered(midterm, mentorship, during):
    """Both sides have submitted; each text answer says whose it is and for whom."""
    for form, secrets in FORMS.items():
        asked = midterm.questions.filter(form=form, type="text")
        texts = {f"q{question.position}": secrets[question.audience] for question in asked}
        evaluating.submitted(midterm, mentorship, form, now=during, **texts)
    return mentorship


def seen(response):
    text = response.content.decode()
    return {secret for secret in ALL if secret in text}


def result_url(round, mentorship):
    return reverse("evaluations:result", args=[round.pk, mentorship.pk])


@pytest.fixture
def readers(answered, mentor, co_mentor, organizer):
    root = User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root").person
    former = person("Fara Former")
    answered.project.mentors.create(person=former, since=answered.created_at, until=answered.starts_at)
    return {
        "mentee": answered.mentee,
        "mentor": mentor,
        "co_mentor": co_mentor,
        "former": former,
        "organizer": organizer,
        "superuser": root,
        "stranger": person("Stan Stranger"),
    }


BEFORE = {
    "mentee": {"MENTEE-SHARED", "MENTEE-CLOSED"},
    "mentor": {"MENTOR-SHARED", "MENTOR-CLOSED"},
    "co_mentor": set(),
    "former": set(),
    "organizer": ALL,
    "superuser": ALL,
    "stranger": set(),
}
AFTER = BEFORE | {
    "mentee": {"MENTEE-SHARED", "MENTEE-CLOSED", "MENTOR-SHARED"},
    "mentor": {"MENTOR-SHARED", "MENTOR-CLOSED", "MENTEE-SHARED"},
    "co_mentor": {"MENTOR-SHARED", "MENTEE-SHARED"},
}


def everything_seen(visit, midterm, mentorship, reader, at):
    """All secrets on all pages of a round, for one reader."""
    cohort = midterm.cohort
    urls = [
        result_url(midterm, mentorship),
        reverse("evaluations:round", args=[cohort.slug, "midterm"]),
        *[reverse("evaluations:evaluate", args=[midterm.pk, mentorship.pk, form]) for form in FORMS],
        *[reverse("evaluations:summary", args=[midterm.pk, mentorship.pk, form]) for form in FORMS],
        *[reverse("evaluations:preview", args=[cohort.slug, "midterm", form]) for form in FORMS],
        reverse("home"),
        reverse("admin:index"),
        reverse("admin:evaluations_round_change", args=[midterm.pk]),
    ]
    return set().union(*(seen(visit(reader, url, at)) for url in urls))


def test_before_the_release_each_sees_their_own_and_organizers_everything(
    visit, midterm, answered, readers, during, after
):
    for at in (during, after):
        found = {role: everything_seen(visit, midterm, answered, who, at) for role, who in readers.items()}
        assert found == BEFORE


def test_after_the_release_each_side_sees_what_the_other_shared(visit, midterm, answered, readers, after):
    evaluating.released(midterm, now=after)
    found = {role: everything_seen(visit, midterm, answered, who, after) for role, who in readers.items()}
    assert found == AFTER


def test_an_organizer_who_mentors_the_project_reads_as_a_mentor(visit, midterm, answered, organizer, after):
    answered.project.mentors.create(person=organizer, since=answered.created_at)
    assert everything_seen(visit, midterm, answered, organizer, after) == set()
    page = visit(organizer, reverse("evaluations:round", args=[midterm.cohort.slug, "midterm"]), after)
    assert [row["flags"] for row in page.context["rows"]] == [[]]


def test_letters_carry_no_answers(midterm, answered, after, mailoutbox):
    evaluating.released(midterm, now=after)
    call_command("tick", at=after.isoformat())
    bodies = " ".join(Message.objects.values_list("body", flat=True)) + " ".join(mail.body for mail in mailoutbox)
    assert "midterm" in bodies
    assert {secret for secret in ALL if secret in bodies} == set()


def test_a_draft_is_read_by_its_author_alone(midterm, mentorship, mentor, organizer, during):
    answers = evaluating.answers(midterm, "mentee_on_mentor")
    author = mentorship.mentee
    Evaluation.save_draft(midterm, mentorship, form="mentee_on_mentor", author=author, answers=answers, now=during)
    draft = Evaluation.objects.about(midterm, mentorship).get()
    for who, length in ((author, len(answers)), (mentor, 0), (organizer, 0)):
        reader = audience.reader_of(who.user, mentorship)
        assert len(audience.readable_draft(draft, reader)) == length
        assert audience.readable_answers(draft, reader) == []


def test_final_work_reaches_mentors_once_it_is_handed_in(visit, final, mentorship, mentor):
    evaluating.final_work(final, mentorship, done="DRAFTED-WORK", hand_in=False)
    assert "DRAFTED-WORK" not in visit(mentor, result_url(final, mentorship), final.closes_at).content.decode()
    evaluating.final_work(final, mentorship, done="HANDED-IN")
    assert "HANDED-IN" in visit(mentor, result_url(final, mentorship), final.closes_at).content.decode()
