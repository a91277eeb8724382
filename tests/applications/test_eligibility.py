"""Who may take part: facts from the database, the command, and what organizers record."""

import json
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.roster.models import Maintainer, Snapshot
from amp_portal.users.models import Join, Person, User
from amp_portal.users.scenarios import decide, person
from applications.eligibility import Said, check, facts_of, judge, resolve, verdict_on
from applications.models import EligibilityCheck, Fact
from cohorts import sides
from cohorts.imports import history, participants
from cohorts.models import Participation

PASS, FAIL, NEEDS = "pass", "fail", "needs_a_person"

pytestmark = pytest.mark.django_db

MAINTAINERS = """\
- name: Dorin Berg
  github: dberg
  githubID: 3684
  repos: [website, spec]
- name: Nadia Old
  github: nadia-old
  repos: [bindings]
"""
HISTORY = """\
cohort,program,starts_on,ends_on,project,repository,role,github,outcome
amp-2022,AMP,2022-01-10,2022-11-30,Catalogue,example/catalogue,mentor,DBerg,
amp-2022,AMP,2022-01-10,2022-11-30,Catalogue,example/catalogue,mentee,maya-e,completed
amp-2023,AMP,2023-01-09,2023-11-30,Guides,,mentor,quill,
amp-2023,AMP,2023-01-09,2023-11-30,Guides,,mentee,J0SAL,completed
amp-2023,AMP,2023-01-09,2023-11-30,Guides,,mentee,Maya-E,failed
amp-2023,AMP,2023-01-09,2023-11-30,Tour,,mentee,left-early,withdrawn
"""
PARTICIPANTS = """\
program,github,name,starts_on,ends_on
GSoC,Summer-Sam,Sam Summer,2027-05-01,2027-09-01
GSoC,spring-sol,Sol Spring,2027-01-01,2027-04-30
"""


@pytest.fixture
def cohort():
    return cohorts.cohort()


@pytest.fixture
def now(cohort):
    return cohorts.instant(cohort, "applications", days=2)


@pytest.fixture
def roster(now, tmp_path):
    file = tmp_path / "MAINTAINERS.yaml"
    file.write_text(MAINTAINERS)
    with time_machine.travel(now, tick=False):
        call_command("sync_roster", str(file), stdout=StringIO())


@pytest.fixture
def past(now):
    history.load(HISTORY, now)


def ask(cohort, login, *args, at=None):
    """The command's verdicts by rule, and whether the account is eligible."""
    out = StringIO()
    with time_machine.travel(at or cohorts.instant(cohort, "applications", days=2), tick=False):
        call_command("eligibility", "--cohort", cohort.slug, "--github", login, "--json", *args, stdout=out)
    said = json.loads(out.getvalue())
    return {rule["rule"]: rule for rule in said["rules"]} | {"eligible": said["eligible"]}


def verdicts(person, cohort, now, declaration="no"):
    verdict = judge(facts_of(person, cohort, said=Said(declaration), now=now))
    return {finding.rule: finding.verdict for finding in verdict.findings}


# The command ------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [["dberg"], ["DBERG"], ["@dberg"], ["renamed", "--github-id", "3684"]])
def test_a_maintainer_is_refused_by_any_name(cohort, roster, past, asked):
    said = ask(cohort, *asked)
    assert said["eligible"] is False
    assert said["not_a_current_maintainer"]["verdict"] == FAIL
    assert "dberg (website, spec), matched by numeric id" in said["not_a_current_maintainer"]["evidence"]


def test_a_maintainer_whose_list_has_no_id_is_found_by_login(cohort, roster):
    said = ask(cohort, "Nadia-OLD", "--github-id", "55")
    assert said["not_a_current_maintainer"]["verdict"] == FAIL


def test_a_login_under_another_id_needs_a_person(cohort, roster):
    assert ask(cohort, "dberg", "--github-id", "999")["not_a_current_maintainer"]["verdict"] == NEEDS


