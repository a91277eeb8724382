import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
from amp_portal.refusals import Refusal
from amp_portal.roster.models import Maintainer, Snapshot
from amp_portal.users.models import Person
from cohorts.imports import history
from evaluations.models import FollowUp
from evaluations.outcomes import asking
from evaluations.outcomes.count import Answer, Lists, Place, Ratio, Year, count
from evaluations.outcomes.gather import countable, outcomes

DAY = date(2027, 1, 1)
FIRST, LATER = date(2020, 1, 1), date(2021, 1, 1)

# Invented people in the history import's own format.
HISTORY = """cohort,program,starts_on,ends_on,project,repository,role,github,outcome
one,AMP,2020-01-01,2020-06-01,Parser,org/parser,mentor,Mentor-A,
one,AMP,2020-01-01,2020-06-01,Parser,org/parser,mentee,mentee-b,completed
one,AMP,2020-01-01,2020-06-01,Docs,org/docs,mentee,mentee-c,failed
two,AMP,2021-01-01,2021-06-01,Parser,org/parser,mentor,mentor-a,
two,AMP,2021-01-01,2021-06-01,Parser,org/parser,mentor,MENTEE-B,
two,AMP,2021-01-01,2021-06-01,Parser,org/parser,mentee,mentee-d,completed
"""


def year(name="one", places=(), mentors=(), answers=()):
    return Year(name, [Place(*place) for place in places], frozenset(mentors), [Answer(*row) for row in answers])


def test_people_count_once_over_the_years():
    years = [year(places=[(1, FIRST, True)]), year("two", places=[(1, LATER, False), (2, LATER, True)])]
    each, everything = count(years, Lists(), DAY)
    assert [row.completed for row in each] == [Ratio(1, 1), Ratio(1, 2)]
    assert (everything.places, everything.mentees, everything.completed) == (3, 2, Ratio(2, 2))


def test_who_was_a_maintainer_before_did_not_become_one():
    places = [(1, FIRST, True), (2, FIRST, True), (3, FIRST, True)]
    maintained = {1: [(date(2019, 1, 1), None)], 2: [(LATER, None)], 3: [(LATER, date(2022, 1, 1))]}
    [row], _everything = count([year(places=places)], Lists(maintained, date(2019, 1, 1)), DAY)
    assert (row.maintainers, row.became_maintainers, row.before_lists) == (Ratio(2, 3), Ratio(2, 2), 0)


def test_nobody_who_began_before_the_first_known_list_became_a_maintainer_or_did_not():
    """1 and 2 began before it: 1 was on it from the first, as perhaps years before. 3 began on its day, 4 later."""
    listed = date(2020, 9, 1)
    years = [
        year(places=[(1, FIRST, True), (2, FIRST, True), (5, None, True)]),
        year("two", places=[(2, LATER, True), (3, listed, True), (4, LATER, True)]),
    ]
    maintained = {1: [(listed, None)], 3: [(listed, None)], 4: [(date(2021, 5, 1), None)]}
    [one, two], everything = count(years, Lists(maintained, listed), DAY)
    assert (one.became_maintainers, one.before_lists) == (Ratio(0, 0), 3)
    assert (two.became_maintainers, two.before_lists) == (Ratio(1, 2), 0)
    assert (everything.became_maintainers, everything.before_lists) == (Ratio(1, 1), 3)
    assert (one.maintainers, everything.maintainers) == (Ratio(1, 3), Ratio(3, 5))


@pytest.mark.parametrize("first", [None, date(2027, 1, 2)])
def test_without_a_list_of_that_day_nobody_is_said_to_maintain_nothing(first):
    [row], _everything = count([year(places=[(1, FIRST, True)])], Lists({}, first), DAY)
    assert (row.maintainers, row.became_maintainers, row.before_lists) == (Ratio(0, 0), Ratio(0, 0), 1)


def test_mentoring_counts_only_in_a_later_cohort():
    years = [year(places=[(1, FIRST, True), (2, FIRST, True)], mentors=[3]), year("two", mentors=[1, 3])]
    [first, second], everything = count(years, Lists(), DAY)
    assert (first.became_mentors, second.became_mentors) == (Ratio(1, 2), Ratio(0, 0))
    assert (first.returning_mentors, second.returning_mentors) == (Ratio(0, 1), Ratio(1, 2))
    assert (everything.became_mentors, everything.returning_mentors) == (Ratio(1, 2), Ratio(1, 2))


def test_who_did_not_answer_is_asked_but_not_counted():
    answers = [(1, 3, True, True), (2, 3, False, False), (3, 3, None, False)]
    [row], _everything = count([year(answers=answers)], Lists(), DAY)
    assert (row.asked[3], row.active[3], row.active[6]) == (3, Ratio(1, 2), Ratio(0, 0))
    assert row.became_triagers == Ratio(1, 3)
    assert row.active[6].percent is None


def test_who_was_seen_is_around_unless_they_say_otherwise():
    answers = [(1, 3, None, False, True), (2, 3, False, False, True), (3, 3, None, False, False)]
    [row], _everything = count([year(answers=answers)], Lists(), DAY)
    assert (row.asked[3], row.active[3]) == (3, Ratio(1, 2))


