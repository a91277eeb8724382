"""The public self-check, and the page where organizers record facts."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.roster.models import Maintainer
from amp_portal.users.scenarios import person
from applications.models import Fact
from cohorts import sides
from cohorts.imports import history, participants
from cohorts.models import Cohort

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return cohorts.cohort()


@pytest.fixture
def now(cohort):
    instant = cohorts.instant(cohort, "applications", days=2)
    with time_machine.travel(instant, tick=False):
        yield instant


@pytest.fixture
def url(cohort):
    return reverse("applications:self-check", args=[cohort.slug])


@pytest.fixture
def maintainer(now):
    applying.fresh_roster(now)
    return Maintainer.objects.create(
        github_id=3684,
        github_login="dberg",
        repos=["website"],
        since=now.date(),
        person=person("Dorin Berg", github_login="dberg", github_id=3684, account=False),
    )


def findings(response):
    return {finding.rule: finding.verdict for finding in response.context["verdict"].findings}


def own_findings(response):
    return {finding.rule: finding.verdict for finding in response.context["own_verdict"].findings}


CLEAR = {"not_an_organizer": "pass", "not_a_current_maintainer": "pass", "not_a_mentor": "pass"}


def test_whoever_is_signed_in_reads_what_they_can_do(client, now, url):
    client.force_login(person("Nia Okafor", github_login="nia-ok").user)
    text = client.get(url).content.decode()

    assert "Answer the question about other programs in your application" in text
    assert "List what you did first, with its date" in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"earlier_participations": 0}, "You have not taken part before."),
        ({"contributions_required": 3}, "You have contributed to the community at least 3 times"),
        ({"months_active": 4}, "The first of that was 4 months or more before applications close."),
        ({"adults_only": True}, "You are 18 or over when the program starts."),
    ],
)
def test_everybody_reads_what_else_will_be_checked(client, cohort, now, url, asked, said):
    Cohort.objects.filter(pk=cohort.pk).update(**asked)

    assert said in client.get(url).content.decode()


def test_what_a_cohort_does_not_ask_is_not_said(client, cohort, now, url):
    Cohort.objects.filter(pk=cohort.pk).update(contributions_required=0, months_active=0)
    text = client.get(url).content.decode()

    assert ("You have contributed" in text, "The first of that" in text, "18 or over" in text) == (False, False, False)


# The public self-check --------------------------------------------------------------------------------


def test_the_page_asks_for_an_account(client, now, url):
    response = client.get(url)
    assert response.status_code == 200
    assert response.context["verdict"] is None
    assert "own_verdict" not in response.context


@pytest.mark.parametrize("asked", [{"github": "DBerg"}, {"github": "renamed", "github_id": "3684"}])
def test_a_maintainer_is_told(client, maintainer, url, asked):
    response = client.post(url, asked)
    assert findings(response) == CLEAR | {"not_a_current_maintainer": "fail"}
    assert b"dberg (website)" in response.content


def test_published_roles_are_told(client, cohort, maintainer, now, url):
    mentor = cohorts.mentor(cohort, person("Mira Finch", github_login="mira"), now=now)
    cohorts.project(cohort, mentor, now=now)
    assert findings(client.post(url, {"github": "mira"})) == CLEAR | {"not_a_mentor": "fail"}
    sides.give_organizer(cohort, person("Olga", github_login="olga"), now=now)
    assert findings(client.post(url, {"github": "OLGA"})) == CLEAR | {"not_an_organizer": "fail"}


def test_nothing_else_is_revealed(client, cohort, maintainer, now, url):
    """Applications, places, history, other programs, bars, unpublished roles: the answer is that of a stranger."""
    history.load(
        "cohort,program,starts_on,ends_on,project,repository,role,github,outcome\n"
        "old-1,AMP,2027-01-01,2027-12-01,Guides,,mentee,known,completed\n"
        "old-2,AMP,2023-01-01,2023-12-01,Guides,,mentee,known,removed\n",
        now,
    )
    participants.load("program,github,name,starts_on,ends_on\nGSoC,known,Known,2027-05-01,2027-12-01\n", now)
    applying.submitted(
        cohort, person("Known", github_login="known-2"), projects=[cohorts.project(cohort, now=now)], now=now
    )
    hidden = cohorts.cohort("hidden-2027", published=False)
    sides.give_organizer(hidden, person("Known", github_login="known-3"), now=now)
    cohorts.mentor(cohort, person("Known", github_login="known-4"), now=now)
    stranger = client.post(url, {"github": "nobody"}).context["verdict"]
    for number, login in enumerate(["known", "known-2", "known-3", "known-4"]):
        answer = client.post(url, {"github": login}).context["verdict"]
        told = [(finding.verdict, finding.reason, finding.evidence) for finding in answer.findings]
        expected = [
            (finding.verdict, finding.reason, finding.evidence.replace("nobody", login))
            for finding in stranger.findings
        ]
        assert told == expected, number


@pytest.mark.parametrize("github", ["", "not a login", "a" * 40, "-dash"])
def test_what_is_no_login_is_said_beside_the_field(client, now, url, github):
    response = client.post(url, {"github": github})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["github"]
    assert f'value="{github}"'.encode() in response.content or not github


def test_twenty_questions_an_hour(client, now, url):
    with time_machine.travel(now.replace(minute=15), tick=False):
        statuses = [client.post(url, {"github": "nobody"}).status_code for _ in range(21)]
        refused = client.post(url, {"github": "nobody"})
        elsewhere = client.post(url, {"github": "nobody"}, REMOTE_ADDR="198.51.100.7")
        looked = client.get(url)
    assert statuses == [200] * 20 + [429]
    assert (refused.status_code, refused["Retry-After"]) == (429, "2700")
    assert (elsewhere.status_code, looked.status_code) == (200, 200)
    with time_machine.travel(now.replace(minute=15) + timedelta(minutes=45), tick=False):
        assert client.post(url, {"github": "nobody"}).status_code == 200


def test_whoever_proved_an_account_sees_all_rules_about_themselves(client, cohort, maintainer, now, url):
    client.force_login(person("Nia Okafor").user)
    own = own_findings(client.get(url))
    assert own == CLEAR | {
        "no_concurrent_program": "needs_a_person",
        "not_already_placed": "pass",
        "not_barred": "pass",
        "took_part_before": "pass",
        "contributions": "needs_a_person",
        "active_for": "needs_a_person",
        "adult": "pass",
    }


def test_a_typed_login_shows_no_personal_answer(client, now, url):
    client.force_login(person("Typed", github_login="dberg", proved=False).user)
    assert "own_verdict" not in client.get(url).context


def test_an_unpublished_cohort_is_not_known(client, now):
    hidden = cohorts.cohort("hidden-2027", published=False)
    assert client.get(reverse("applications:self-check", args=[hidden.slug])).status_code == 404


# The organizers' page -------------------------------------------------------------------------------------


@pytest.fixture
def application(cohort, now):
    """Submitted by somebody without GitHub; there is no maintainers list either."""
    project = cohorts.project(cohort, now=now)
    return applying.submitted(cohort, person("Nia Okafor", github_login=""), projects=[project], now=now)


@pytest.fixture
def facts_url(cohort, application):
    return reverse("applications:facts", args=[cohort.slug, application.pk])


def test_an_organizer_records_what_they_found(client, cohort, application, facts_url):
    client.force_login(applying.organizer(cohort).user)
    rules = [rule for rule, _name in client.get(facts_url).context["form"].fields["rule"].choices]
    assert rules == ["not_a_current_maintainer", "no_concurrent_program", "took_part_before"]
    posted = {"rule": "no_concurrent_program", "applies": "no", "source": "Their e-mail of Monday"}
    assert client.post(facts_url, posted).status_code == 302
    fact = Fact.objects.get()
    assert (fact.person, fact.applies, fact.source) == (application.person, False, "Their e-mail of Monday")
    finding = client.get(facts_url).context["verdict"]["no_concurrent_program"]
    assert finding.verdict == "pass"


def test_what_is_missing_is_said_beside_the_field(client, cohort, facts_url):
    client.force_login(applying.organizer(cohort).user)
    response = client.post(facts_url, {"rule": "not_barred", "applies": "no", "source": "typed already"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["rule"]
    assert b"typed already" in response.content
    assert not Fact.objects.exists()


def test_nobody_else_gets_there(client, cohort, application, facts_url):
    assert client.get(facts_url).status_code == 302
    for user in (application.person.user, person("Stan").user):
        client.force_login(user)
        assert client.get(facts_url).status_code == 403
