"""What applicants contributed: rows of links, looked at by people; they outlive the versions that list them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import applications.scenarios as applying
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications.eligibility import verdict_on
from applications.links import kind_of, normalized
from applications.models import Application, Contribution, EligibilityCheck, listed_in

from .applying import signed_in

pytestmark = pytest.mark.django_db

SPEC, SITE = (link[0] for link in applying.LINKS)


@pytest.fixture(autouse=True)
def _during_applications(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def url(cohort):
    return reverse("applications:section", args=[cohort.slug, "contributions"])


@pytest.fixture
def application(cohort, applicant, now):
    return Application.start(cohort, applicant, now=now)


@pytest.fixture
def unconfirmed(cohort, applicant, project, now):
    """In review, and nobody has looked at its links."""
    application = applying.draft(cohort, applicant, projects=[project], now=now)
    applying.submit(application, now=now)
    application.pass_on(by=applying.organizer(cohort), now=now)
    return application


def rows(*links, revision=0, **more):
    """The fields of the section: ``(url, kind, made_on, title)`` for each row."""
    parts = ("url", "kind", "made_on", "title")
    typed = {
        f"{part}_{number}": said
        for number, link in enumerate(links, 1)
        for part, said in zip(parts, link, strict=False)
    }
    return {"revision": revision} | typed | more


def listed(application):
    return list(application.draft().links.values_list("url", "kind", "made_on", "title"))


# Writing them down -----------------------------------------------------------------------------------


def test_rows_are_kept_in_order_and_saving_gives_more(client, applicant, application, url):
    writer = signed_in(client, applicant)
    blank = [name for name in writer.get(url).context["form"].fields if name.startswith("url_")]
    typed = rows(
        (f"{SPEC}/files", "", "2026-10-01", "clarified a binding"),
        ("", "", "", ""),
        ("example.org/talk", "talk", "", "Events at a meetup"),
    )

    answer = writer.post(url, typed)
    more = [name for name in writer.get(url).context["form"].fields if name.startswith("url_")]

    assert answer.status_code == 302
    assert listed(application) == [
        (SPEC, "code", date(2026, 10, 1), "clarified a binding"),
        ("https://example.org/talk", "talk", None, "Events at a meetup"),
    ]
    assert (blank, len(more)) == (["url_1", "url_2", "url_3"], 5)


def test_a_row_made_blank_is_taken_out(client, applicant, application, url):
    writer = signed_in(client, applicant)
    writer.post(url, rows((SPEC, "code"), (SITE, "docs")))

    writer.post(url, rows(("", "", "", ""), (SITE, "docs"), revision=1))

    assert [link[0] for link in listed(application)] == [SITE]


@pytest.mark.parametrize(
    "wrong",
    ["not a link", "javascript:alert(1)", "ftp://example.org/a", "https://", "data:text/html,hi", "//example.org"],
)
def test_what_is_no_link_is_told_beside_its_field_and_kept(client, applicant, application, url, wrong):
    page = signed_in(client, applicant).post(url, rows((SPEC, "code"), (wrong, "talk", "", "A talk")))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["url_2"]
    assert page.context["form"]["url_2"].value() == wrong
    assert [(link[0], link[3]) for link in listed(application)] == [(SPEC, ""), (wrong, "A talk")]


def test_a_row_without_a_link_is_asked_for_it(client, applicant, application, url):
    page = signed_in(client, applicant).post(url, rows(("", "talk", "", "A talk"), ("", "docs", "", "A guide")))

    assert sorted(page.context["form"].errors) == ["url_1", "url_2"]
    assert [link[3] for link in listed(application)] == ["A talk", "A guide"]


def test_a_day_that_is_none_is_told_and_the_rest_is_kept(client, applicant, application, url):
    page = signed_in(client, applicant).post(url, rows((SPEC, "docs", "2026-02-30", "clarified")))

    assert list(page.context["form"].errors) == ["made_on_1"]
    assert listed(application) == [(SPEC, "docs", None, "clarified")]


@pytest.mark.parametrize("typed", ["0001-01-01", "1999-12-31", "2027-05-13", "2099-01-01"])
def test_a_day_that_can_not_be_is_told_beside_its_field(client, applicant, application, url, typed):
    page = signed_in(client, applicant).post(url, rows((SPEC, "docs", typed, "clarified"), (SITE, "", "2027-05-12")))

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["made_on_1"])
    assert page.context["form"]["made_on_1"].value() == typed
    assert listed(application) == [(SPEC, "docs", None, "clarified"), (SITE, "code", date(2027, 5, 12), "")]


@pytest.mark.parametrize("pasted", [f"{SPEC}.", f"<{SPEC}>", f"{SPEC}”", f"\u200b{SPEC}\u200b"])
def test_a_link_is_looked_up_whatever_was_pasted_with_it(client, cohort, applicant, project, now, pasted, url):
    application = applying.draft(cohort, applicant, projects=[project], now=now)
    revision = application.draft().revision("contributions")
    saved = signed_in(client, applicant).post(url, rows((pasted, "code"), (SITE, "docs"), revision=revision))

    applying.submit(application, now=now)

    assert saved.status_code == 302
    assert Contribution.objects.get(url=SPEC).verify_at == now


def test_the_same_thing_listed_twice_becomes_one(client, applicant, application, url):
    typed = rows((SPEC, "", "", ""), (f"{SPEC}/commits#top", "docs", "2026-10-01", "clarified"), (f"{SPEC}?w=1",))

    signed_in(client, applicant).post(url, typed)

    assert listed(application) == [(SPEC, "code", date(2026, 10, 1), "clarified")]


def test_autosave_and_the_guard_of_two_tabs_work_with_rows(client, applicant, application, url):
    writer = signed_in(client, applicant)

    saved = writer.post(url, rows((SPEC, "code"), autosave=1))
    stale = writer.post(url, rows((SITE, "docs"), autosave=1))
    again = writer.post(url, rows((SPEC, "code"), (SITE, "docs"), revision=1, autosave=1))

    assert [answer.status_code for answer in (saved, stale, again)] == [200, 409, 200]
    assert [link[0] for link in listed(application)] == [SPEC, SITE]


def test_never_more_than_twenty_rows(client, applicant, application, url):
    links = [(f"https://example.org/{number}", "docs") for number in range(30)]

    page = signed_in(client, applicant).post(url, rows(*links), follow=True)

    assert len(listed(application)) == 20
    assert len([name for name in page.context["form"].fields if name.startswith("url_")]) <= 20


@pytest.mark.parametrize(
    ("typed", "stands_for"),
    [
        ("https://GitHub.com/asyncapi/spec/pull/1/files#diff-1", "https://github.com/asyncapi/spec/pull/1"),
        ("http://www.github.com/asyncapi/spec/issues/7?x=1", "http://www.github.com/asyncapi/spec/issues/7"),
        (
            "https://github.com/asyncapi/spec/issues/7#issuecomment-12",
            "https://github.com/asyncapi/spec/issues/7#issuecomment-12",
        ),
        ("https://example.org/talk/?v=1#t=20", "https://example.org/talk?v=1"),
        (f"{SPEC}.", SPEC),
        (f"{SPEC}”", SPEC),
        (f"<{SPEC}>", SPEC),
        (f"“{SPEC},”", SPEC),
        (f"({SPEC}).", SPEC),
        (f"{SPEC}\u200b", SPEC),
        ("\ufeffhttps://github.com/asyncapi/\u200bspec/pull/1\u2060 ", "https://github.com/asyncapi/spec/pull/1"),
        (f"{SPEC}#pullrequestreview-12.", f"{SPEC}#pullrequestreview-12"),
        (f"{SPEC}/files#r12", f"{SPEC}#r12"),
        ("https://github.com/asyncapi/spec/commit/ABCDEF1.", "https://github.com/asyncapi/spec/commit/abcdef1"),
        ("<https://example.org/talk>", "https://example.org/talk"),
        ("https://example.org/wiki/Acme_Inc.", "https://example.org/wiki/Acme_Inc."),
        ("https://example.org/wiki/Li_(surname)", "https://example.org/wiki/Li_(surname)"),
        ("not a link", "not a link"),
        ("“not a link”.", "“not a link”."),
        ("https://[", "https://["),
    ],
)
def test_one_address_stands_for_a_contribution(typed, stands_for):
    assert normalized(typed) == stands_for


@given(st.text(max_size=60))
def test_any_text_has_an_address_of_its_own(text):
    assert normalized(normalized(text)) == normalized(text)
    assert kind_of(text) in ("", "code", "community")


# What is submitted is frozen; what is known outlives it -------------------------------------------------


def test_a_new_version_lists_anew_and_what_was_confirmed_stays(cohort, applicant, project, now):
    application = applying.submitted(cohort, applicant, projects=[project], now=now)
    first = application.submitted_version
    applying.write(
        application,
        [project],
        now=now,
        links=[*applying.LINKS[:1], ("https://example.org/x", "talk", "", timedelta(90))],
    )

    unsubmitted = [link.url for link in listed_in(application.submitted_version)]
    applying.submit(application, now=now)

    assert unsubmitted == [SPEC, SITE] == [link.url for link in first.links.all()]
    known = [(link.url, link.known.state) for link in listed_in(application.submitted_version)]
    assert known == [(SPEC, "confirmed"), ("https://example.org/x", "unconfirmed")]
    assert Contribution.objects.get(url=SITE).state == "confirmed"
    assert verdict_on(applicant, cohort, now)["contributions"].verdict == "pass"  # three are known, two are confirmed


def test_listing_too_few_is_refused_with_what_can_be_done(client, cohort, applicant, project, now):
    draft = applying.draft(cohort, applicant, projects=[project], now=now, links=applying.LINKS[:1])

    page = signed_in(client, applicant).post(reverse("applications:submit", args=[cohort.slug]), follow=True)

    draft.refresh_from_db()
    finding = page.context["verdict"]["contributions"]
    assert (draft.state, finding.verdict) == ("draft", "fail")
    assert "List what else you did" in page.content.decode()


def test_the_settings_of_the_cohort_count(cohort, applicant, project, now):
    cohort.contributions_required, cohort.months_active, cohort.adults_only = 1, 12, True
    cohort.save()
    application = applying.submitted(cohort, applicant, projects=[project], now=now, links=applying.LINKS[:1])
    said = verdict_on(applicant, cohort, now)
    assert {rule: said[rule].verdict for rule in ("contributions", "active_for", "adult")} == {
        "contributions": "pass",
        "active_for": "fail",
        "adult": "pass",
    }
    assert application.submitted_version.adult == "yes"


@pytest.mark.parametrize(("adult", "problems"), [("", 1), ("no", 0)])
def test_age_is_asked_for_only_where_the_cohort_wants_to_know(client, cohort, applicant, project, now, adult, problems):
    declarations = reverse("applications:section", args=[cohort.slug, "declarations"])
    draft = applying.draft(cohort, applicant, projects=[project], now=now, adult=adult)
    unasked = signed_in(client, applicant).get(declarations).context["form"].fields
    cohort.adults_only = True
    cohort.save()

    asked = client.get(declarations).context["form"].fields
    page = client.post(reverse("applications:submit", args=[cohort.slug]), follow=True)

    draft.refresh_from_db()
    assert ("adult" in unasked, "adult" in asked, draft.state) == (False, True, "draft")
    missing = [step for step in page.context["progress"] if step.missing]
    assert len(missing) == problems


# Looked at by people ---------------------------------------------------------------------------------------


def test_a_mentor_of_a_chosen_project_confirms_with_a_button(client, unconfirmed, cohort, mentor, project, now):
    page = signed_in(client, mentor).get(
        reverse("applications:review", args=[cohort.slug, unconfirmed.pk, project.slug])
    )
    link = page.context["contributions"][0]
    day = link.made_on.isoformat()

    answer = client.post(
        reverse("applications:contribution", args=[cohort.slug, link.known.pk]), {"decision": "confirm", "made_on": day}
    )

    assert answer.url == reverse("applications:review", args=[cohort.slug, unconfirmed.pk, project.slug])
    known = Contribution.objects.get(pk=link.known.pk)
    assert (known.state, known.made_on, known.source) == ("confirmed", link.made_on, mentor)
    assert [(move.was, move.state, move.by) for move in known.moves.all()] == [("unconfirmed", "confirmed", mentor)]
    assert EligibilityCheck.objects.first().gate == "contribution"


def test_an_organizer_rejects_with_a_reason_and_may_think_again(client, unconfirmed, cohort, lead, now):
    url = reverse("applications:contribution", args=[cohort.slug, Contribution.objects.get(url=SPEC).pk])
    organizer = signed_in(client, lead)

    unexplained = organizer.post(url, {"decision": "reject"})
    organizer.post(url, {"decision": "reject", "reason": "It is somebody else's"})
    rejected = verdict_on(unconfirmed.person, cohort, now)["contributions"]
    organizer.post(url, {"decision": "confirm", "made_on": "2026-10-01", "reason": "They wrote it together"})

    assert (unexplained.status_code, list(unexplained.context["form"].errors)) == (422, ["reason"])
    assert (rejected.verdict, rejected.evidence) == (
        "fail",
        "Confirmed: 0. Not confirmed yet: 1. Not counted: 1. Asked for: 2.",
    )
    trail = [(move.label, move.source, move.reason) for move in organizer.get(url).context["moves"]]
    assert trail == [("not counted", lead, "It is somebody else's"), ("confirmed", lead, "They wrote it together")]


@pytest.mark.parametrize(
    ("day", "why"),
    [("2027-05-13", "has not come"), ("2099-01-01", "has not come"), ("0001-01-01", "too far away")],
)
def test_a_day_that_can_not_be_is_refused_of_a_mentor_too(client, unconfirmed, cohort, lead, now, day, why):
    contribution = Contribution.objects.get(url=SPEC)
    with pytest.raises(Refusal, match=why):
        contribution.confirm(by=lead, made_on=date.fromisoformat(day), now=now)

    page = signed_in(client, lead).post(
        reverse("applications:contribution", args=[cohort.slug, contribution.pk]),
        {"decision": "confirm", "made_on": day},
    )

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["made_on"])


def test_nobody_else_decides(client, unconfirmed, cohort, other_project, applicant, now):
    contribution = Contribution.objects.get(url=SPEC)
    url = reverse("applications:contribution", args=[cohort.slug, contribution.pk])
    others = [applicant, other_project.mentors.get().person, person("Stan")]

    answers = [signed_in(client, somebody).post(url, {"decision": "confirm"}).status_code for somebody in others]

    assert answers == [404, 404, 404]
    for somebody in others:
        with pytest.raises(Refusal):
            contribution.confirm(by=somebody, now=now)
    assert not contribution.moves.exists()


def test_the_first_confirmed_contribution_has_to_be_old_enough(unconfirmed, cohort, lead, now):
    """Four months before the deadline of 30 May: by 30 January."""
    spec, site = (Contribution.objects.get(url=url) for url in (SPEC, SITE))

    def said():
        return verdict_on(unconfirmed.person, cohort, now)["active_for"].verdict

    site.confirm(by=lead, made_on=date(2027, 1, 31), now=now)
    verdicts = [said()]
    spec.confirm(by=lead, now=now)  # nobody knows when
    verdicts.append(said())
    spec.confirm(by=lead, made_on=date(2027, 3, 1), now=now)
    verdicts.append(said())
    spec.confirm(by=lead, made_on=date(2027, 1, 30), now=now)
    verdicts.append(said())

    assert verdicts == ["needs_a_person", "needs_a_person", "fail", "pass"]


def test_a_verdict_as_of_a_day_knows_what_was_known_then(unconfirmed, cohort, lead, now):
    later = now + timedelta(days=1)
    for contribution in Contribution.objects.all():
        contribution.confirm(by=lead, made_on=date(2026, 10, 1), now=later)

    before, after = (verdict_on(unconfirmed.person, cohort, at)["contributions"].verdict for at in (now, later))

    assert (before, after) == ("needs_a_person", "pass")


@pytest.mark.parametrize("count", [3, 18])
def test_the_pages_cost_the_same_for_many_links(
    client, cohort, applicant, project, lead, now, count, django_assert_num_queries
):
    links = [(f"https://example.org/{number}", "docs", "x", timedelta(days=200)) for number in range(count)]
    application = applying.submitted(cohort, applicant, projects=[project], now=now, links=links)
    url = reverse("applications:application", args=[cohort.slug, application.pk])
    signed_in(client, lead).get(url)
    with django_assert_num_queries(16):
        page = client.get(url)
    assert len(page.context["contributions"]) == count
