"""Whether two people are one flips a rule: decided by those it concerns, with a source, seen beforehand."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.users import deciders
from amp_portal.users.models import Join, User
from amp_portal.users.scenarios import PASSWORD, person
from applications import eligibility
from cohorts.models import OtherProgramPlace, ParticipantList
from cohorts.sides import give_organizer

SOURCE = "https://summerofcode.example/other-nia"


@pytest.fixture
def application(cohort, project, applicant, now):
    """Nobody has had a say on it yet."""
    application = applying.draft(cohort, applicant, projects=[project], now=now)
    applying.submit(application, now=now)
    return application


@pytest.fixture
def join(application, cohort, now):
    """A list of GSoC names the applicant's login; by login alone it may be somebody else."""
    known = person("N. Okafor", github_login=application.person.github_login, account=False)
    OtherProgramPlace.objects.create(
        program="GSoC",
        github_login=known.github_login,
        starts_on=cohort.kickoff,
        ends_on=cohort.kickoff + timedelta(days=60),
        person=known,
    )
    ParticipantList.objects.get_or_create(program="GSoC", defaults={"imported_at": now})
    return Join.objects.create(account=application.person, known=known, known_label="N. Okafor", created_at=now)


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@example.org", PASSWORD, name="Rut Root").person


@pytest.fixture
def other_lead(cohort, now):
    lead = person("Lea Second")
    give_organizer(cohort, lead, now=now, is_lead=True, contact="lea@example.org")
    return lead


@pytest.fixture
def as_(now):
    """A client of somebody's, and the time it is."""
    with time_machine.travel(now, tick=False):

        def sign_in(somebody):
            client = Client()
            client.force_login(somebody.user)
            return client

        yield sign_in


def concurrent(application, now):
    return eligibility.verdict_on(application.person, application.cohort, now)["no_concurrent_program"].verdict


def decide(client, join, decision, **said):
    return client.post(reverse("users:match", args=[join.pk]), {"decision": decision, "source": SOURCE} | said)


def names(people):
    return sorted(map(str, people))


@pytest.mark.parametrize("action", ["confirm", "refuse"])
def test_an_organizer_of_another_cohort_changes_no_verdict(as_, join, application, now, action):
    outsider = cohorts.cohort("amp-2030", kickoff=application.cohort.kickoff.replace(year=2030)).leads()[0].person
    before = concurrent(application, now)

    client = as_(outsider)
    client.post(reverse("admin:users_join_changelist"), {"action": action, "_selected_action": [join.pk]})
    answers = [client.get(join.get_absolute_url()), decide(client, join, action, confirm="yes")]

    join.refresh_from_db()
    assert (join.state, concurrent(application, now)) == (Join.State.PROPOSED, before)
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "N. Okafor" not in client.get(reverse("admin:users_join_changelist")).content.decode()
    assert client.get(reverse("admin:users_join_history", args=[join.pk])).status_code == 302


def test_an_organizer_who_does_not_lead_reads_who_decides(as_, join, cohort, lead, now):
    helper = person("Hal Helper")
    give_organizer(cohort, helper, now=now)

    client = as_(helper)
    answer = decide(client, join, "refuse", confirm="yes")

    join.refresh_from_db()
    assert (answer.status_code, join.state) == (422, Join.State.PROPOSED)
    assert str(lead) in client.get(join.get_absolute_url()).content.decode()


def test_a_lead_sees_what_changes_then_confirms_and_it_is_recorded(as_, join, application, lead, now):
    client = as_(lead)

    preview = decide(client, join, "refuse")
    join.refresh_from_db()
    page = preview.content.decode()
    assert (preview.status_code, join.state) == (200, Join.State.PROPOSED)
    assert [change.after.rule for change in preview.context["changes"]] == ["no_concurrent_program"]
    assert all(words in page for words in ("No other program at the same time", str(application.cohort), SOURCE))
    assert not application.checks.filter(gate="join").exists()
    before = concurrent(application, now)

    answer = decide(client, join, "refuse", confirm="yes")
    join.refresh_from_db()
    assert answer["Location"] == join.get_absolute_url()
    assert (join.state, join.source, join.decided_by, join.decided_at) == (Join.State.REFUSED, SOURCE, lead, now)
    assert (before, concurrent(application, now)) == ("fail", "pass")
    assert application.checks.get(gate="join").verdict["no_concurrent_program"].passes
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message) == (lead.user, f"not the same person: {SOURCE}")
    assert SOURCE in client.get(reverse("admin:users_join_history", args=[join.pk])).content.decode()


