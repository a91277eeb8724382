"""Earlier cohorts from a CSV file: all or nothing, idempotent, every problem by line and column."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from importlib import import_module
from io import StringIO
from threading import Barrier

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

import cohorts.scenarios as cohorts
from amp_portal.users.models import Join, Person
from amp_portal.users.scenarios import decide, person
from cohorts.imports import ImportRefused, decode, history
from cohorts.imports.table import Row
from cohorts.models import Cohort, ImportedPlace, Participation, Project, ProjectMentor

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HEADER = "cohort,program,starts_on,ends_on,project,repository,role,github,outcome\n"
HISTORY = HEADER + (
    "amp-2022,AMP,2022-01-10,2022-11-30,Add support for Kafka,example/glee,mentor,Fay-M,\n"
    "amp-2022,AMP,2022-01-10,2022-11-30,Add support for Kafka,example/glee,mentor,omar,\n"
    "amp-2022,AMP,2022-01-10,2022-11-30,Add support for Kafka,example/glee,mentee,ruth-16,completed\n"
    "\n"
    'amp-2022,AMP,2022-01-10,2022-11-30,"Retries, back""pressure""",example/glee,mentor,fay-m,\n'
    'amp-2022,AMP,2022-01-10,2022-11-30,"Retries, back""pressure""",example/glee,mentee,J0SAL,failed\n'
    "amp-2023,AMP,2023-01-09,2023-11-30,Guides,,mentor,FAY-M,\n"
    "amp-2023,AMP,2023-01-09,2023-11-30,Guides,,mentee,j0sal,completed\n"
)


def line(**changes):
    fields = {
        "cohort": "amp-2022",
        "program": "AMP",
        "starts_on": "2022-01-10",
        "ends_on": "2022-11-30",
        "project": "Guides",
        "repository": "",
        "role": "mentee",
        "github": "ada",
        "outcome": "completed",
    } | changes
    return ",".join(fields.values()) + "\n"


def problems(text):
    with pytest.raises(ImportRefused) as refused:
        history.parse(text)
    return list(map(str, refused.value.problems))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text(HISTORY, encoding="utf-8")
    return path


def run(path):
    out = StringIO()
    call_command("import_history", str(path), stdout=out)
    return out.getvalue().splitlines()


# What it makes --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_says_what_it_did_and_then_that_nothing_changed(file):
    held = "2 cohorts, 3 projects, 3 mentee places, 2 distinct mentors, 4 people"
    assert run(file) == [held, "Added: 2 cohorts, 3 projects, 3 mentee places, 2 distinct mentors, 4 people"]
    before = snapshot()
    assert run(file) == [held, "Nothing changed."]
    assert snapshot() == before


def snapshot():
    models = (Cohort, Project, ProjectMentor, Participation, ImportedPlace, Person)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.django_db
