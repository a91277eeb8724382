""" "Bring it back" gives every field what was typed there, and that is what is saved: one test per kind of field."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

import applications.scenarios as applying
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from applications.models import Application
from evaluations.models import Evaluation, Form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAYS = "Monday\nWednesday\nFriday"
FORM = Form.MENTEE_ON_MENTOR

# What a form holds as a browser would send it, without what belongs to the page.
SENT = """() => [...new FormData(document.querySelector("form[data-autosave]"))]
  .map(([name, value]) => [name, value.trim()])
  .filter(([name]) => !["csrfmiddlewaretoken", "revision", "application", "page", "once"].includes(name))"""


class Written:
    """A page with a form that was filled in while the portal could not be reached, closed, and opened again."""

    def __init__(self, context, address):
        self.context, self.address = context, address

    def open(self):
        page = self.context.new_page()
        page.goto(self.address)
        return page

    def brought_back(self, type_there):
        """``type_there(page)``; returns the page after it was brought back and saved, and what had been sent then."""
        page = self.open()
        self.context.set_offline(True)
        type_there(page)
        expect(page.locator("[data-autosave-status]")).to_contain_text("could not be reached")
        typed = page.evaluate(SENT)
        page.close()
        self.context.set_offline(False)
        again = self.open()
        again.get_by_role("button", name="Bring it back").click()
        expect(again.locator("[data-autosave-status]")).to_contain_text(re.compile("Saved at|Draft kept at"))
        return again, typed


@pytest.fixture
def round(clock):
    mentorship = mentoring.mentorship()
    round = evaluating.round_of(mentorship.cohort, "midterm")
    round.questions.filter(form=FORM).delete()
    clock.set(round.opens_at - timedelta(days=1))
    return round


@pytest.fixture
def evaluation(round, clock, context, live_server, sign_in):
    """``evaluation(type, …)``: the mentee's form with one question of these kinds each, then ``Written`` of it."""
    mentorship = round.cohort.mentorships.get()

    def evaluation(*kinds, **more):
        for position, kind in enumerate(kinds):
            said = dict(more.get(kind, {}))
            if "only_if" in said:
                said["only_if"] = round.questions.get(form=FORM, type=said["only_if"])
            round.questions.create(form=FORM, position=position, type=kind, text=f"A {kind}?", **said)
        clock.set(round.opens_at + timedelta(days=1))
        sign_in(context, mentorship.mentee.user)
        return Written(context, live_server.url + reverse("evaluations:evaluate", args=[round.pk, mentorship.pk, FORM]))

    return evaluation


def answers():
    return list(Evaluation.objects.get().draft.values())


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("text", "First.\n\nThen.", "First.\r\n\r\nThen."),
        ("line", "In one line", "In one line"),
        ("link", "https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("scale", "4", 4),
        ("choice", "Wednesday", "Wednesday"),
        ("yes_no", "no", "no"),
        ("pass_fail", "fail", "fail"),
        ("multi", ["Monday", "Friday"], ["Monday", "Friday"]),
    ],
)
def test_an_answer_to_every_kind_of_question_comes_back(evaluation, kind, typed, answer):
    options = {"options": DAYS} if kind in ("choice", "multi") else {}

    def answer_it(page):
        field = page.locator("form[data-autosave] .question")
        if kind in ("text", "line", "link"):
            field.get_by_role("textbox").fill(typed)
            return
        for value in typed if isinstance(typed, list) else [typed]:
            field.locator(f"input[value='{value}']").check(force=True)

    page, sent = evaluation(kind, **{kind: options}).brought_back(answer_it)

    assert page.evaluate(SENT) == sent
    assert answers() == [answer]


def test_boxes_that_were_unticked_come_back_so(evaluation):
    written = evaluation("multi", multi={"options": DAYS})
    page = written.open()
    for day in ("Monday", "Friday"):
        page.get_by_label(day).check(force=True)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert answers() == [["Monday", "Friday"]]

    page, sent = written.brought_back(
        lambda page: [page.get_by_label(day).uncheck(force=True) for day in ("Monday", "Friday")]
    )

    assert page.evaluate(SENT) == sent == []
    assert answers() == []


def test_a_question_that_waits_for_an_answer_is_shown_with_it(evaluation):
    def answer_both(page):
        page.get_by_label("No", exact=True).check(force=True)
        page.get_by_label("A text?").fill("Nobody wrote.")

    written = evaluation("yes_no", "text", text={"only_if": "yes_no", "only_if_answer": "No"})
    page, _sent = written.brought_back(answer_both)

    expect(page.get_by_label("A text?")).to_have_value("Nobody wrote.")
    expect(page.get_by_label("A text?")).to_be_visible()
    assert answers() == ["no", "Nobody wrote."]


@pytest.fixture
def section(season, context, live_server, sign_in):
    """``section(name)``: ``Written`` of this section of a draft."""
    application = applying.draft(season.cohort, projects=[season.project], now=season.now)
    sign_in(context, application.person.user)

    def section(name):
        return Written(context, live_server.url + reverse("applications:section", args=[season.cohort.slug, name]))

    return section


