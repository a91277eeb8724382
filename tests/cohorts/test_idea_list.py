"""The public idea list and a project's page."""

import pytest
from django.urls import reverse

from amp_portal.users.scenarios import person
from cohorts import scenarios
from cohorts.models import Skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return scenarios.cohort()


@pytest.fixture
def now(cohort):
    return scenarios.instant(cohort, "mentor_call", days=3)


@pytest.fixture
def mentor(cohort, now):
    return scenarios.mentor(cohort, now=now)


@pytest.fixture
def ideas(cohort, mentor, now):
    def make(title, **fields):
        return scenarios.project(cohort, mentor, now=now, title=title, **fields)

    make("Parser", kind="code", difficulty="hard", skills=("TypeScript",), hours=300)
    make("Website", kind="docs", difficulty="easy", skills=("Writing", "CSS"), summary="Pages 100% clear", hours=100)
    full = make("Logo", kind="design", difficulty="easy", skills=("Drawing",), hours=200)
    full.hold_place("sponsored", now=now)
    make("Hidden draft", approved=False)


def titles(client, cohort, **query):
    page = client.get(reverse("cohorts:projects", args=[cohort.slug]), query)
    return [project.title for project in page.context["projects"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Logo", "Parser", "Website"]),
        ({"kind": "docs"}, ["Website"]),
        ({"difficulty": "easy"}, ["Logo", "Website"]),
        ({"difficulty": "easy", "open": "on"}, ["Website"]),
        ({"q": "PARSER"}, ["Parser"]),
        ({"q": "100% clear"}, ["Website"]),
        ({"q": "typescript"}, ["Parser"]),
        ({"q": "nothing like this"}, []),
        ({"sort": "hours"}, ["Website", "Logo", "Parser"]),
        ({"sort": "-hours"}, ["Parser", "Logo", "Website"]),
        ({"kind": "forged"}, []),
        ({"skill": "9" * 30}, []),
    ],
)
def test_filters(client, cohort, ideas, query, expected):
    assert titles(client, cohort, **query) == expected


def test_filter_by_skill(client, cohort, ideas):
    assert titles(client, cohort, skill=Skill.objects.get(name="CSS").pk) == ["Website"]


def test_only_skills_of_published_ideas_are_offered(client, cohort, ideas):
    page = client.get(reverse("cohorts:projects", args=[cohort.slug]))
    offered = [skill.name for skill in page.context["filter"].form.fields["skill"].queryset]
    assert offered == ["CSS", "Drawing", "TypeScript", "Writing"]


def test_filters_survive_paging(client, cohort, mentor, now):
    for number in range(26):
        scenarios.project(cohort, mentor, now=now, title=f"Idea {number}")
    page = client.get(reverse("cohorts:projects", args=[cohort.slug]), {"kind": "code"})
    assert "26 ideas" in page.content.decode()
    assert "?kind=code&amp;page=2" in page.content.decode()


def test_empty_states(client, cohort, ideas):
    empty = scenarios.cohort("amp-2028", kickoff=cohort.kickoff.replace(year=2028))
    assert "No ideas yet" in client.get(reverse("cohorts:projects", args=[empty.slug])).content.decode()
    page = client.get(reverse("cohorts:projects", args=[cohort.slug]), {"q": "nothing like this"})
    assert "No idea matches" in page.content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_has_a_constant_cost(client, cohort, mentor, now, count, django_assert_num_queries):
    for number in range(count):
        scenarios.project(cohort, mentor, now=now, title=f"Idea {number}", skills=(f"Skill {number}", "Testing"))
    with django_assert_num_queries(7):
        page = client.get(reverse("cohorts:projects", args=[cohort.slug]))
    assert len(page.context["projects"]) == min(count, 25)


def test_a_page_tells_everything_public(client, cohort, mentor, now):
    project = scenarios.project(cohort, mentor, now=now)
    page = client.get(project.get_absolute_url())
    html = page.content.decode()
    assert page.status_code == 200
    for text in ["Mira Finch", "1 sponsored place open", "TypeScript", "Apache-2.0", "asyncapi/parser-js"]:
        assert text in html
    assert "Week 2" in html
    assert '<time datetime="2027-06-28">28 June 2027</time>' in html  # week 2 of a program that starts on 15 June
    assert "History" not in html
    assert "Where it stands" not in html


def test_text_is_sanitised(client, cohort, mentor, now):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) **bold**"
    project = scenarios.project(
        cohort,
        mentor,
        now=now,
        title="<script>t()</script>",
        summary=attack,
        goals=attack,
        setup=attack,
        onboarding=attack,
        skills=("<b>x</b>",),
        milestones=((1, "<i>1</i>"), (2, "b"), (3, "c")),
        tasks=(("<u>t</u>", ""),),
    )
    for url in (project.get_absolute_url(), reverse("cohorts:projects", args=[cohort.slug])):
        html = client.get(url).content.decode()
        assert not any(bad in html for bad in ["<script>t", "<script>alert", "<img src=x", "<b>x", "<i>1", "<u>t"])
        assert 'href="javascript' not in html


def test_drafts_are_seen_by_their_mentors_and_organizers_only(client, cohort, mentor, now):
    project = scenarios.project(cohort, mentor, now=now, approved=False)
    seen = {}
    people = {"stranger": person("Stan"), "mentor": mentor, "organizer": cohort.leads()[0].person}
    for role, somebody in people.items():
        client.force_login(somebody.user)
        seen[role] = client.get(project.get_absolute_url()).status_code
    assert seen == {"stranger": 404, "mentor": 200, "organizer": 200}


def test_an_edit_that_waits_is_shown_to_insiders_only(client, cohort, mentor, now):
    project = scenarios.project(cohort, mentor, now=now)
    project.revise(scenarios.proposal("A new title", goals="New goals"), revision=0, by=mentor, now=now)
    public = client.get(project.get_absolute_url()).content.decode()
    assert "New goals" not in public
    client.force_login(mentor.user)
    inside = client.get(project.get_absolute_url())
    assert "New goals" in inside.content.decode()
    assert inside.context["changed"] == ["title", "goals"]