def test_an_imported_cohort_is_over_and_public(client):
    history.load(HISTORY, NOW)
    cohort = Cohort.objects.get(slug="amp-2022")
    assert (cohort.name, cohort.year, cohort.mode, cohort.imported) == ("AMP 2022", 2022, "volunteer", True)
    phase = cohort.window("program")
    assert phase.starts_at == datetime(2022, 1, 10, tzinfo=UTC)
    assert phase.ends_at == datetime(2022, 11, 30, 23, 59, tzinfo=UTC)
    assert cohort.is_over(NOW)
    assert not Cohort.objects.not_over(NOW).exists()
    assert client.get(cohort.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_places_and_mentors_are_those_of_a_real_cohort():
    history.load(HISTORY, NOW)
    rows = Participation.objects.filter(cohort__slug="amp-2022").order_by("pk")
    assert [
        (row.person.github_login, row.side, row.is_mentor, row.outcome, str(row.project or "")) for row in rows
    ] == [
        ("Fay-M", "staff", True, "", ""),
        ("omar", "staff", True, "", ""),
        ("ruth-16", "contributor", False, "completed", "Add support for Kafka"),
        ("J0SAL", "contributor", False, "failed", 'Retries, back"pressure"'),
    ]
    assert {(row.since, row.until) for row in rows} == {(date(2022, 1, 10), date(2022, 11, 30))}
    kafka = Project.objects.get(title="Add support for Kafka")
    assert [(mentor.person.github_login, mentor.is_lead, mentor.until) for mentor in kafka.mentors.all()] == [
        ("Fay-M", True, datetime(2022, 11, 30, 23, 59, tzinfo=UTC)),
        ("omar", False, datetime(2022, 11, 30, 23, 59, tzinfo=UTC)),
    ]
    assert (kafka.slug, kafka.state, kafka.repository) == (
        "add-support-for-kafka",
        "approved",
        "https://github.com/example/glee",
    )
    assert not Project.objects.with_open_places().exists()


@pytest.mark.django_db
def test_the_same_person_in_another_case_is_the_same_person():
    history.load(HISTORY, NOW)
    assert sorted(Person.objects.values_list("github_login", flat=True)) == ["Fay-M", "J0SAL", "omar", "ruth-16"]


SHARED = HEADER + (
    "amp-2024,AMP,2024-06-10,2024-11-30,Guides,example/guides,mentor,quill,\n"
    "amp-2024,AMP,2024-06-10,2024-11-30,Guides,example/guides,mentee,maya-e,completed\n"
    "amp-2024,AMP,2024-06-10,2024-11-30,Guides,example/guides,mentee,bo,failed\n"
    "amp-2024,AMP,2024-06-10,2024-11-30,Tour,example/tour,mentor,quill,\n"
    "amp-2024,AMP,2024-06-10,2024-11-30,Tour,example/tour,mentee,Maya-E,withdrawn\n"
)


def places():
    rows = ImportedPlace.objects.order_by("project__title", "pk")
    return [(row.project.title, row.participation.imported_login, row.outcome) for row in rows]


@pytest.mark.django_db
def test_one_mentee_on_two_projects_of_a_cohort_takes_part_once_and_holds_two_places(file):
    file.write_text(SHARED)
    held = "1 cohorts, 2 projects, 3 mentee places, 1 distinct mentors, 3 people"
    assert run(file) == [held, "Added: 1 cohorts, 2 projects, 3 mentee places, 1 distinct mentors, 3 people"]
    before = snapshot()
    assert run(file) == [held, "Nothing changed."]
    assert snapshot() == before
    assert places() == [
        ("Guides", "maya-e", "completed"),
        ("Guides", "bo", "failed"),
        ("Tour", "maya-e", "withdrawn"),
    ]
    maya = Participation.objects.get(imported_login="maya-e")
    assert (maya.outcome, maya.project.title) == ("completed", "Guides")
    assert list(Project.objects.order_by("pk").values_list("volunteer_taken", flat=True)) == [2, 1]


@pytest.mark.django_db
def test_a_corrected_file_takes_a_place_back_that_it_has_no_more(file):
    history.load(SHARED, NOW)
    file.write_text(SHARED.replace("Guides,example/guides,mentee,maya-e", "Tour,example/tour,mentee,maya-e", 1))
    with pytest.raises(CommandError, match="Maya-E is on this project on line 3 already"):
        run(file)
    file.write_text("\n".join(row for row in SHARED.splitlines() if "maya-e,completed" not in row))
    assert run(file)[1:] == ["Changed: 1 mentee places", "Removed: 1 mentee places"]
    assert run(file)[1:] == ["Nothing changed."]
    assert places() == [("Guides", "bo", "failed"), ("Tour", "maya-e", "withdrawn")]
    assert Participation.objects.get(imported_login="maya-e").outcome == "withdrawn"


@pytest.mark.django_db
def test_what_was_imported_before_has_its_places_too(file):
    history.load(HISTORY, NOW)
    before = places()
    ImportedPlace.objects.all().delete()
    for _again in range(2):
        import_module("cohorts.migrations.0023_places_of_imported_history").give_each_place_its_row(apps, None)
        assert places() == before
    assert run(file)[1:] == ["Nothing changed."]


@pytest.mark.django_db
def test_titles_that_look_alike_get_their_own_links():
    text = HEADER + "".join(
        line(project=title, github=f"ada-{number}")
        for number, title in enumerate(["Guides!", "Guides?", "指南", "指南."])
    )
    history.load(text, NOW)
    assert list(Project.objects.order_by("pk").values_list("slug", flat=True)) == [
        "guides",
        "guides-2",
        "project",
        "project-2",
    ]


@pytest.mark.django_db
def test_what_a_later_file_says_differently_is_changed():
    history.load(HISTORY, NOW)
    text = HISTORY.replace("J0SAL,failed", "J0SAL,completed").replace("2023-11-30", "2023-12-15")
    report = history.load(text, NOW)
    assert {kind: (tally.added, tally.changed) for kind, tally in report.tallies.items()} == {
        "cohorts": (0, 1),
        "projects": (0, 0),
        "mentee places": (0, 2),
        "distinct mentors": (0, 1),
        "people": (0, 0),
    }
    assert Cohort.objects.get(slug="amp-2023").window("program").ends_at.date() == date(2023, 12, 15)
    assert not history.load(text, NOW).has_changes


@pytest.mark.django_db
def test_people_with_an_account_or_a_numeric_id_are_left_alone():
    person("Ruth", github_login="ruth-16")
    person("Omar", github_login="omar", proved=False)
    person("Fay", github_login="fay-m", github_id=5, account=False)
    waiting = person("Joana", github_login="J0sal", account=False)
    history.load(HISTORY, NOW)
    assert Participation.objects.filter(person=waiting).count() == 2
    assert Participation.objects.exclude(person=waiting).filter(person__user=None, person__github_id=None).count() == 4
    assert Person.objects.count() == 7


@pytest.mark.django_db
def test_after_an_organizer_joined_somebody_nothing_is_doubled():
    history.load(HISTORY, NOW)
    ruth = person("Ruth", github_login="ruth-16")
    imported = Person.objects.without_account().with_login("ruth-16").get()
    decide(Join.objects.create(account=ruth, known=imported, known_label="ruth-16"), "confirm", now=NOW)
    ruth.refresh_from_db()
    ruth.github_login = "renamed-since"
    ruth.save()
    assert not history.load(HISTORY, NOW).has_changes
    assert Participation.objects.get(imported_login="ruth-16").person == ruth


@pytest.mark.django_db
def test_a_preview_keeps_nothing():
    report = history.preview(HISTORY, NOW)
    assert (report.tallies["mentee places"].added, Cohort.objects.count(), Person.objects.count()) == (3, 0, 0)


@pytest.mark.django_db
def test_five_thousand_lines_cost_few_statements(django_assert_max_num_queries):
    text = HEADER + "".join(
        line(project=f"Project {number // 10}", github=f"ada-{number}", cohort=f"amp-{number // 1000}")
        for number in range(5000)
    )
    with django_assert_max_num_queries(210):  # SQLite takes so many values at a time
        report = history.load(text, NOW)
    assert report.tallies["mentee places"].added == 5000


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_everything_once():
    together = Barrier(2)

    def run_one(_number):
        together.wait()
        try:
            history.load(HISTORY, NOW)
        except ImportRefused as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(run_one, range(2)))
    assert set(said) <= {"", "Somebody else imported the same things at this moment. Please try again."}
    assert "" in said
    assert (Cohort.objects.count(), Person.objects.count(), Participation.objects.count()) == (2, 4, 6)


