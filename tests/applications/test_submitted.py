"""What was submitted, as its readers see it: the timeline by weeks, other duties, the time that is left."""

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
from applications import blinding, submission
from applications.models import Version

from .applying import SECOND, deadline, signed_in


@pytest.fixture
def application(cohort, applicant, project, now):
    with time_machine.travel(now, tick=False):
        yield applying.in_review(cohort, applicant, projects=[project], now=now)


def url(name, application, *more):
    return reverse(f"applications:{name}", args=[application.cohort.slug, application.pk, *more])


def test_organizers_and_mentors_see_the_same_plan(client, application, project, mentor, lead):
    pages = [
        signed_in(client, lead).get(url("application", application)),
        signed_in(client, mentor).get(url("review", application, project.slug)),
    ]

    for page in pages:
        plan = [(shown.step.when, shown.days) for shown in page.context["choices"][0].plan]
        assert plan == [
            ("Week 1", "15–21 Jun"),
            ("Weeks 2–5", "22 Jun – 19 Jul"),
            ("Weeks 6–13", "20 Jul – 13 Sep"),
            ("Weeks 14–16", "14 Sep – 4 Oct"),
            ("Weeks 17–18", "5–18 Oct"),
        ]
        assert "They have at least 30 hours in 15 weeks; the program expects 12." in page.text
        assert '<th scope="row">A week in the hills</th>' in page.text


def test_bars_stand_where_the_weeks_are(application):
    plan = submission.read(application.submitted_version, application, blinding.OPEN)["choices"][0].plan

    assert [(shown.x, shown.width) for shown in plan][:2] == [("0.00%", "5.56%"), ("5.56%", "22.22%")]


def test_a_veil_covers_plans_and_duties_too(application, cohort):
    version = application.submitted_version
    version.choices.get().steps.update(text="Ask Nia, see https://nia.example")
    version.commitments.update(what="Nia's exams")
    cohort.blind_review = True

    read = submission.read(version, application, blinding.Veil(is_down=True))

    texts = [str(shown.step.text) for shown in read["choices"][0].plan] + [row.what for row in read["commitments"]]
    assert not any("Nia" in text or "nia.example" in text for text in texts)
    assert "Nia" in version.choices.get().steps.first().text


def test_the_applicant_reads_what_was_submitted_beside_a_later_draft(client, application, applicant):
    writer = signed_in(client, applicant)
    page = reverse("applications:submitted", args=[application.pk])
    before = writer.get(page)
    with time_machine.travel(deadline(application.cohort) + SECOND, tick=False):
        signed_in(client, applicant).post(
            reverse("applications:section", args=[application.cohort.slug, "about"]), {"revision": 1, "about": "Later"}
        )
        after = client.get(page)

    assert before.context["draft"] is None
    assert after.context["draft"].about == "Later"
    assert (applying.ANSWERS["about"]["about"] in after.text, "Later" in after.text) == (True, False)
    assert "nobody else reads it" in after.text


def test_nothing_is_shown_before_anything_was_submitted(client, cohort, applicant, project, now):
    with time_machine.travel(now, tick=False):
        application = applying.draft(cohort, applicant, projects=[project], now=now)

        page = signed_in(client, applicant).get(reverse("applications:submitted", args=[application.pk]))

    assert page.status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_a_page_costs_the_same_for_many_rows(client, applicant, application, count, django_assert_num_queries):
    version = Version.objects.get(pk=application.submitted_version_id)
    version.commitments.all().delete()
    for row in range(count):
        version.commitments.create(row=row, what="x", starts_on="2027-07-01", ends_on="2027-07-02")
        version.choices.get().steps.create(row=row + 100, from_week=1, text="x")
    signed_in(client, applicant)

    with django_assert_num_queries(13):
        client.get(reverse("applications:submitted", args=[application.pk]))
