"""Writing an application: nothing typed is lost, nothing is overwritten silently, nobody else reads it."""

import pytest
import time_machine
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications.completeness import Section, hints, problems
from applications.forms import SECTION_FORMS
from applications.models import Application, Version
from cohorts.models import Participation

from .applying import SECOND, deadline, said, signed_in


@pytest.fixture
def writer(client, applicant):
    return signed_in(client, applicant)


@pytest.fixture(autouse=True)
def _during_applications(now):
    with time_machine.travel(now, tick=False):
        yield


def url_of(cohort, section=None):
    if section:
        return reverse("applications:section", args=[cohort.slug, section])
    return reverse("applications:apply", args=[cohort.slug])


def start(client, cohort):
    client.post(url_of(cohort))
    return Application.objects.get(cohort=cohort)


def test_looking_starts_nothing(writer, cohort):
    page = writer.get(url_of(cohort))

    assert page.status_code == 200
    assert Application.objects.count() == 0


def test_starting_twice_opens_the_same_draft(writer, cohort, applicant):
    first = writer.post(url_of(cohort))
    writer.post(url_of(cohort))

    assert first.url == url_of(cohort, "about")
    assert [(a.person, a.state) for a in Application.objects.all()] == [(applicant, "draft")]
    assert Version.objects.count() == 1


def test_a_draft_takes_no_side(writer, cohort):
    start(writer, cohort)

    assert Participation.objects.filter(side="contributor").count() == 0


@pytest.mark.parametrize("days", [-30, 30])
def test_no_draft_begins_outside_the_window(client, applicant, cohort, days):
    with time_machine.travel(cohorts.instant(cohort, "applications", days=days), tick=False):
        page = signed_in(client, applicant).post(url_of(cohort), follow=True)

    assert len(said(page)) == 1
    assert Application.objects.count() == 0


@pytest.mark.parametrize(("early", "drafts"), [(SECOND, 0), (0 * SECOND, 1)])
def test_a_draft_begins_from_the_first_instant_of_the_window(client, applicant, cohort, early, drafts):
    with time_machine.travel(cohorts.instant(cohort, "applications") - early, tick=False):
        signed_in(client, applicant).post(url_of(cohort))

    assert Application.objects.count() == drafts


@pytest.mark.parametrize(
    ("section", "typed"),
    [
        ("about", {"about": "I am Nia."}),
        ("motivation", {"motivation": "To learn how releases are made."}),
        ("availability", {"hours_per_week": 12, "absences": "July"}),
        ("declarations", {"ai_use": "", "other_program": "yes", "consent": False}),
    ],
)
def test_whatever_was_typed_is_kept(writer, cohort, section, typed):
    application = start(writer, cohort)

    answer = writer.post(url_of(cohort, section), {"revision": 0} | {k: v for k, v in typed.items() if v})

    assert answer.status_code == 302
    draft = application.draft()
    assert {name: getattr(draft, name) for name in typed} == typed


def test_what_can_not_be_read_is_told_and_the_rest_is_kept(writer, cohort):
    application = start(writer, cohort)

    page = writer.post(url_of(cohort, "availability"), {"revision": 0, "hours_per_week": "900", "absences": "July"})

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"hours_per_week"}
    assert page.context["form"]["hours_per_week"].value() == "900"
    assert (application.draft().hours_per_week, application.draft().absences) == (None, "July")


def test_a_text_too_long_is_told_and_the_saved_one_stays(writer, cohort, project):
    application = start(writer, cohort)
    writer.post(url_of(cohort, "projects"), choices_typed(project, approach_1="Read first."))

    page = writer.post(
        url_of(cohort, "projects"),
        choices_typed(project, approach_1="a" * 20_001, deliverables_1="May") | {"revision": 1},
    )

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["approach_1"])
    assert chosen(application) == [(1, project.pk, "Read first.")]
    assert application.draft().choices.get().deliverables == "May"


@pytest.mark.parametrize("revision", ["", "-1", "1.0", "\x00", "²", "9" * 10, "9" * 5000])
def test_a_revision_that_is_none_overwrites_nothing(writer, cohort, revision):
    application = start(writer, cohort)

    page = writer.post(url_of(cohort, "about"), {"revision": revision, "about": "Typed"})

    assert (page.status_code, application.draft().about) == (409, "")


def test_save_and_continue_leads_through_the_sections_to_the_overview(writer, cohort):
    start(writer, cohort)
    typed = {"revision": 0, "track": "sponsored", "continue": 1}

    followed = [writer.post(url_of(cohort, section), typed).url for section in Section]

    assert followed == [url_of(cohort, section) for section in list(Section)[1:]] + [url_of(cohort)]


