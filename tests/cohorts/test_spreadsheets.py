"""The spreadsheets people have: whatever they look like, they are read as what they say, or refused in words."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

import cohorts.scenarios as cohorts
from cohorts.imports import ImportRefused, decode, encoding_in_words, participants
from cohorts.imports.days import Days
from cohorts.models import OtherProgramPlace

NOW = datetime(2027, 5, 12, 12, tzinfo=UTC)
PLAIN = "program,github,name,starts_on,ends_on\nÉté du Code,emile-z,Émile Zoë,2027-05-01,2027-09-13\n"


def values(text):
    return [row.values for row in participants.parse(text).rows]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_make_no_difference(encoding, words, delimiter):
    content = PLAIN.replace(",", delimiter).replace("\n", "\r\n").encode(encoding)
    assert values(decode(content)) == values(PLAIN)
    assert encoding_in_words(content) == words


@pytest.mark.parametrize(
    "text",
    [
        "Ends On;PROGRAM;starts-on; Name ;GitHub\n2027-09-13;Été du Code;2027-05-01;Émile Zoë;emile-z\n",
        "sep=;\nprogram;github;name;starts_on;ends_on\nÉté du Code;emile-z;Émile Zoë;2027-05-01;2027-09-13\n",
        "\n,,,,\n" + PLAIN + ",,,,\n  ,,,,\nTotal,1,,,\n",
        PLAIN.replace("\n", ",,\n"),
        "program,start date,end date,participant,username\n"
        "Été du Code,2027-05-01,2027-09-13,Émile Zoë,https://github.com/emile-z\n",
        "program;starts_on;ends_on;name;github;mood\nÉté du Code;1.5.2027;13.09.2027;Émile  Zoë;@emile-z;fine\n",
        '"program";"github";"name";"starts_on";"ends_on"\n'
        '"Été du Code";"emile-z";"Émile Zoë";"2027/5/1";"2027-09-13"\n',
    ],
)
def test_headers_blank_lines_totals_and_other_columns(text):
    assert values(text) == values(PLAIN)


@pytest.mark.parametrize(
    "cell",
    [
        "@Ada-L",
        "https://github.com/Ada-L",
        "http://www.github.com/Ada-L/",
        "github.com/Ada-L?tab=repositories",
        "HTTPS://GitHub.com/@Ada-L",
        " Ada-L ",
    ],
)
def test_logins_and_profiles_are_the_same(cell):
    [row] = values(f"program,github,starts_on,ends_on\nGSoC,{cell},2027-05-01,2027-09-13\n")
    assert row["github"] == "Ada-L"


@pytest.mark.parametrize("cell", ["https://github.com/ada/parser", "https://gitlab.com/ada", "ada@example.org", "a b"])
def test_what_is_no_login_is_refused(cell):
    with pytest.raises(ImportRefused, match="is not a GitHub login"):
        participants.parse(f"program,github,starts_on,ends_on\nGSoC,{cell},2027-05-01,2027-09-13\n")


@pytest.mark.parametrize(
    "cell",
    [
        "2027-06-05",
        "2027/6/5",
        "2027-06-05 00:00:00",
        "2027-06-05T00:00:00Z",
        "5.6.2027",
        "05. 06. 2027",
        "5-Jun-27",
        "05-June-2027",
        "5 June 2027",
        "June 5, 2027",
        "Saturday, June 5, 2027",
        "Sat, 5 Jun 2027",
    ],
)
def test_days_that_can_mean_one_thing_only(cell):
    assert Days()(cell) == date(2027, 6, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "5/6/2027",
        "05-06-2027",
        "5/6/27",
        "46178",
        "2027-06-05 09:30",
        "2027-13-01",
        "31/02/2027",
        "5 Foo 2027",
        "soon",
        "",
    ],
)
def test_others_are_refused(cell):
    with pytest.raises(ValueError, match=r"2027-06-15|as dates"):
        Days()(cell)


@pytest.mark.parametrize(("shows", "day"), [("13/06/2027", date(2027, 6, 5)), ("06/13/2027", date(2027, 5, 6))])
def test_one_day_shows_how_the_others_of_its_file_are_meant(shows, day):
    days = Days(["5/6/2027", shows])
    assert days("5/6/2027") == day
    assert Days()("6/6/2027") == date(2027, 6, 6)
    with pytest.raises(ValueError, match="can be two days"):
        Days(["13/06/2027", "06/13/2027"])("5/6/2027")


def test_a_file_that_leaves_the_day_open_is_refused_by_line_and_column():
    with pytest.raises(ImportRefused) as refused:
        participants.parse("program,name,starts_on,ends_on\nLFX,Ada,05/06/2027,05/09/2027\n")
    assert list(map(str, refused.value.problems)) == [
        "line 2, column ends_on: “5/9” can be two days. Write the date like 2027-06-15.",
        "line 2, column starts_on: “5/6” can be two days. Write the date like 2027-06-15.",
    ]


def test_a_column_that_stands_twice_is_refused():
    with pytest.raises(ImportRefused, match="Two columns are read as github"):
        participants.parse("program,github,login,starts_on,ends_on\nLFX,ada,ada,2027-05-01,2027-09-13\n")


SHEET = (
    "Program;Full name;Org.;Organization;Start;End\r\nLFX;Émile Zoë;;Réseau;01/05/2027;31/08/2027\r\nTotal: 1;;;;;\r\n"
).encode("cp1252")


@pytest.mark.django_db
def test_the_preview_says_how_each_column_was_read(client):
    client.force_login(cohorts.cohort().leads()[0].person.user)
    file = SimpleUploadedFile("lfx.csv", SHEET.replace(b"Org.", b"Mood"))
    page = client.post(reverse("admin:cohorts_otherprogramplace_import"), {"file": file})
    reading = page.context["report"].reading
    assert [(read.header, read.column, read.how, read.example) for read in reading.columns] == [
        ("Program", "program", "", "LFX"),
        ("Full name", "name", "", "Émile Zoë"),
        ("Mood", "", "", ""),
        ("Organization", "organization", "", "Réseau"),
        ("Start", "starts_on", "day, month, year", "2027-05-01"),
        ("End", "ends_on", "day, month, year", "2027-08-31"),
    ]
    words = page.content.decode()
    assert "Windows-1252 text, semicolon between cells." in words
    assert "Left out as totals: line 3." in words
    assert not OtherProgramPlace.objects.exists()


@pytest.mark.django_db
def test_the_command_previews_too(tmp_path):
    file, out = tmp_path / "lfx.csv", StringIO()
    file.write_bytes(SHEET.replace(b"Org.", b"Mood"))
    call_command("import_participants", str(file), "--preview", stdout=out)
    assert out.getvalue().splitlines() == [
        "Windows-1252, semicolon between cells",
        "“Program”: read as program; first: LFX",
        "“Full name”: read as name; first: Émile Zoë",
        "“Mood”: not read",
        "“Organization”: read as organization; first: Réseau",
        "“Start”: read as starts_on, day, month, year; first: 2027-05-01",
        "“End”: read as ends_on, day, month, year; first: 2027-08-31",
        "Left out as totals: line 3.",
        "1 programs, 1 places, 1 people",
        "Added: 1 places",
    ]
    assert not OtherProgramPlace.objects.exists()
