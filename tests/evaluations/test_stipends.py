from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from evaluations.models import StipendLine
from evaluations.stipends import budget, ledger, payments
from evaluations.stipends.rules import Outcome, Role


@pytest.fixture
def project(cohort):
    return cohorts.project(cohort, now=cohorts.instant(cohort, "mentor_call", days=1), sponsored_slots=2)


@pytest.fixture
def pair(cohort, project):
    """Two mentees on one project."""
    return [mentoring.mentorship(cohort, project=project, mentee=person(name)) for name in ("Ada Lark", "Ben Moss")]


@pytest.fixture
def in_program(cohort):
    return cohorts.instant(cohort, "program", days=30)


def book(cohort):
    """``{(name, role): (state, cents)}`` of all lines that stand."""
    rows = StipendLine.objects.filter(cohort=cohort).standing().select_related("person")
    return {(row.person.name, row.role): (row.state, row.amount) for row in rows}


def conclude(cohort, pair, *, failing=(), **given):
    """Both rounds of all, released; ``failing`` don't pass the final."""
    for kind in ("midterm", "final"):
        round = evaluating.round_of(cohort, kind)
        for mentorship in pair:
            evaluating.evaluated(round, mentorship, **given)
            if round.is_final and mentorship in failing:
                evaluating.decided(round, mentorship, passed=False)
        evaluating.released(round)
    return round.closes_at + timedelta(days=1)


def test_parts_are_expected_while_the_program_runs(cohort, pair, in_program):
    ledger.sweep(in_program)
    mentor = mentoring.lead_mentor(pair[0]).name
    assert book(cohort) == {
        ("Ada Lark", "mentee"): ("pending", 75_000),
        ("Ben Moss", "mentee"): ("pending", 75_000),
        (mentor, "mentor"): ("pending", 50_000),
    }


def test_a_second_sweep_does_nothing(cohort, pair, in_program):
    assert ledger.sweep(in_program) == {"lines": 3}
    assert ledger.sweep(in_program) == {"lines": 0}


def test_the_part_of_who_fails_goes_to_who_passed(cohort, pair):
    conclude(cohort, pair, failing=pair[1:])
    mentor = mentoring.lead_mentor(pair[0]).name
    assert book(cohort) == {("Ada Lark", "mentee"): ("eligible", 150_000), (mentor, "mentor"): ("eligible", 50_000)}


def test_a_mentor_whom_their_mentees_do_not_pass_waits_for_an_organizer(cohort, pair):
    conclude(cohort, pair, passes_mentors=False)
    assert book(cohort)[mentoring.lead_mentor(pair[0]).name, "mentor"] == ("pending", 50_000)


def test_a_missing_form_of_the_mentee_waits_for_an_organizer(cohort, pair, organizer):
    for kind in ("midterm", "final"):
        round = evaluating.round_of(cohort, kind)
        for mentorship in pair:
            evaluating.submitted(round, mentorship, "mentor_on_mentee")
        evaluating.released(round)
    mentor = mentoring.lead_mentor(pair[0])
    assert book(cohort)[mentor.name, "mentor"] == ("pending", 50_000)
    now = round.closes_at + timedelta(days=1)
    ledger.decide(
        pair[0].project,
        mentor,
        Role.MENTOR,
        outcome=Outcome.SHARE,
        amount=None,
        reason="All well.",
        by=organizer,
        now=now,
    )
    assert book(cohort)[mentor.name, "mentor"] == ("eligible", 50_000)


def test_volunteers_and_volunteer_cohorts_have_no_lines(cohort, in_program):
    project = cohorts.project(
        cohort, now=cohorts.instant(cohort, "mentor_call", days=1), sponsored_slots=0, volunteer_slots=1
    )
    mentoring.mentorship(cohort, project=project, track="volunteer")
    ledger.sweep(in_program)
    assert book(cohort) == {}


def test_what_was_requested_stands_and_a_later_part_comes_on_top(cohort, pair, organizer):
    ada, ben = pair
    now = conclude(cohort, [ada, ben], failing=[ben])
    payments.request(cohort, by=organizer, now=now)
    assert {state for state, _amount in book(cohort).values()} == {"requested"}
    with pytest.raises(Refusal, match="Nothing waits"):
        payments.request(cohort, by=organizer, now=now)
    with pytest.raises(Refusal, match="requested or paid already"):
        ledger.decide(
            ada.project,
            ada.mentee,
            Role.MENTEE,
            outcome=Outcome.NOTHING,
            amount=None,
            reason="?",
            by=organizer,
            now=now,
        )
    assert book(cohort)["Ada Lark", "mentee"] == ("requested", 150_000)


def test_a_line_that_was_not_paid_is_earned_again(cohort, pair, organizer):
    now = conclude(cohort, pair)
    made = payments.request(cohort, by=organizer, now=now)
    line = made.lines.get(person__name="Ada Lark")
    payments.take_back(line, by=organizer, now=now, reason="The account was closed.")
    assert book(cohort)["Ada Lark", "mentee"] == ("eligible", 75_000)
    with pytest.raises(Refusal):
        payments.pay(line, reference="1", by=organizer, now=now)