# What it refuses -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_bad_line_and_nothing_is_imported(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text(HISTORY + line(outcome="great") + line(github="not a login", ends_on="soon"))
    with pytest.raises(CommandError) as refused:
        run(path)
    assert str(refused.value).splitlines()[1:] == [
        "line 10, column outcome: “great” is none of completed, failed, withdrawn, removed, active.",
        "line 11, column ends_on: “soon” is not a date like 2027-06-15.",
        "line 11, column github: “not a login” is not a GitHub login.",
    ]
    assert not Cohort.objects.exists()


def test_the_lines_of_a_file_agree_with_each_other():
    text = (
        HEADER
        + line(github="ada")
        + line(github="bea", ends_on="2022-12-31")
        + line(github="cas", repository="example/other")
        + line(github="ADA", outcome="failed")
        + line(github="dan", role="mentor", outcome="")
        + line(github="Dan")
        + line(github="dan", role="mentor", outcome="")
        + line(github="eve", outcome="")
        + line(github="fay", role="mentor")
    )
    assert problems(text) == [
        "line 3, column ends_on: differs from line 2 about the same cohort.",
        "line 4, column repository: differs from line 2 about the same project.",
        "line 5, column github: ADA is on this project on line 2 already.",
        "line 7, column role: Dan is a mentor of this cohort on line 6.",
        "line 8, column github: dan is on this project on line 6 already.",
        "line 9, column outcome: a mentee needs one of completed, failed, withdrawn, removed, active.",
        "line 10, column outcome: a mentor has none. Leave it empty.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["line 1: {missing} The header should be “{header}”, and is “”."]),
        ("a,b\n1,2\n", ["line 1: {missing} The header should be “{header}”, and is “a,b”."]),
        (HEADER, ["The file has no lines below its header."]),
        (HEADER + "amp-2022,AMP\n", ["line 2: has 2 fields instead of 9."]),
        (HEADER + line(ends_on="2022-01-01"), ["line 2, column ends_on: is before starts_on."]),
        (
            HEADER + line(starts_on="0001-01-01", ends_on="9999-12-31"),
            [
                "line 2, column ends_on: “9999-12-31” is not a date like 2027-06-15.",
                "line 2, column starts_on: “0001-01-01” is not a date like 2027-06-15.",
            ],
        ),
        (
            HEADER + line(repository="javascript:alert(1)"),
            ["line 2, column repository: “javascript:alert(1)” is neither a repository like owner/name nor a link."],
        ),
        (HEADER + line(project=""), ["line 2, column project: is empty."]),
        (HEADER + line(project="x" * 201), ["line 2, column project: is longer than 200 characters."]),
        (
            HEADER + line(project="\u3164\x00—"),
            ["line 2, column project: has no letter and no number that can be seen."],
        ),
        (HEADER + line(cohort="amp 2022"), ["line 2, column cohort: “amp 2022” is not a short name like amp-2022."]),
        (
            HEADER + line(project='"a\nb"') + line(role="boss"),
            ["line 4, column role: “boss” is none of mentor, mentee."],
        ),
    ],
)
def test_each_problem_is_named_by_line_and_column(text, expected):
    missing = "There is no column cohort, program, starts_on, ends_on, project, role, github, outcome."
    assert problems(text) == [each.format(header=HEADER.strip(), missing=missing) for each in expected]