def test_autosave_answers_with_the_new_revision(writer, cohort):
    application = start(writer, cohort)

    answer = writer.post(url_of(cohort, "about"), {"revision": 0, "about": "I am Nia.", "autosave": 1})

    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    assert application.draft().about == "I am Nia."


def test_a_stale_tab_is_told_and_overwrites_nothing(writer, cohort):
    application = start(writer, cohort)
    writer.post(url_of(cohort, "about"), {"revision": 0, "about": "From the first tab"})

    page = writer.post(url_of(cohort, "about"), {"revision": 0, "about": "From the second tab"})
    autosave = writer.post(url_of(cohort, "about"), {"revision": 0, "about": "From the third tab", "autosave": 1})

    assert application.draft().about == "From the first tab"
    assert page.status_code == 409
    assert page.context["form"]["about"].value() == "From the second tab"
    assert page.context["revision"] == 1  # saving once more, knowingly, replaces it
    assert autosave.status_code == 409
    assert "another tab" in autosave.json()["message"]


def test_two_tabs_on_two_sections_are_no_conflict(writer, cohort):
    application = start(writer, cohort)
    writer.post(url_of(cohort, "about"), {"revision": 0, "about": "I am Nia."})

    writer.post(url_of(cohort, "motivation"), {"revision": 0, "motivation": "To learn."})

    assert (application.draft().about, application.draft().motivation) == ("I am Nia.", "To learn.")


def test_the_same_text_twice_is_no_conflict(writer, cohort):
    start(writer, cohort)
    typed = {"revision": 0, "about": "I am Nia.", "autosave": 1}

    answers = [writer.post(url_of(cohort, "about"), typed) for _again in range(2)]

    assert [(answer.status_code, answer.json()["revision"]) for answer in answers] == [(200, 1), (200, 1)]


def test_a_page_whose_answer_was_lost_goes_on_saving(writer, cohort):
    application = start(writer, cohort)
    page = writer.get(url_of(cohort, "about")).context["page"]
    typed = {"revision": 0, "page": page, "autosave": 1}
    writer.post(url_of(cohort, "about"), typed | {"about": "I am"})

    again = writer.post(url_of(cohort, "about"), typed | {"about": "I am Nia."})
    elsewhere = writer.post(url_of(cohort, "about"), typed | {"about": "I am Mia.", "page": "another", "revision": 2})
    stale = writer.post(url_of(cohort, "about"), typed | {"about": "I am Nia Okafor."})

    assert (again.status_code, again.json()["revision"]) == (200, 2)
    assert (elsewhere.status_code, stale.status_code) == (200, 409)
    assert application.draft().about == "I am Mia."


def test_an_expired_session_is_told_by_a_redirect(client, cohort, applicant):
    application = start(signed_in(client, applicant), cohort)
    client.logout()

    answer = client.post(url_of(cohort, "about"), {"revision": 0, "about": "I am Nia.", "autosave": 1})

    assert answer.status_code == 302
    assert application.draft().about == ""


def choices_typed(*projects, **texts):
    slots = {f"project_{rank}": getattr(project, "pk", "") for rank, project in enumerate(projects, 1)}
    return {"revision": 0, "track": "sponsored"} | slots | texts


def chosen(application):
    return list(application.draft().choices.values_list("rank", "project", "approach"))


def test_choices_are_kept_in_their_slots(writer, cohort, project, other_project):
    application = start(writer, cohort)

    writer.post(url_of(cohort, "projects"), choices_typed(project, None, other_project, approach_3="Read first."))

    assert chosen(application) == [(1, project.pk, ""), (3, other_project.pk, "Read first.")]


def test_choices_can_swap_their_ranks(writer, cohort, project, other_project):
    application = start(writer, cohort)
    writer.post(url_of(cohort, "projects"), choices_typed(project, other_project))

    writer.post(url_of(cohort, "projects"), choices_typed(other_project, project) | {"revision": 1})

    assert chosen(application) == [(1, other_project.pk, ""), (2, project.pk, "")]


def test_a_project_chosen_twice_is_told_and_its_text_is_kept(writer, cohort, project):
    application = start(writer, cohort)

    page = writer.post(url_of(cohort, "projects"), choices_typed(project, project, approach_2="Another idea"))

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"project_2"}
    assert chosen(application) == [(1, project.pk, ""), (2, None, "Another idea")]