def test_fixed_amounts_fit_into_the_pot(cohort, pair, organizer, in_program):
    fixed = {"outcome": Outcome.AMOUNT, "reason": "They began late.", "by": organizer, "now": in_program}
    ledger.decide(pair[0].project, pair[0].mentee, Role.MENTEE, amount=100_000, **fixed)
    assert book(cohort)["Ben Moss", "mentee"] == ("pending", 50_000)
    with pytest.raises(Refusal, match="together are more"):
        ledger.decide(pair[0].project, pair[1].mentee, Role.MENTEE, amount=100_000, **fixed)
    assert book(cohort)["Ben Moss", "mentee"] == ("pending", 50_000)


def test_whoever_gets_nothing_reads_why_until_they_get_something(cohort, pair, organizer, visit, in_program):
    ada = pair[0].mentee
    word = {"amount": None, "by": organizer, "now": in_program}
    ledger.sweep(in_program)

    def own():
        page = visit(ada, reverse("evaluations:own-stipends"), in_program)
        return [(line.state, line.amount) for line in page.context["lines"]], page.content.decode()

    ledger.decide(pair[0].project, ada, Role.MENTEE, outcome=Outcome.NOTHING, reason="Paid by their employer.", **word)
    lines, page = own()
    assert lines == [("void", 75_000)]
    assert "Paid by their employer." in page
    assert reverse("evaluations:own-stipends") in visit(ada, "/home/", in_program).content.decode()
    ledger.decide(pair[0].project, ada, Role.MENTEE, outcome=Outcome.SHARE, reason="They are not.", **word)
    assert own()[0] == [("pending", 75_000)]


def test_nobody_decides_about_themselves(cohort, pair, in_program):
    mentor = mentoring.lead_mentor(pair[0])
    with pytest.raises(Refusal, match="your own"):
        ledger.decide(
            pair[0].project, mentor, Role.MENTOR, outcome="share", amount=None, reason="!", by=mentor, now=in_program
        )


def test_the_figures_add_up(cohort, pair, organizer):
    now = conclude(cohort, pair, failing=pair[1:])
    made = payments.request(cohort, by=organizer, now=now)
    line = made.lines.get(role=Role.MENTEE)
    payments.pay(line, reference="EXP-1", by=organizer, now=now)
    whole = budget.whole(cohort)
    assert (whole.budget, whole.committed, whole.due, whole.paid, whole.left) == (200_000, 200_000, 50_000, 150_000, 0)
    [project] = budget.projects(cohort)
    assert budget.of_project(cohort, project) == whole


def test_from_request_to_paid_in_the_browser(cohort, pair, organizer, visit):
    now = conclude(cohort, pair)
    page = visit(organizer, reverse("evaluations:budget", args=[cohort.slug]), now)
    assert "3 stipends are earned" in page.content.decode()
    visit(organizer, reverse("evaluations:request-payment", args=[cohort.slug]), now, post={})
    made = cohort.payment_requests.get()
    table = visit(organizer, reverse("evaluations:payment-table", args=[cohort.slug, made.pk]), now)
    rows = b"".join(table.streaming_content).decode("utf-8-sig").splitlines()
    assert rows[0] == "line,payee,email,github,description,amount,currency,tags"
    assert sorted(row.split(",")[5] for row in rows[1:]) == ["500.00", "750.00", "750.00"]
    url = reverse("evaluations:payment-request", args=[cohort.slug, made.pk])
    line = made.lines.get(person__name="Ada Lark")
    wrong = visit(organizer, url, now, post={"table": "number,reference\n1,x"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["table"])
    answer = visit(organizer, url, now, post={"table": f"line,reference\n{line.pk},EXP-7\n999999,EXP-8"})
    said = sorted(str(message) for message in get_messages(answer.wsgi_request))
    assert said == ["1 payment recorded.", "Line 999999 is not on this request."]
    line.refresh_from_db()
    assert (line.state, line.reference) == ("paid", "EXP-7")
    assert line.person.messages.filter(letter="evaluations/mail/stipend_paid").count() == 2  # by mail and in the portal
    own = visit(line.person, reverse("evaluations:own-stipends"), now).content.decode()
    assert "750.00 USD" in own
    assert "EXP-7" in own


def test_deciding_keeps_what_was_typed(cohort, pair, organizer, visit, in_program):
    url = reverse("evaluations:decide-stipend", args=[cohort.slug, pair[0].project.slug, "mentee", pair[0].mentee_id])
    page = visit(organizer, url, in_program, post={"outcome": "amount", "amount": "", "reason": "Half a term."})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["amount"])
    assert "Half a term." in page.content.decode()
    visit(organizer, url, in_program, post={"outcome": "amount", "amount": "250.50", "reason": "Half a term."})
    assert book(cohort)["Ada Lark", "mentee"] == ("pending", 25_050)


@pytest.mark.parametrize("count", [3, 30])
def test_the_budget_has_constant_cost(cohort, organizer, visit, count, django_assert_num_queries, client):
    call = cohorts.instant(cohort, "mentor_call", days=1)
    for number in range(count):
        project = cohorts.project(cohort, now=call, title=f"Idea {number}")
        mentoring.mentorship(cohort, project=project, mentee=person(f"Mentee {number}"))
    now = cohorts.instant(cohort, "program", days=1)
    ledger.sweep(now)
    client.force_login(organizer.user)
    with django_assert_num_queries(12):
        client.get(reverse("evaluations:budget", args=[cohort.slug]))
    with django_assert_num_queries(10):
        ledger.sweep(now)