def test_a_broken_quote_is_named_by_its_line():
    (problem,) = problems(HEADER + line() + 'amp-2022,"AMP"x,')
    assert problem.startswith("line 3: can't be read as CSV")


@pytest.mark.django_db
def test_a_cohort_that_is_run_here_is_never_touched():
    cohorts.cohort("amp-2022")
    with pytest.raises(ImportRefused) as refused:
        history.load(HISTORY, NOW)
    assert list(map(str, refused.value.problems)) == [
        "line 2, column cohort: “amp-2022” is a cohort that is run here; history can't be imported into it."
    ]
    assert not Cohort.objects.filter(imported=True).exists()


@pytest.mark.django_db
def test_nobody_changes_sides_in_a_later_file():
    history.load(HISTORY, NOW)
    with pytest.raises(ImportRefused) as refused:
        history.load(HEADER + line(github="OMAR"), NOW)
    assert list(map(str, refused.value.problems)) == [
        "line 2, column role: OMAR was imported with another role in this cohort before."
    ]


def test_a_file_that_is_missing_or_no_text_is_a_clear_error(tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        run(tmp_path / "nothing.csv")
    path = tmp_path / "mixed.csv"
    path.write_bytes(HEADER.encode() + line(project="Führung").encode() + line(github="b").encode("utf-16"))
    with pytest.raises(CommandError, match="line 3: this is not UTF-8 text"):
        run(path)


# How it reads ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_marks_and_line_ends_make_no_difference(encoding, newline):
    content = HISTORY.replace("\n", newline).encode(encoding)
    assert history.parse(decode(content)) == history.parse(HISTORY)


def test_columns_may_come_in_any_order():
    names = HEADER.strip().split(",")
    values = dict(zip(names, line().strip().split(","), strict=True))
    backwards = ",".join(reversed(names)) + "\n" + ",".join(values[name] for name in reversed(names)) + "\n"
    assert history.parse(backwards).rows == history.parse(HEADER + line()).rows


@given(st.text())
def test_no_text_makes_it_crash(text):
    try:
        rows = history.parse(text).rows
    except ImportRefused:
        return
    assert all(isinstance(row, Row) for row in rows)


@given(st.lists(st.text(max_size=12), min_size=9, max_size=9))
def test_no_line_makes_it_crash(fields):
    quoted = ",".join('"' + field.replace('"', '""') + '"' for field in fields)
    with suppress(ImportRefused):
        history.parse(HEADER + quoted + "\n")