def test_only_published_projects_of_this_cohort_can_be_chosen(writer, cohort, now):
    hidden = cohorts.project(cohort, now=now, title="Not approved", approved=False)
    elsewhere = cohorts.project(cohorts.cohort("elsewhere", lead=person("Eli")), now=now, title="Elsewhere")
    application = start(writer, cohort)

    pages = [
        writer.post(url_of(cohort, "projects"), choices_typed(wrong) | {"revision": revision})
        for revision, wrong in enumerate([hidden, elsewhere])
    ]

    assert [page.status_code for page in pages] == [422, 422]
    assert chosen(application) == []


def test_a_volunteer_cohort_asks_for_no_track(writer, now):
    volunteers = cohorts.cohort("volunteers", mode="volunteer", lead=person("Vera"))
    writer.post(url_of(volunteers))

    page = writer.get(url_of(volunteers, "projects"))

    assert "track" not in page.context["form"].fields
    assert Application.objects.get().draft().track == "volunteer"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    slots=st.lists(st.sampled_from(["", 0, 1, 2]), min_size=3, max_size=3),
    texts=st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_any_filling_of_the_slots_submits_unique_ranks_without_gaps(cohort, applicant, now, projects, slots, texts):
    application = Application.start(cohort, applicant, now=now)
    draft = application.draft()
    typed = {f"project_{rank}": projects[slot].pk for rank, slot in enumerate(slots, 1) if slot != ""}
    typed |= {f"approach_{rank}": "Read first." for rank, wanted in enumerate(texts, 1) if wanted}
    form = SECTION_FORMS[Section.PROJECTS](typed | {"track": "sponsored"}, instance=draft, cohort=cohort, now=now)
    form.is_valid()

    form.write(draft)

    kept = [choice.project_id for choice in draft.choices.all() if choice.project_id]
    assert kept == list(dict.fromkeys(projects[slot].pk for slot in slots if slot != ""))
    draft.choices.filter(project=None).delete()
    draft.freeze(now)
    assert list(draft.choices.values_list("rank", "project")) == list(enumerate(kept, 1))
    Application.objects.all().delete()


@pytest.fixture
def projects(cohort, project, other_project, now):
    return [project, other_project, cohorts.project(cohort, now=now, title="Third")]


def test_the_progress_list_names_what_is_missing(writer, cohort):
    start(writer, cohort)

    page = writer.get(url_of(cohort))

    assert [(step.section, bool(step.missing)) for step in page.context["progress"]] == [(s, True) for s in Section]


def test_a_complete_draft_has_no_problems(cohort, project, now, applicant):
    application = applying.draft(cohort, applicant, projects=[project], now=now)

    assert problems(application.draft(), cohort) == []


@pytest.mark.parametrize(("hours", "hinted"), [(29, ["availability"]), (30, []), (40, [])])
def test_fewer_hours_than_expected_warn_and_never_refuse(cohort, project, now, applicant, hours, hinted):
    application = applying.draft(cohort, applicant, projects=[project], now=now, hours_per_week=hours)

    assert [hint.section for hint in hints(application.draft(), cohort)] == hinted
    applying.submit(application, now=now)


def test_edits_after_the_deadline_are_kept_but_can_not_be_submitted(client, cohort, project, now, applicant):
    application = applying.submitted(cohort, applicant, projects=[project], now=now)
    with time_machine.travel(deadline(cohort) + SECOND, tick=False):
        writer = signed_in(client, applicant)
        writer.post(url_of(cohort, "about"), {"revision": 1, "about": "Later"})
        page = writer.post(reverse("applications:submit", args=[cohort.slug]), follow=True)

    assert application.draft().about == "Later"
    assert [words.split()[0] for words in said(page)] == ["Saved.", "The"]  # "The deadline … has passed"
    assert application.submitted_version.about == applying.ANSWERS[Section.ABOUT]["about"]


def test_another_persons_draft_is_nobodys_business(client, cohort, project, now, applicant, lead, mentor):
    draft = applying.draft(cohort, applicant, projects=[project], now=now)
    pages = [
        signed_in(client, mentor).get(reverse("applications:review", args=[cohort.slug, draft.pk, project.slug])),
        signed_in(client, lead).get(reverse("applications:application", args=[cohort.slug, draft.pk])),
        signed_in(client, person("Stan")).get(draft.get_absolute_url()),
        client.get(url_of(cohort, "about")),
        client.post(url_of(cohort, "about"), {"revision": 1, "about": "Mine now"}),
    ]

    assert [page.status_code for page in pages] == [404] * 5
    assert draft.draft().about == applying.ANSWERS[Section.ABOUT]["about"]
