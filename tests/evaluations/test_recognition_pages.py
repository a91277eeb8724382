"""What is left to do, for organizers and for mentors."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import jobs
from amp_portal.users.scenarios import person
from evaluations.models import Certificate
from evaluations.recognition import issuing
from tests.waiting import waiting_for


def graduated(cohort, count):
    """That many mentees of one mentor who completed the program, with certificates."""
    project = cohorts.project(cohort, sponsored_slots=count, now=cohorts.instant(cohort, "mentor_call", days=1))
    made = [mentoring.mentorship(cohort, project=project, mentee=person(f"Mentee {n:02}")) for n in range(count)]
    evaluating.released(evaluating.round_of(cohort, "final"))
    for mentorship in made:
        mentorship.refresh_from_db()
    return made


@pytest.fixture
def past(db):
    return cohorts.cohort("amp-2026", kickoff=date(2026, 6, 15))


@pytest.fixture
def at(past):
    return evaluating.round_of(past, "final").closes_at + timedelta(days=2)


def tabs(page):
    return {str(tab.label): tab.count for tab in page.context["tabs"]}


def test_organizers_see_what_is_left_and_narrow_to_it(visit, past, at):
    first, second, third, fourth = graduated(past, 4)
    lead = past.leads()[0].person
    evaluating.recommended(first)
    evaluating.recommended(second, signed=False)
    evaluating.nominated(third, now=at)
    first.certificates.get().revoke(by=lead, now=at, reason="A mistake.")
    path = reverse("evaluations:recognition", args=[past.slug])
    assert tabs(visit(lead, path, at)) == {
        "all": 4,
        "no letter yet": 2,
        "letter to sign": 1,
        "open nomination": 1,
        "certificate revoked": 1,
    }
    for name, expected in (
        ("has_letter_to_sign", [second]),
        ("lacks_letter", [third, fourth]),
        ("has_open_nomination", [third]),
        ("is_revoked", [first]),
    ):
        assert list(visit(lead, f"{path}?left={name}", at).context["page_obj"]) == expected


def test_what_is_missing_is_issued_at_a_click(visit, past, at):
    [mentorship] = graduated(past, 1)
    Certificate.objects.all().delete()
    lead, path = past.leads()[0].person, reverse("evaluations:recognition", args=[past.slug])
    assert "Issue what is missing" in visit(lead, path, at).content.decode()
    for _click in range(2):
        visit(lead, reverse("evaluations:issue-certificates", args=[past.slug]), at, post={})
    assert "Issue what is missing" not in visit(lead, path, at).content.decode()
    jobs.carry_on(issuing.under_way(past), at)
    assert mentorship.certificates.count() == 1
    assert issuing.under_way(past) is None


@pytest.mark.parametrize("count", [3, 30])
def test_the_organizers_page_costs_the_same(client, past, count, django_assert_num_queries):
    for mentorship in graduated(past, count):
        evaluating.recommended(mentorship)
    client.force_login(past.leads()[0].person.user)
    with django_assert_num_queries(14):
        page = client.get(reverse("evaluations:recognition", args=[past.slug]))
    assert len(page.context["page_obj"]) == min(count, 25)


@pytest.mark.parametrize("count", [3, 30])
def test_the_mentors_page_costs_the_same(client, past, count, django_assert_num_queries):
    mentor = mentoring.lead_mentor(graduated(past, count)[0])
    client.force_login(mentor.user)
    with django_assert_num_queries(8):
        page = client.get(reverse("evaluations:mentees-recognition"))
    assert len(page.context["page_obj"]) == min(count, 25)


def test_a_mentor_is_asked_for_letters_until_they_are_handed_in(past, at):
    first, second = graduated(past, 2)
    mentor = mentoring.lead_mentor(first)

    def asked(now):
        return [step.what for step in waiting_for(mentor, now) if "etter" in step.what]

    assert asked(at) == ["Letters for the mentees you guided"]
    evaluating.recommended(first)
    assert asked(at) == ["A letter for the mentee you guided"]
    assert asked(past.phase("recognition").ends_at) == []
    evaluating.recommended(second)
    assert asked(at) == []
