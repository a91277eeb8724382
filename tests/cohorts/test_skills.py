"""What a project asks for: skills separated by commas (those in brackets belong to one), and how hard it is."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from cohorts import scenarios
from cohorts.forms.project import ProposalForms
from cohorts.models import Skill
from cohorts.proposal import separate_skills
from tests.cohorts.test_proposals import post, typed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Python (Django, Celery), Docker", ["Python (Django, Celery)", "Docker"]),
        ("Docker, Python (Django, Celery)", ["Docker", "Python (Django, Celery)"]),
        ("Cloud (AWS [EC2, S3], GCP), SQL", ["Cloud (AWS [EC2, S3], GCP)", "SQL"]),
        ("Java {8, 17}, Go, java {8, 17}", ["java {8, 17}", "Go"]),
        ("Python (Django, Docker", ["Python (Django", "Docker"]),
        ("Django), Docker", ["Django)", "Docker"]),
        ("C (embedded, Python (Django, Celery), Go", ["C (embedded", "Python (Django, Celery)", "Go"]),
        ("Python (Django\nCelery), Docker", ["Python (Django", "Celery)", "Docker"]),
        (" , ,Writing,, CSS ,", ["Writing", "CSS"]),
        ("", []),
    ],
)
def test_commas_in_brackets_separate_nothing(text, expected):
    assert separate_skills(text) == expected


@given(some.text(alphabet="ab ,()[]{}\n", max_size=30))
def test_what_is_saved_is_read_again_as_it_was_or_as_one(text):
    names = separate_skills(text)

    assert "".join(names).count("a") <= text.count("a")
    if text.count("(") + text.count("[") + text.count("{") == 0:
        assert separate_skills(", ".join(names)) == names


def test_a_skill_with_brackets_is_saved_shown_filtered_and_typed_again_whole(client):
    cohort = scenarios.cohort()
    now = scenarios.instant(cohort, "mentor_call", days=3)
    mentor = scenarios.mentor(cohort, now=now)

    post(client, mentor, cohort, "propose", typed(submit="1", skills="Python (Django, Celery), Docker"), now)

    project = cohort.projects.get()
    assert [skill.name for skill in project.skills.all()] == ["Docker", "Python (Django, Celery)"]
    project.approve(by=cohort.leads()[0].person, now=now)
    page = client.get(reverse("cohorts:projects", args=[cohort.slug]))
    assert page.text.count("Python (Django, Celery)") == 2  # in the filter, and as one badge
    form = ProposalForms(cohort=cohort, leads=[mentor.pk], proposal=project.text()).form
    assert form["skills"].value() == "Docker, Python (Django, Celery)"


def test_organizers_cannot_name_one_skill_that_would_be_read_as_two(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root@example.org", "correct horse", name="Rut"))
    url = reverse("admin:cohorts_skill_add")

    refused = client.post(url, {"name": "Django, Celery"})
    client.post(url, {"name": "Python (Django, Celery)"})

    assert "A comma separates skills, except in brackets" in refused.text
    assert [skill.name for skill in Skill.objects.all()] == ["Python (Django, Celery)"]


def test_an_idea_may_be_between_medium_and_hard(client):
    cohort = scenarios.cohort()
    now = scenarios.instant(cohort, "mentor_call", days=3)
    mentor = scenarios.mentor(cohort, now=now)
    scenarios.project(cohort, mentor, now=now, title="Easier", difficulty="medium")

    answer = post(client, mentor, cohort, "propose", typed(submit="1", difficulty="medium_hard"), now)

    assert answer.status_code == 302
    cohort.projects.get(difficulty="medium_hard").approve(by=cohort.leads()[0].person, now=now)
    page = client.get(reverse("cohorts:projects", args=[cohort.slug]), {"difficulty": "medium_hard"})
    assert [project.title for project in page.context["projects"]] == ["Docs that answer"]
    assert "medium to hard" in page.text
    options = page.context["filter"].form.fields["difficulty"].choices
    assert [value for value, _label in options] == ["", "easy", "medium", "medium_hard", "hard"]
