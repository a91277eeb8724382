"""Mentors rank whom they would like to work with; publishing tells those on the list and nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal import jobs
from amp_portal.outbox.delivery import drain
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications import publishing
from applications.models import Application, EligibilityCheck, Publication, Recusal, Review, ShortlistPlace
from applications.models.shortlist import rank_shortlist
from applications.shortlist import tell_later
from cohorts.models import OtherProgramPlace

from .applying import letters, race, said, signed_in

SHORTLIST = Publication.Kind.SHORTLIST


def scores(value):
    return dict.fromkeys(Review.CRITERIA, value) | {"recommendation": "yes"}


@pytest.fixture
def people(cohort, project, now):
    """Five applications in review for the project."""
    return [
        applying.in_review(cohort, person(f"Applicant {name}"), projects=[project], now=now)
        for name in ("Ann", "Ben", "Cid", "Dee", "Eve")
    ]


@pytest.fixture
def at(now):
    with time_machine.travel(now, tick=False):
        yield now


def shortlist(project):
    return [str(place.application.person).split()[-1] for place in project.shortlist.order_by("rank")]


def add(project, mentor, now, *applications):
    return [ShortlistPlace.add(application, project, by=mentor, now=now) for application in applications]


def post(client, name, project, *args, **data):
    url = reverse(f"applications:{name}", args=[project.cohort.slug, project.slug, *args])
    return client.post(url, data, follow=True)


def publish(cohort, by, now):
    publication = publishing.start(cohort, SHORTLIST, by, now)
    jobs.carry_on(publication, now)
    return publication


def test_a_mentor_ranks_applicants_without_javascript(client, at, project, people, mentor):
    signed_in(client, mentor)
    for application in people[:3]:
        post(client, "shortlist-add", project, application.pk)
    page = client.get(reverse("applications:ranking", args=[project.cohort.slug, project.slug]))
    third, seen = page.context["places"][2], page.context["seen"]

    post(client, "shortlist-rank", project, order=third.higher, was=seen)
    raised = shortlist(project)
    post(client, "shortlist-remove", project, page.context["places"][0].place.pk)

    assert raised == ["Ann", "Cid", "Ben"]
    assert shortlist(project) == ["Cid", "Ben"]
    assert [check.gate for check in EligibilityCheck.objects.filter(gate="shortlisting")] == ["shortlisting"] * 3


def test_a_full_list_takes_nobody_else(project, people, mentor, now):
    add(project, mentor, now, *people[:3])

    with pytest.raises(Refusal, match="is full"):
        add(project, mentor, now, people[3])

    assert shortlist(project) == ["Ann", "Ben", "Cid"]


def test_adding_twice_changes_nothing(project, people, mentor, now):
    first, again = add(project, mentor, now, people[0], people[0])

    assert (first, ShortlistPlace.objects.count()) == (again, 1)


def test_a_person_may_stand_on_several_lists(cohort, project, other_project, applicant, lead, now):
    application = applying.in_review(cohort, applicant, projects=[project, other_project], now=now)
    for chosen in (project, other_project):
        ShortlistPlace.add(application, chosen, by=lead, now=now)
    publish(cohort, lead, now)

    assert letters()["shortlisted", "Nia Okafor"] == 1


def test_everything_has_to_pass(project, people, mentor, now):
    later = now + timedelta(days=8)  # the maintainers list is too old to tell

    with pytest.raises(Refusal, match="fairness rules"):
        add(project, mentor, later, people[0])

    assert ShortlistPlace.objects.count() == 0


def test_whoever_does_not_pass_when_it_is_published_is_told_once_they_do(
    client, cohort, project, people, mentor, lead, at
):
    add(project, mentor, at, *people[:2])
    applying.join_another_program(people[1].person, cohort, now=at)
    publish(cohort, lead, at)
    signed_in(client, lead)
    page = client.get(reverse("applications:shortlists", args=[cohort.slug])).content.decode()
    before = [application.checks.first().gate for application in people[:2]], dict(letters())

    in_between = tell_later(at)
    OtherProgramPlace.objects.all().delete()
    later = [tell_later(at), tell_later(at)]

    assert "Not told yet: " in page
    assert before[0] == ["shortlisting"] * 2
    assert ("shortlisted", "Applicant Ben") not in before[1]
    assert (in_between, later) == ({"told": 0}, [{"told": 1}, {"told": 0}])
    assert {letters()["shortlisted", str(application.person)] for application in people[:2]} == {1}
    assert list(project.shortlist.values_list("held", flat=True)) == ["", ""]


def test_an_order_somebody_else_changed_is_refused(client, at, project, people, mentor):
    one, two = add(project, mentor, at, *people[:2])
    signed_in(client, mentor)

    answers = [
        said(post(client, "shortlist-rank", project, order=order, was=f"{one.pk},{two.pk}"))
        for order in (f"{two.pk}", f"{two.pk},{two.pk}", "", "many", f"{two.pk},{one.pk},99999")
    ]
    rank_shortlist(project, [two.pk, one.pk], was=[one.pk, two.pk], now=at)
    answers += [said(post(client, "shortlist-rank", project, order=f"{one.pk},{two.pk}", was=f"{one.pk},{two.pk}"))]

    assert answers == [["Somebody changed this shortlist meanwhile. Here it is as it is now: please try again."]] * 6
    assert shortlist(project) == ["Ben", "Ann"]


def test_whoever_keeps_out_of_it_neither_adds_nor_sees_scores(client, at, project, people, mentor, lead):
    people[0].review(project, scores(5), by=mentor, now=at)
    Recusal.declare(people[0], "", by=mentor, now=at)
    add(project, lead, at, people[0])
    page = signed_in(client, mentor).get(reverse("applications:ranking", args=[project.cohort.slug, project.slug]))

    assert [(place.is_open, place.is_seen) for place in page.context["places"]] == [(False, False)]
    Recusal.declare(people[1], "", by=mentor, now=at)
    assert "conflict of interest" in said(post(client, "shortlist-add", project, people[1].pk))[0]


def test_scores_and_their_order_are_seen_after_the_own_one(client, at, cohort, project, people, mentor):
    second = cohorts.mentor(cohort, person("Cleo Comentor"), now=at)
    project.add_mentor(second, now=at)
    for application, value in zip(people, (1, 2, 3, 4, 5), strict=True):
        application.review(project, scores(value), by=second, now=at)
    people[2].review(project, scores(3), by=mentor, now=at)
    url = reverse("applications:ranking", args=[cohort.slug, project.slug])

    def seen(somebody):
        candidates = signed_in(client, somebody).get(url).context["candidates"]
        return [(str(each.application.person).split()[-1], each.is_seen) for each in candidates]

    assert seen(mentor) == [("Cid", True), ("Ann", False), ("Ben", False), ("Dee", False), ("Eve", False)]
    assert seen(applying.organizer(cohort)) == [(name, True) for name in ("Eve", "Dee", "Cid", "Ben", "Ann")]


def test_applicants_learn_nothing_before_it_is_published(client, at, cohort, project, people, mentor, lead):
    def pages():
        page = signed_in(client, people[0].person).get(people[0].get_absolute_url())
        return (page.context["next"], page.context["story"]), letters()

    before = pages()
    add(project, mentor, at, people[0])
    kept = pages()
    publish(cohort, lead, at)
    (told, _story), post = pages()

    assert kept == before
    assert told != before[0][0]
    assert post - before[1] == {("shortlisted", "Applicant Ann"): 1}


def test_publishing_moves_those_on_it_and_nobody_else(client, at, cohort, project, people, mentor, lead, mailoutbox):
    add(project, mentor, at, *people[:2])
    url = reverse("applications:publish-shortlist", args=[cohort.slug])

    client = signed_in(client, lead)
    first, second = client.post(url, follow=True), client.post(url, follow=True)
    jobs.unfinished(at)
    jobs.unfinished(at)
    drain(at + timedelta(hours=12))

    assert first.status_code == 200
    assert said(second) == ["That is published already. Nobody is told twice."]
    assert (
        list(Application.objects.order_by("pk").values_list("state", flat=True))
        == ["shortlisted"] * 2 + ["in_review"] * 3
    )
    told = [mail for mail in mailoutbox if "on the shortlist" in mail.subject]
    assert [len(mail.to) for mail in told] == [1, 1]


def test_an_empty_shortlist_is_not_published(cohort, lead, now):
    with pytest.raises(Refusal, match="Nobody is on a shortlist yet"):
        publish(cohort, lead, now)


def test_once_published_it_can_be_ranked_but_not_changed(cohort, project, people, mentor, lead, now):
    one, two = add(project, mentor, now, *people[:2])
    publish(cohort, lead, now)

    rank_shortlist(project, [two.pk, one.pk], was=[one.pk, two.pk], now=now)

    assert shortlist(project) == ["Ben", "Ann"]
    with pytest.raises(Refusal, match="is published"):
        add(project, mentor, now, people[2])
    with pytest.raises(Refusal, match="is published"):
        one.remove()


def test_whoever_withdraws_or_is_declined_leaves_the_list(project, people, mentor, lead, now):
    add(project, mentor, now, *people[:3])
    people[0].withdraw(by=people[0].person, now=now)
    people[1].decline("Not this time.", by=lead, now=now)
    add(project, mentor, now, people[3])

    assert shortlist(project) == ["Cid", "Dee"]


def test_mentors_of_other_projects_and_applicants_reach_nothing(client, at, project, other_project, people):
    place = add(project, applying.organizer(project.cohort), at, people[0])[0]
    strangers = [other_project.mentors.get().person, people[0].person]
    urls = [("shortlist-add", people[1].pk), ("shortlist-remove", place.pk), ("shortlist-rank",)]
    answers = [
        post(signed_in(client, stranger), name, project, *args).status_code
        for stranger in strangers
        for name, *args in urls
    ]

    assert (answers, shortlist(project)) == ([403] * 6, ["Ann"])


@pytest.mark.parametrize("count", [3, 30])
def test_the_pages_cost_the_same_for_many(client, at, cohort, mentor, lead, count, django_assert_num_queries):
    cohort.shortlist_length = count
    cohort.save()
    projects = [cohorts.project(cohort, mentor, now=at, title=f"Project {number:02}") for number in range(count)]
    applied = [
        applying.in_review(cohort, person(f"Person {number}"), projects=projects[:1], now=at)
        for number in range(count + 3)
    ]
    add(projects[0], lead, at, *applied[:count])
    signed_in(client, lead)

    with django_assert_num_queries(18):
        assert client.get(reverse("applications:ranking", args=[cohort.slug, projects[0].slug])).status_code == 200
    with django_assert_num_queries(14):
        assert client.get(reverse("applications:shortlists", args=[cohort.slug])).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_any_number_of_mentors_at_once_never_overfill_it(project, people, mentor, lead, now):
    outcomes = race(
        *[lambda application=each: ShortlistPlace.add(application, project, by=mentor, now=now) for each in people]
    )

    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 2
    assert sorted(project.shortlist.values_list("rank", flat=True)) == [1, 2, 3]