def draft():
    return Application.objects.get().draft()


def test_lists_days_and_texts_of_a_row_come_back(section):
    def add_a_link(page):
        page.locator("[name=url_3]").fill("https://github.com/example/parser/pull/3")
        page.locator("[name=kind_3]").select_option("docs")
        page.locator("[name=made_on_3]").fill("2027-01-05")
        page.locator("[name=title_3]").fill("Said what was wrong")

    page, sent = section("contributions").brought_back(add_a_link)

    assert page.evaluate(SENT) == sent
    link = draft().links.last()
    assert (link.kind, str(link.made_on), link.title) == ("docs", "2027-01-05", "Said what was wrong")


def test_numbers_come_back(section):
    page, sent = section("availability").brought_back(lambda page: page.locator("[name=hours_per_week]").fill("17"))

    assert page.evaluate(SENT) == sent
    assert draft().hours_per_week == 17


def test_one_of_several_and_a_single_box_come_back(section):
    def declare(page):
        page.locator("[name=other_program][value=yes]").check()
        page.locator("[name=consent]").uncheck()

    page, sent = section("declarations").brought_back(declare)

    assert page.evaluate(SENT) == sent
    assert (draft().other_program, draft().consent) == ("yes", False)


def test_rows_that_the_page_has_no_more_are_saved_with_it(section):
    def add_rows(page):
        page.context.set_offline(False)
        page.get_by_role("button", name="More rows First choice").click()
        page.context.set_offline(True)
        page.locator("[name=plan_1_8_from_week]").select_option("3")
        page.locator("[name=plan_1_8_to_week]").select_option("4")
        page.locator("[name=plan_1_8_text]").fill("Celebrate.")

    section("projects").brought_back(add_rows)

    step = draft().choices.get(rank=1).steps.get(row=8)
    assert (step.from_week, step.to_week, step.text) == (3, 4, "Celebrate.")


MORE = """
<select name="days" multiple><option>Monday</option><option>Tuesday</option><option>Friday</option></select>
<select name="idea"><option value="">None</option><option selected>One</option>{idea}</select>
<input name="word"><input name="word"><input name="word">
<fieldset {state}><input type="checkbox" name="agreed" checked><input name="fixed" value="As it is"></fieldset>
"""


def test_what_no_form_has_yet_comes_back_as_well(section):
    """Several values from a list, one name of several texts, an option that is gone, what can't be changed any more."""
    written, status = section("about"), '<p role="status" class="autosave-status'
    pages = iter([MORE.format(idea="<option>Two</option>", state=""), MORE.format(idea="", state="disabled")])

    def with_more(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(status, next(pages) + status, 1))

    def type_there(page):
        page.locator("[name=days]").select_option(["Monday", "Friday"])
        page.locator("[name=idea]").select_option("Two")
        for number, word in enumerate(("first", "", "third")):
            page.locator("[name=word]").nth(number).fill(word)
        page.locator("[name=agreed]").uncheck()
        page.locator("[name=fixed]").fill("Typed")

    written.context.route(
        lambda address: address == written.address,
        lambda route: with_more(route) if route.request.method == "GET" else route.continue_(),
    )

    page, _sent = written.brought_back(type_there)

    sent = page.evaluate(SENT)
    assert [pair for pair in sent if pair[0] != "about"] == [
        ["days", "Monday"],
        ["days", "Friday"],
        ["idea", "One"],
        ["word", "first"],
        ["word", ""],
        ["word", "third"],
    ]
    expect(page.locator("[name=agreed]")).to_be_checked()
    expect(page.locator("[name=fixed]")).to_have_value("As it is")


def test_a_text_kept_before_the_update_comes_back(section):
    written = section("about")
    page = written.open()
    name = page.locator("form[data-autosave]").get_attribute("data-autosave")
    page.evaluate("name => localStorage.setItem(name, JSON.stringify([['about', 'Kept long ago.']]))", name)

    page.reload()
    page.get_by_role("button", name="Bring it back").click()

    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert draft().about == "Kept long ago."


def test_what_was_folded_away_comes_back_unfolded(context, live_server, clock, sign_in):
    mentorship = mentoring.mentorship()
    clock.set(mentorship.starts_at + timedelta(days=5))
    sign_in(context, mentorship.mentee.user)
    written = Written(context, live_server.url + reverse("mentorship:update", args=[mentorship.pk]))

    def tell(page):
        for folded in page.locator("form[data-autosave] summary").all():
            folded.click()
        page.locator("[name=hours]").fill("7.5")
        page.locator("[name=mood_level]").nth(1).check(force=True)
        page.locator("[name=mood_words]").fill("Slow, but it works.")

    page, sent = written.brought_back(tell)

    assert page.evaluate(SENT) == sent
    expect(page.locator("[name=mood_level]").nth(1)).to_be_checked()
    expect(page.locator("[name=mood_words]")).to_be_visible()