def test_a_login_of_before_on_a_list_without_ids_needs_a_person(cohort, roster):
    """Logins are reused: who has it now may be somebody else."""
    person("Nadia", github_login="nadia-old", github_id=55)

    said = ask(cohort, "nadia-new", "--github-id", "55")["not_a_current_maintainer"]

    assert said["verdict"] == NEEDS
    assert "matched by an earlier login" in said["evidence"]


def test_a_login_of_before_that_the_list_has_under_another_id_is_somebody_elses(cohort, roster):
    """Different ids never fail anybody."""
    Maintainer.objects.create(
        github_login="dberg",
        github_id=55,
        since=date(2026, 1, 1),
        until=date(2026, 6, 1),
        person=person("Dana", github_login="dana-new", github_id=55),
    )

    assert ask(cohort, "dana-new", "--github-id", "55")["not_a_current_maintainer"]["verdict"] == PASS


def test_a_former_mentee_passes_and_is_counted(cohort, roster, past):
    said = ask(cohort, "j0sal")
    assert said["eligible"] is None
    assert said["not_a_current_maintainer"]["verdict"] == PASS
    assert said["took_part_before"] == {
        "rule": "took_part_before",
        "verdict": PASS,
        "reason": "1 earlier participation, which is within what this cohort allows.",
        "evidence": "AMP 2023: Guides, completed (found by login alone). "
        "The records of j0sal here, imported history included. Allowed: 1.",
    }


def test_history_known_by_login_alone_never_decides_a_fail(cohort, roster, past):
    assert ask(cohort, "maya-e")["took_part_before"]["verdict"] == NEEDS


def test_withdrawn_places_do_not_count(cohort, roster, past):
    assert ask(cohort, "left-early")["took_part_before"]["reason"] == "Did not take part before, as far as we know."


def test_history_under_an_older_login_of_the_same_id_is_seen(cohort, roster, past):
    person("Maya", github_login="maya-e", github_id=77)
    assert ask(cohort, "maya-new", "--github-id", "77")["took_part_before"]["verdict"] == NEEDS


