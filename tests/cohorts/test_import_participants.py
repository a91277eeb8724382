"""Who takes part in other programs, from a CSV file."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from cohorts.imports import ImportRefused, participants
from cohorts.models import OtherProgramPlace, ParticipantList

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 5, 12, 12, tzinfo=UTC)
LIST = """\
program,github,name,starts_on,ends_on
GSoC,Summer-Sam,Sam Summer,2027-05-01,2027-09-01
GSoC,sol,,2027-05-01,2027-09-01
LFX,summer-sam,Sam Summer,2027-03-01,2027-05-31
"""


def places():
    rows = OtherProgramPlace.objects.order_by("pk").values_list("program", "github_login", "starts_on", "ends_on")
    return list(rows)


def test_the_command_says_what_it_did_and_then_that_nothing_changed(tmp_path):
    file, said = tmp_path / "gsoc.csv", []
    file.write_text(LIST, encoding="utf-8-sig")
    for _again in range(2):
        out = StringIO()
        call_command("import_participants", str(file), stdout=out)
        said.append(out.getvalue().splitlines())
    assert said == [
        ["2 programs, 3 places, 2 people", "Added: 3 places, 2 people"],
        ["2 programs, 3 places, 2 people", "Nothing changed."],
    ]
    assert places() == [
        ("GSoC", "Summer-Sam", date(2027, 5, 1), date(2027, 9, 1)),
        ("GSoC", "sol", date(2027, 5, 1), date(2027, 9, 1)),
        ("LFX", "summer-sam", date(2027, 3, 1), date(2027, 5, 31)),
    ]
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Sam Summer", "sol"]


def test_a_later_list_moves_the_end():
    participants.load(LIST, NOW)
    later = "program,github,name,starts_on,ends_on\ngsoc,SOL,Sol,2027-05-01,2027-06-01\n"
    report = participants.load(later, NOW)
    assert (report.tallies["places"].added, report.tallies["places"].changed) == (0, 1)
    assert places()[1] == ("GSoC", "sol", date(2027, 5, 1), date(2027, 6, 1))
    assert OtherProgramPlace.objects.count() == 3


def test_it_is_known_when_each_list_came_last():
    participants.load(LIST, NOW)
    later = NOW + timedelta(days=2)
    participants.load("program,github,name,starts_on,ends_on\nlfx,new,,2027-03-01,2027-05-31\n", later)
    assert list(ParticipantList.objects.values_list("program", "imported_at")) == [("GSoC", NOW), ("LFX", later)]


def test_nobody_with_an_account_is_taken_for_the_participant():
    person("Sol", github_login="sol")
    participants.load(LIST, NOW)
    assert OtherProgramPlace.objects.get(github_login="sol").person.github_id is None


def test_a_place_stays_with_whoever_it_was_joined_with():
    participants.load(LIST, NOW)
    sol = person("Sol", github_login="sol")
    OtherProgramPlace.objects.filter(github_login="sol").update(person=sol)
    Person.objects.filter(user=None, github_login="sol").delete()
    assert not participants.load(LIST, NOW).has_changes
    assert OtherProgramPlace.objects.get(github_login="sol").person == sol


def test_every_problem_is_named_and_nothing_is_imported():
    text = LIST + "GSoC,SUMMER-SAM,Sam,2027-05-01,2027-10-01\nLFX,ok,,2027-09-01,2027-05-31\n,ok,,x,2027-05-31\n"
    with pytest.raises(ImportRefused) as refused:
        participants.load(text, NOW)
    assert list(map(str, refused.value.problems)) == [
        "line 5, column github: SUMMER-SAM has this place on line 2 already.",
        "line 6, column ends_on: is before starts_on.",
        "line 7, column program: is empty.",
        "line 7, column starts_on: “x” is not a date like 2027-06-15.",
    ]
    assert places() == []
    assert not ParticipantList.objects.exists()


NAMES = """\
program,name,organization,url,starts_on,ends_on
LFX,José Núñez,Réseau,https://lfx.example/jose,2027-05-01,2027-09-01
LFX,José Núñez,Other,,2027-05-01,2027-09-01
LFX,Sam Summer,,,2027-05-01,2027-09-01
"""


def test_a_list_without_logins_makes_nobody_and_changes_nothing_the_second_time():
    report = participants.load(NAMES, NOW)
    assert (report.tallies["places"].added, Person.objects.count()) == (3, 0)
    assert not participants.load(NAMES, NOW).has_changes
    respelt = participants.load(NAMES.replace("José Núñez,Réseau", "NUNEZ Jose,reseau"), NOW)
    assert (respelt.tallies["places"].added, respelt.tallies["places"].changed) == (0, 1)


def test_a_place_that_stands_twice_or_is_nobodys_is_refused():
    with pytest.raises(ImportRefused, match="line 5, column name: jose nunez has this place on line 3 already"):
        participants.parse(NAMES + "lfx,jose nunez,OTHER,,2027-05-01,2027-08-01\n")
    with pytest.raises(ImportRefused, match="line 5, column name: there is neither a name nor a GitHub login"):
        participants.parse(NAMES + "lfx,,,,2027-05-01,2027-08-01\n")


def test_a_later_list_brings_the_login_or_leaves_it_out():
    participants.load(NAMES, NOW)
    later = "program,github,name,starts_on,ends_on\nLFX,summer-sam,Sam Summer,2027-05-01,2027-09-01\n"
    assert participants.load(later, NOW).tallies["places"].changed == 1
    assert OtherProgramPlace.objects.get(name="Sam Summer").person.github_login == "summer-sam"
    assert not participants.load(NAMES, NOW).has_changes
    assert OtherProgramPlace.objects.get(name="Sam Summer").github_login == "summer-sam"


@pytest.mark.parametrize("program", ["Été du Code", "ÉTÉ DU CODE", "été du code", "Ete du code"])
def test_a_program_with_a_capital_outside_ascii_is_imported_again(program):
    participants.load(LIST.replace("GSoC", "Été du Code"), NOW)
    assert not participants.load(LIST.replace("GSoC", program), NOW).has_changes
    assert set(ParticipantList.objects.values_list("program", flat=True)) == {"Été du Code", "LFX"}


def test_a_preview_keeps_nothing():
    assert participants.preview(LIST, NOW).tallies["places"].added == 3
    assert places() == []
