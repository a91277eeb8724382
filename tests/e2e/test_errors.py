"""Forms sent with nothing in them: what is wrong is announced, takes the focus, and leads to its fields."""

import pytest
from django.urls import reverse

from .looking import Looker, listed
from .scenes import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Everything out of the form, and off it goes, past the browser's own checks.
SEND_EMPTY = """(button) => {
  const { form } = button;
  form.noValidate = true;
  for (const field of form.elements) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.tagName !== "BUTTON" && field.type !== "hidden" && field.type !== "submit") field.value = "";
  }
  form.requestSubmit(button);
}"""
# An alert with the focus in which each link leads to a field of the page; fields say what is wrong with them.
ANNOUNCED = """() => {
  const problems = [];
  const alert = document.querySelector("main [role=alert]");
  if (!alert) return ["nothing is announced"];
  if (!alert.contains(document.activeElement) && !document.activeElement.matches("[aria-invalid=true]"))
    problems.push(`the focus is on ${document.activeElement.outerHTML.slice(0, 80)}`);
  for (const link of alert.querySelectorAll("a[href^='#']")) {
    if (!document.getElementById(link.hash.slice(1))) problems.push(`a link to nothing: ${link.hash}`);
  }
  for (const field of document.querySelectorAll("main [aria-invalid=true]")) {
    const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
    const told = ids.some((id) => document.getElementById(id)?.textContent.trim());
    if (!told) problems.push(`does not say what is wrong: ${field.outerHTML.slice(0, 120)}`);
  }
  return problems;
}"""


def forms(w):
    """``(role, path, the button that sends it)``"""
    slug, room = w.cohort.slug, w.mentorship.pk
    evaluation = reverse("evaluations:evaluate", args=[w.round.pk, room, "mentee_on_mentor"])
    review = reverse("applications:review", args=[slug, w.application.pk, w.project.slug])
    yield "anonymous", reverse("account_login"), "Sign in"
    yield "anonymous", reverse("account_signup"), "Make an account"
    yield "stranger", reverse("account_change_password"), None
    yield "stranger", reverse("users:profile"), "Save"
    yield "mentee", reverse("mentorship:update", args=[room]), "Post the update"
    yield "mentee", reverse("mentorship:question", args=[room]), "Ask"
    yield "mentor", reverse("mentorship:feedback", args=[room]), None
    yield "mentee", evaluation, "Read it over and submit"
    yield "mentor", reverse("cohorts:propose", args=[slug]), "Save and submit"
    yield "mentor", review, "Save"
    yield "organizer", reverse("applications:facts", args=[slug, w.application.pk]), "Record it"
    yield "organizer", reverse("cohorts:organizers", args=[slug]), "Send the invitation"


@pytest.fixture
def looker(browser, live_server):
    looker = Looker(browser, live_server.url)
    yield looker
    looker.close()


def test_errors_are_announced(w, looker):
    problems = {}
    for role, path, name in forms(w):
        looker.become(signed_in(w.people[role]))
        looker.page.goto(looker.base + path)
        main = looker.page.get_by_role("main")
        button = main.get_by_role("button", name=name, exact=True) if name else main.locator("form button[type=submit]")
        with looker.page.expect_navigation():
            button.first.evaluate(SEND_EMPTY)
        for problem in looker.page.evaluate(ANNOUNCED) + looker.look_here(status=422):
            problems.setdefault(problem, []).append(path)
    assert problems == {}, listed(problems)