def test_joining_is_rehearsed_too_and_moves_nothing_before(as_, join, application, lead, now):
    client = as_(lead)

    preview = decide(client, join, "confirm")
    assert (preview.context["changes"], OtherProgramPlace.objects.get().person) == ([], join.known)
    assert "No eligibility rule of an application gives another verdict." in preview.content.decode()
    decide(client, join, "confirm", confirm="yes")

    assert (OtherProgramPlace.objects.get().person, concurrent(application, now)) == (application.person, "fail")


def test_without_a_source_nothing_is_decided(as_, join, lead, now):
    answer = decide(as_(lead), join, "refuse", source=" ", confirm="yes")

    assert (answer.status_code, Join.objects.get().state) == (422, Join.State.PROPOSED)
    with pytest.raises(Refusal, match="how we know"):
        join.refuse(by=lead, source=" ", now=now)


def screened(application, lead, now):
    application.pass_on(by=lead, now=now)


def recorded(application, lead, now):
    facts = application.person.facts
    facts.create(cohort=application.cohort, rule="adult", asked="", applies=False, source="Slack", recorded_by=lead)


def confirmed_a_contribution(application, lead, now):
    applying.confirm(application, by=lead, now=now)


def mentors(application, lead, now):
    application.submitted_version.choices.get().project.mentors.create(person=lead, since=now)


def mentored(application, lead, now):
    project = application.submitted_version.choices.get().project
    project.mentors.create(person=lead, since=now - timedelta(days=9), until=now)


@pytest.mark.parametrize("say", [screened, recorded, confirmed_a_contribution, mentors, mentored])
def test_nobody_decides_who_had_a_say(join, application, lead, other_lead, root, now, say):
    assert names(deciders.free_to_decide(join)) == names([lead, other_lead])

    say(application, lead, now)

    assert deciders.free_to_decide(join) == [other_lead]
    with pytest.raises(Refusal, match=r"Lea Second"):
        join.refuse(by=lead, source=SOURCE, now=now)
    with pytest.raises(Refusal, match=r"Lea Second"):
        join.refuse(by=root, source=SOURCE, now=now)


def test_where_no_lead_is_left_the_arbiter_decides_else_a_superuser(join, application, cohort, lead, root, now):
    application.pass_on(by=lead, now=now)
    assert deciders.free_to_decide(join) == [root]

    arbiter = person("Ari Biter")
    give_organizer(cohort, arbiter, now=now)
    cohort.arbiter = arbiter
    cohort.save(update_fields=["arbiter"])
    assert deciders.free_to_decide(join) == [arbiter]

    recorded(application, arbiter, now)
    assert deciders.free_to_decide(join) == [root]
    User.objects.filter(pk=root.user.pk).update(is_active=False)
    assert deciders.free_to_decide(join) == []


def test_nobody_says_of_themselves_whether_a_past_is_theirs(join, lead, now):
    Join.objects.filter(pk=join.pk).update(account=lead)

    for verb in ("confirm", "refuse"):
        with pytest.raises(Refusal, match="Somebody else has to decide"):
            getattr(Join.objects.get(), verb)(by=lead, source=SOURCE, now=now)


def test_where_no_cohort_is_concerned_a_superuser_decides(root, now):
    ada = person("Ada Lark")
    known = person("A. L.", github_login="ada-lark", account=False)
    join = Join.objects.create(account=ada, known=known, known_label="A. L.", created_at=now)

    assert deciders.free_to_decide(join) == [root]
    join.confirm(by=root, source=SOURCE, now=now)
    assert Join.objects.get().state == Join.State.CONFIRMED