def test_a_place_that_goes_on_is_not_counted_as_not_completed():
    [row], _everything = count([year(places=[(1, FIRST, True), (2, FIRST, False, False)])], Lists(), DAY)
    assert (row.mentees, row.completed) == (2, Ratio(1, 1))


@pytest.fixture
def imported(db):
    return history.load(HISTORY, cohorts.instant(cohorts.cohort("later", published=False), "announcement"))


@pytest.mark.usefixtures("imported")
def test_the_command_counts_imported_history_without_regard_to_case():
    listed = Person.objects.create(name="Bee", github_login="MENTEE-b", github_id=77)  # as the list of today has them
    Maintainer.objects.create(github_login="Mentee-B", github_id=77, since=LATER, person=listed)
    read = datetime(2021, 1, 1, tzinfo=UTC)
    Snapshot.objects.create(as_of=LATER, fetched_at=read, source="list.yaml", digest="", entries=1)
    out = StringIO()
    call_command("outcomes", "--json", "--on", "2027-01-01", stdout=out)
    said = json.loads(out.getvalue())
    assert [(row["places"], row["mentors"], row["maintainers"]) for row in said["cohorts"]] == [
        (2, 1, {"n": 1, "of": 2}),
        (1, 2, {"n": 0, "of": 1}),
    ]
    assert said["all"]["became_mentors"] == {"n": 1, "of": 3}
    out = StringIO()
    call_command("outcomes", "--on", "2027-01-01", stdout=out)
    assert [(row["became_maintainers"], row["before_lists"]) for row in [*said["cohorts"], said["all"]]] == [
        ({"n": 0, "of": 0}, 2),
        ({"n": 0, "of": 1}, 0),
        ({"n": 0, "of": 1}, 2),
    ]
    assert {
        "  are maintainers today: 1 of 3 (33 %), of all mentees, on 1 January 2027",
        "  mentees whose first day lies before the first known maintainers list: 2",
    } <= set(out.getvalue().splitlines())


def test_each_follow_up_is_asked_once(db):
    mentorship = evaluating.finished()
    day = mentorship.cohort.window("follow_up_3").starts_at
    assert asking.ask(day - timedelta(seconds=1)) == {"asked": 0}
    assert asking.ask(day) == {"asked": 1}
    assert asking.ask(day + timedelta(hours=1)) == {"asked": 0}
    letters = mentorship.mentee.messages.filter(letter="evaluations/mail/follow_up")
    assert letters.count() == 2  # by mail and in the portal
    assert asking.ask(mentorship.cohort.window("follow_up_12").starts_at) == {"asked": 1}  # the second was missed


def test_the_link_answers_without_an_account_until_it_closes(db, visit):
    mentorship = evaluating.finished()
    day = mentorship.cohort.window("follow_up_3").starts_at
    asking.ask(day)
    row = FollowUp.objects.get()
    incomplete = visit(None, row.link, day, post={"role": "triager", "words": "Here I am"})
    assert (incomplete.status_code, list(incomplete.context["form"].errors)) == (422, ["is_active"])
    assert "Here I am" in incomplete.content.decode()
    visit(None, row.link, day, post={"is_active": "yes", "role": "triager", "words": "Here I am"})
    row.refresh_from_db()
    assert (row.is_active, row.role, row.words, row.answered_at) == (True, "triager", "Here I am", day)
    assert visit(None, row.link + "x", day).status_code == 404
    late = row.closes_at
    visit(None, row.link, late, post={"is_active": "no", "role": "none"})
    row.refresh_from_db()
    assert row.role == "triager"
    with pytest.raises(Refusal):
        row.answer(is_active=False, role="none", words="", now=late)


def test_recorded_activity_after_the_program_is_a_sign_of_who_did_not_answer(db):
    mentorship = evaluating.finished()
    day = mentorship.cohort.window("follow_up_3").starts_at
    asking.ask(day)

    def around(at):
        mentorship.activities.all().delete()
        mentorship.activities.create(kind="pull", ref="12", at=at)
        _each, everything = outcomes(countable(day), day.date())
        return everything.active[3]

    assert around(day - timedelta(days=1)) == Ratio(0, 0)
    assert around(day + timedelta(days=1)) == Ratio(1, 1)
    assert around(FollowUp.objects.get().closes_at) == Ratio(0, 0)


@pytest.mark.parametrize("size", [3, 30])
def test_the_outcomes_page_has_constant_cost(client, db, size, django_assert_num_queries):
    rows = [HISTORY.splitlines()[0]]
    for number in range(size):
        rows.append(f"c{number},AMP,20{number + 10}-01-01,20{number + 10}-06-01,Idea,org/x,mentor,m{number},")
        rows.append(f"c{number},AMP,20{number + 10}-01-01,20{number + 10}-06-01,Idea,org/x,mentee,e{number},completed")
    cohort = cohorts.cohort()
    history.load("\n".join(rows), cohorts.instant(cohort, "announcement"))
    client.force_login(cohort.leads()[0].person.user)
    with django_assert_num_queries(13):
        page = client.get(reverse("evaluations:outcomes", args=[cohort.slug]))
    assert len(page.context["columns"]) == size + 1
    with django_assert_num_queries(8):
        outcomes(countable(cohorts.instant(cohort, "announcement")), DAY)