def test_the_json_has_the_shape_it_promises(cohort):
    out = StringIO()
    call_command("eligibility", "--cohort", cohort.slug, "--github", "ada", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert list(said) == ["eligible", "rules"]
    assert {tuple(rule) for rule in said["rules"]} == {("rule", "verdict", "reason", "evidence")}


def test_people_read_a_line_per_rule(cohort, roster):
    out = StringIO()
    call_command("eligibility", "--cohort", cohort.slug, "--github", "ada", stdout=out)
    assert len(out.getvalue().splitlines()) == 11


def test_an_unknown_cohort_is_a_clear_error(cohort):
    with pytest.raises(CommandError, match="There is no cohort “amp-1999”"):
        call_command("eligibility", "--cohort", "amp-1999", "--github", "ada")


def test_the_command_uses_the_declaration_of_the_submitted_application(cohort, now, roster):
    applicant = person("Nia Okafor", github_login="nia")
    project = cohorts.project(cohort, now=now)
    application = applying.submitted(cohort, applicant, projects=[project], now=now)
    applying.write(application, [project], now=now, other_program="yes")
    said = ask(cohort, "NIA", at=now + timedelta(hours=1))
    assert said["no_concurrent_program"]["verdict"] == PASS
    assert said["eligible"] is True


# As of a date -------------------------------------------------------------------------------------


def test_the_list_of_that_day_counts(cohort, roster, now):
    day = now.date()
    rule = "not_a_current_maintainer"
    assert ask(cohort, "dberg", "--on", str(day - timedelta(days=1)))[rule]["verdict"] == NEEDS
    assert ask(cohort, "dberg", "--on", str(day))[rule]["verdict"] == FAIL
    assert ask(cohort, "dberg", "--on", str(day + timedelta(days=7)))[rule]["verdict"] == FAIL
    assert ask(cohort, "dberg", "--on", str(day + timedelta(days=8)))[rule]["verdict"] == NEEDS


def test_whoever_left_the_list_passes(cohort, roster, now):
    later = now.date() + timedelta(days=3)
    Snapshot.objects.create(as_of=later, fetched_at=now, source="", digest="", entries=1)
    Maintainer.objects.filter(github_login="dberg").update(until=later)
    rule = "not_a_current_maintainer"
    assert ask(cohort, "dberg", "--on", str(later - timedelta(days=1)))[rule]["verdict"] == FAIL
    assert ask(cohort, "dberg", "--on", str(later))[rule]["verdict"] == PASS


def test_an_organizer_is_one_from_and_until_their_day(cohort, now):
    olga = person("Olga", github_login="olga")
    sides.give_organizer(cohort, olga, now=now)
    day = now.date()
    rule = "not_an_organizer"
    assert ask(cohort, "olga", "--on", str(day - timedelta(days=1)))[rule]["verdict"] == PASS
    assert ask(cohort, "olga", "--on", str(day))[rule]["verdict"] == FAIL
    other = cohorts.cohort("amp-2029", kickoff=date(2029, 6, 15))
    over_at = cohort.window("recognition").ends_at
    assert ask(other, "olga", at=over_at - timedelta(seconds=1))[rule]["verdict"] == FAIL
    assert ask(other, "olga", at=over_at)[rule]["verdict"] == PASS


def test_an_imported_place_was_held_while_it_lasted(past):
    same_time = cohorts.cohort("other-2023", kickoff=date(2023, 6, 15))
    during = ask(same_time, "J0SAL", "--on", "2023-05-20")
    assert (during["not_already_placed"]["verdict"], during["took_part_before"]["verdict"]) == (NEEDS, PASS)
    assert during["took_part_before"]["reason"] == "Did not take part before, as far as we know."
    after = ask(same_time, "J0SAL", "--on", "2023-11-30")
    assert (after["not_already_placed"]["verdict"], after["took_part_before"]["verdict"]) == (PASS, PASS)


# Roles and places -----------------------------------------------------------------------------------


def test_superusers_count_as_organizers(cohort, now):
    root = User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut")
    assert verdicts(root.person, cohort, now)["not_an_organizer"] == FAIL


def test_mentors_of_this_and_of_parallel_cohorts_are_refused(cohort, now):
    parallel = cohorts.cohort("spring-2027", kickoff=date(2027, 8, 1))
    later = cohorts.cohort("amp-2028", kickoff=date(2028, 6, 15))
    mentor = cohorts.mentor(cohort, now=now)
    said = {each.slug: verdicts(mentor, each, now)["not_a_mentor"] for each in (cohort, parallel, later)}
    assert said == {"amp-2027": FAIL, "spring-2027": FAIL, "amp-2028": PASS}


def test_a_mentor_who_could_read_applications_stays_on_that_side_of_the_cohort(cohort, now):
    parallel = cohorts.cohort("spring-2027", kickoff=date(2027, 8, 1))
    mentor = cohorts.mentor(cohort, now=now)
    sides.end_mentor(cohort, mentor, now=now)
    assert verdicts(mentor, cohort, now)["not_a_mentor"] == FAIL
    assert verdicts(mentor, parallel, now)["not_a_mentor"] == PASS


@pytest.fixture
def placed(cohort, now):
    """Somebody with an active place in the cohort."""
    mentee = person("Mel Mentee")
    project = cohorts.project(cohort, now=now)
    sides.take_contributor_side(cohort, mentee)
    sides.give_place(cohort, mentee, project, since=date(2027, 6, 15), until=date(2027, 10, 19))
    return mentee


def test_a_place_stands_in_the_way_of_overlapping_cohorts_only(placed, cohort, now):
    parallel = cohorts.cohort("spring-2027", kickoff=date(2027, 8, 1))
    later = cohorts.cohort("amp-2028", kickoff=date(2028, 6, 15))
    said = {each.slug: verdicts(placed, each, now)["not_already_placed"] for each in (cohort, parallel, later)}
    assert said == {"amp-2027": PASS, "spring-2027": FAIL, "amp-2028": PASS}


def test_an_extended_place_stands_in_the_way_longer(placed, now):
    winter = cohorts.cohort("winter-2027", kickoff=date(2027, 11, 1))
    assert verdicts(placed, winter, now)["not_already_placed"] == PASS
    Participation.objects.filter(person=placed).update(until=date(2027, 11, 15))
    assert verdicts(placed, winter, now)["not_already_placed"] == FAIL


@pytest.mark.parametrize(
    ("outcome", "verdict"), [("completed", FAIL), ("failed", FAIL), ("removed", FAIL), ("withdrawn", PASS)]
)
def test_an_ended_place_counts_by_its_outcome(placed, cohort, now, outcome, verdict):
    later = cohorts.cohort("amp-2028", kickoff=date(2028, 6, 15), earlier_participations=0)
    sides.end_place(cohort, placed, outcome, on=now.date())
    assert verdicts(placed, later, now)["took_part_before"] == verdict


def test_two_projects_in_one_cohort_and_another_program_count_once(cohort, now):
    """The program by its name in any spelling; the other one is shown."""
    rows = [
        "amp-2024,amp,2024-01-09,2024-06-30,Guides,,mentee,shared,completed",
        "amp-2024,amp,2024-01-09,2024-06-30,Tour,,mentee,Shared,failed",
        "ete-2025,Été du Code,2025-01-09,2025-06-30,Plage,,mentee,shared,completed",
    ]
    history.load("\n".join([HISTORY.splitlines()[0], *rows]), now)
    shared = person("Shannon", github_login="shared")
    imported = Person.objects.without_account().with_login("shared").get()
    decide(Join.objects.create(account=shared, known=imported, known_label="shared"), "confirm", now=now)

    finding = judge(facts_of(shared, cohort, said=Said(), now=now))["took_part_before"]
    assert (finding.verdict, finding.reason) == (
        PASS,
        "1 earlier participation, which is within what this cohort allows.",
    )
    assert {sentence.strip() for sentence in finding.evidence.split(".")[:3]} == {
        "amp 2024: Guides, completed",
        "amp 2024: Tour, did not pass",
        "Été du Code 2025: Plage, completed (another program, not counted)",
    }


def test_a_bar_holds_until_it_is_lifted(placed, cohort, now):
    later = cohorts.cohort("amp-2028", kickoff=date(2028, 6, 15))
    sides.end_place(cohort, placed, "removed", on=now.date())
    Participation.objects.filter(person=placed).update(barred_at=now)
    assert verdicts(placed, later, now)["not_barred"] == FAIL
    assert verdicts(placed, later, now - timedelta(seconds=1))["not_barred"] == PASS
    Participation.objects.filter(person=placed).update(bar_lifted_at=now + timedelta(days=30))
    assert verdicts(placed, later, now + timedelta(days=29))["not_barred"] == FAIL
    assert verdicts(placed, later, now + timedelta(days=30))["not_barred"] == PASS


# Other programs ---------------------------------------------------------------------------------------


def test_a_participant_list_shows_a_place_that_overlaps(cohort, now):
    participants.load(PARTICIPANTS, now)
    sam, sol = person("Sam", github_login="summer-sam"), person("Sol", github_login="Spring-Sol")
    assert verdicts(sam, cohort, now)["no_concurrent_program"] == FAIL
    assert verdicts(sol, cohort, now)["no_concurrent_program"] == PASS
    later = cohorts.cohort("amp-2028", kickoff=date(2028, 6, 15))
    assert verdicts(sam, later, now)["no_concurrent_program"] == PASS


@pytest.mark.parametrize("name", ["José Núñez", "nunez  JOSE", "Jose\u0301 Nu\u0301n\u0303ez"])
def test_a_list_without_logins_never_fails_anybody(cohort, now, name):
    """It needs a person, who sees both names; what they find is about this list."""
    names = "program,name,organization,url,starts_on,ends_on\n"
    names += "LFX,José Núñez,Réseau,https://lfx.example/jose,2027-05-01,2027-09-01\n"
    participants.load(names, now)
    jose, other = person(name, github_login="jose"), person("Josefa Nunez", github_login="josefa")
    finding = judge(facts_of(jose, cohort, said=Said("no"), now=now))["no_concurrent_program"]
    assert (finding.verdict, finding.reason, finding.evidence) == (
        NEEDS,
        "Somebody of the same name is on a participant list without GitHub logins: LFX (1 May 2027). Is it them?",
        f"LFX, José Núñez (here: {jose.name}), Réseau, 1 May 2027 – 1 September 2027, https://lfx.example/jose",
    )
    assert verdicts(other, cohort, now)["no_concurrent_program"] == PASS


def test_what_was_found_out_about_a_namesake_is_about_that_list(cohort, now):
    names = "program,name,starts_on,ends_on\nLFX,Jose Nunez,2027-05-01,2027-09-01\n"
    participants.load(names, now)
    jose = person("José Núñez", github_login="jose")
    applying.submitted(cohort, jose, projects=[cohorts.project(cohort, now=now)], now=now)
    lead = cohort.leads()[0].person
    resolve(jose, cohort, "no_concurrent_program", applies=False, source="asked him", by=lead, now=now)
    assert verdicts(jose, cohort, now)["no_concurrent_program"] == PASS
    participants.load(names.replace("LFX", "Outreachy"), now)
    assert verdicts(jose, cohort, now)["no_concurrent_program"] == NEEDS


def test_a_typed_login_is_compared_with_nothing(cohort, now, roster, past):
    participants.load(PARTICIPANTS, now)
    for login in ("summer-sam", "maya-e", "dberg"):
        said = verdicts(person("Typed", github_login=login, proved=False), cohort, now)
        assert said["no_concurrent_program"] == said["not_a_current_maintainer"] == NEEDS
        assert said["took_part_before"] == NEEDS


def test_a_declared_place_fails_without_any_list(cohort, now):
    assert verdicts(person(), cohort, now, declaration="yes")["no_concurrent_program"] == FAIL


def test_no_declaration_needs_a_person(cohort, now):
    assert verdicts(person(), cohort, now, declaration="")["no_concurrent_program"] == NEEDS


# People ---------------------------------------------------------------------------------------------------


def test_joined_history_counts_for_certain(cohort, now, past):
    maya = person("Maya", github_login="maya-e")
    assert verdicts(maya, cohort, now)["took_part_before"] == NEEDS
    imported = Person.objects.without_account().with_login("maya-e").get()
    decide(Join.objects.create(account=maya, known=imported, known_label="maya-e"), "confirm", now=now)
    assert verdicts(maya, cohort, now)["took_part_before"] == FAIL


def told_apart(account, login, now):
    imported = Person.objects.without_account().with_login(login).get()
    decide(Join.objects.create(account=account, known=imported, known_label=login), "refuse", now=now)


def test_history_of_somebody_told_apart_does_not_count(cohort, now, past):
    maya = person("Maya", github_login="maya-e")
    told_apart(maya, "maya-e", now)
    assert verdicts(maya, cohort, now)["took_part_before"] == PASS


def test_another_programs_place_of_somebody_told_apart_does_not_count(cohort, now):
    """Their list goes by login, and logins get reused: whoever has it now is not locked out for good."""
    participants.load(PARTICIPANTS, now)
    sam = person("Sam", github_login="summer-sam")
    told_apart(sam, "summer-sam", now)
    assert verdicts(sam, cohort, now)["no_concurrent_program"] == PASS


def test_another_programs_place_stays_with_whom_it_was_joined(cohort, now):
    participants.load(PARTICIPANTS, now)
    imported = Person.objects.get(github_login="Summer-Sam")
    sam = person("Sam", github_login="summer-sam")
    decide(Join.objects.create(account=sam, known=imported, known_label="summer-sam"), "confirm", now=now)
    Person.objects.filter(pk=sam.pk).update(github_login="sam-renamed")
    namesake = person("Namesake", github_login="Summer-Sam", github_id=77)
    sam.refresh_from_db()
    assert verdicts(sam, cohort, now)["no_concurrent_program"] == FAIL
    assert verdicts(namesake, cohort, now)["no_concurrent_program"] == PASS


@pytest.mark.parametrize("count", [3, 30])
def test_gathering_costs_the_same_for_a_long_past(cohort, now, roster, count, django_assert_num_queries):
    header = HISTORY.splitlines()[0]
    mentee = "a-{n},AMP,2023-01-09,2023-11-30,Guides,,mentee,maya-e,completed"
    mentor = "b-{n},AMP,2023-01-09,2023-11-30,Guides,,mentor,maya-e,"
    history.load("\n".join([header, *((mentee + "\n" + mentor).format(n=n) for n in range(count))]), now)
    maya = person("Maya", github_login="maya-e")
    with django_assert_num_queries(12):
        facts = facts_of(maya, cohort, said=Said("no"), now=now)
    assert (len(facts.places), len(facts.roles)) == (count, count)


# What is kept ---------------------------------------------------------------------------------------------


@pytest.fixture
def application(cohort, now):
    """Submitted by somebody who never proved a GitHub account."""
    project = cohorts.project(cohort, now=now)
    return applying.submitted(cohort, person("Nia Okafor", github_login=""), projects=[project], now=now)


def test_a_check_is_kept_as_it_was_given(application, now):
    EligibilityCheck.objects.all().delete()
    kept = check(application, "offer", now)
    kept.refresh_from_db()
    assert (kept.gate, kept.checked_at) == ("offer", now)
    assert kept.verdict == verdict_on(application.person, application.cohort, now)
    assert kept.verdict.eligible is None


def test_a_recorded_fact_resolves_what_needs_a_person(application, now):
    lead = applying.organizer(application.cohort)
    later = now + timedelta(minutes=1)
    for rule in ("not_a_current_maintainer", "no_concurrent_program", "took_part_before"):
        resolve(application.person, application.cohort, rule, applies=False, source="A call", by=lead, now=later)
    verdict = verdict_on(application.person, application.cohort, later)
    assert verdict.eligible is True
    assert verdict["no_concurrent_program"].evidence == f"A call (recorded by {lead}, 12 May 2027)"
    resolve(
        application.person, application.cohort, "no_concurrent_program", applies=True, source="LFX", by=lead, now=later
    )
    assert verdict_on(application.person, application.cohort, later).eligible is False


def test_a_recorded_fact_does_not_answer_a_later_question(application, now):
    """They had no GitHub account; now they have one, and the list is too old to compare it with."""
    lead, applicant = applying.organizer(application.cohort), application.person
    rule = "not_a_current_maintainer"
    resolve(applicant, application.cohort, rule, applies=False, source="A call", by=lead, now=now)
    before = verdicts(applicant, application.cohort, now)[rule]
    applicant.github_login, applicant.github_id, applicant.github_proved_at = "dberg", 3684, now
    applicant.save()
    Snapshot.objects.create(as_of=now.date() - timedelta(days=8), fetched_at=now, source="old", digest="", entries=1)
    assert [before, verdicts(applicant, application.cohort, now)[rule]] == [PASS, NEEDS]


def test_facts_are_recorded_by_other_organizers_about_open_questions(application, now):
    lead, cohort = applying.organizer(application.cohort), application.cohort
    question = {"applies": False, "source": "A call", "now": now}
    with pytest.raises(Refusal, match="Only organizers of this cohort record facts"):
        resolve(application.person, cohort, "no_concurrent_program", by=person("Stan"), **question)
    with pytest.raises(Refusal, match="does not need a person"):
        resolve(application.person, cohort, "not_barred", by=lead, **question)
    with pytest.raises(Refusal, match="Say how we know"):
        resolve(application.person, cohort, "no_concurrent_program", by=lead, **(question | {"source": "  "}))
    with pytest.raises(Refusal, match="Somebody else"):
        resolve(lead, cohort, "no_concurrent_program", by=lead, **question)
    assert not Fact.objects.exists()


def test_a_fail_is_never_open_to_a_fact(cohort, now):
    applicant = person("Nia Okafor")
    facts = facts_of(applicant, cohort, said=Said("yes"), now=now)
    before = judge(facts)["no_concurrent_program"]
    Fact.objects.create(
        person=applicant,
        cohort=cohort,
        rule="no_concurrent_program",
        asked=before.reason,
        applies=False,
        source="said so",
        recorded_by=applying.organizer(cohort),
        recorded_at=now,
    )
    after = facts_of(applicant, cohort, said=Said("yes"), now=now)
    assert replace(after, recorded=()) == facts
    assert judge(after)["no_concurrent_program"] == before
