"""From three applications to two mentees, walked in browsers by everybody it takes: issue 4, Show 1."""

import re
from collections import Counter
from datetime import timedelta

import pytest

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from cohorts import sides

from . import journeys

COHORT = "/cohorts/amp-2027"
PARSER, DOCS = "Faster parser", "Docs that answer"
LEAD = "Lea Lindqvist"
NAMES = ("Ana Newcomer", "Ben Marsh", "Cleo Park")
ADDRESSES = ("ana.newcomer@example.org", "ben.marsh@example.org", "cleo.park@example.org")
SCORES, BEN = {"Ana Newcomer": "5", "Cleo Park": "3"}, {"Ben Marsh": "4"}  # of Mira's project, and of Omar's
RESULTS = ("A place for you", "You are on the waiting list", "About your application")


@pytest.fixture
def people(clock):
    """A cohort with two projects of a place each, their mentors, two organizers, and three who want to take part."""
    cohort = cohorts.cohort()
    call = cohorts.instant(cohort, "mentor_call", days=2)
    mira = cohorts.mentor(cohort, person("Mira Finch"), now=call)
    omar = cohorts.mentor(cohort, person("Omar Haddad"), now=call)
    cohorts.project(cohort, mira, now=call, title=PARSER)
    cohorts.project(cohort, omar, now=call, title=DOCS)
    sides.give_organizer(cohort, person("Olu Second"), now=call)
    for name in NAMES:
        person(name)
    return cohort


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_three_applications_to_two_mentees(clock, mail, enter, people):
    go = Stage(people, clock)
    go.to("applications", days=2)
    ben = all_apply(enter, people)
    an_appeal_is_won(ben, enter, mail)
    organizers_screen(enter, people)
    go.to("review", days=1)
    mentors_review_and_shortlist(enter, mail)
    go.to("contribution", days=2)
    they_contribute(enter)
    go.to("contribution", edge="ends_at", days=-1)
    mentors_look_back(enter)
    go.to("selection", days=1)
    results_are_published_once(enter, mail)
    ben_accepts(enter, mail)
    go.on(days=6)
    the_list_moves_up(enter, mail)


class Stage:
    """Where in the cohort's year they are. Organizers see to it that the maintainers list is fresh."""

    def __init__(self, cohort, clock):
        self.cohort, self.clock, self.now = cohort, clock, None

    def to(self, phase, **moved):
        self._set(cohorts.instant(self.cohort, phase, **moved))

    def on(self, *, days):
        self._set(self.now + timedelta(days=days))

    def _set(self, now):
        self.now = now
        self.clock.set(now)
        applying.fresh_roster(now)


def all_apply(enter, cohort):
    """Ana and Cleo like the same project. Somebody who once had Ben's login has a place in GSoC."""
    for name, project in (("Ana Newcomer", PARSER), ("Cleo Park", PARSER)):
        somebody = enter(name)
        journeys.apply(somebody, "amp-2027", project)
        somebody.press("Submit your application")
        somebody.sees("submitted")
    applying.join_another_program(
        Person.objects.get(name="Ben Marsh"), cohort, now=cohorts.instant(cohort, "applications", days=1)
    )
    ben = enter("Ben Marsh")
    journeys.apply(ben, "amp-2027", DOCS)
    ben.press("Submit your application")
    ben.sees("GSoC")
    assert not ben.reads("You have submitted your application")
    return ben


def an_appeal_is_won(ben, enter, mail):
    """Ben appeals and can submit at once; an organizer who had no say corrects the fact, not the rule."""
    ben.follow("Appeal")
    ben.write("words", "The place belongs to somebody who had this login before me.")
    ben.write("links", "https://example.org/list")
    ben.press("Send the appeal")
    ben.open(f"{COHORT}/apply/")
    ben.press("Submit your application")
    olu = enter("Olu Second")
    olu.open(f"{COHORT}/appeals/")
    olu.follow("Ben Marsh")
    olu.tick("decision", "uphold")
    olu.write("source", "GSoC wrote to us: it is another account.")
    olu.write("words", "You were right, and we are sorry.")
    olu.press("Decide")
    mail.deliver()
    ben.open(mail.link_in_last_to("ben.marsh@example.org", r"/applications/\d+/"))
    ben.sees("You were right, and we are sorry.")


def organizers_screen(enter, cohort):
    olu = enter("Olu Second")
    for name in NAMES:
        olu.open(f"{COHORT}/applications/")
        olu.follow(name)
        for address in journeys.CONTRIBUTIONS:
            olu.press(f"Confirm : {address}")
        olu.press("Pass on to the mentors")


def mentors_review_and_shortlist(enter, mail):
    """Each mentor reads what chose their project; the organizers publish both lists, and the three are told."""
    for mentor, project, scores in (("Mira Finch", "faster-parser", SCORES), ("Omar Haddad", "docs-that-answer", BEN)):
        reader = enter(mentor)
        for name, score in scores.items():
            reader.open(f"{COHORT}/reviews/")
            reader.follow(name)
            for criterion in ("alignment", "clarity", "feasibility", "experience"):
                reader.page.locator(f"[name={criterion}]").select_option(score)
            reader.tick("recommendation", "yes")
            reader.press("Save")
        reader.open(f"{COHORT}/projects/{project}/shortlist/")
        for name in scores:
            reader.press(re.compile(rf"Put on the list\s*: {name}"))
    lead = enter(LEAD)
    lead.open(f"{COHORT}/shortlists/")
    lead.unfold("Publish the shortlists…")
    lead.press("Publish and tell them")
    mail.deliver()
    assert [mail.last_to(address)["Subject"] for address in ADDRESSES] == ["You are on the shortlist of AMP 2027"] * 3


def they_contribute(enter):
    """Ana notes what she did, and Mira answers."""
    ana = enter("Ana Newcomer")
    ana.open("/home/")
    ana.follow("Your application")
    ana.follow("Note your contributions")
    ana.write("day", "2027-06-02")
    ana.write("text", "Reproduced the oldest issue: https://github.com/example/cli/issues/1")
    ana.press("Save")
    log = ana.page.url.removeprefix(ana.base).partition("#")[0]
    mira = enter("Mira Finch")
    mira.open(log)
    mira.page.locator("summary", has_text="Comment…").click()
    mira.page.get_by_label("Your comment").fill("A careful first step.")
    mira.press("Save")
    ana.open(log)
    ana.sees("A careful first step.")


def mentors_look_back(enter):
    """The final reviews, on their own criteria."""
    for mentor, scores in (("Mira Finch", SCORES), ("Omar Haddad", BEN)):
        reader = enter(mentor)
        for name, score in scores.items():
            reader.open(f"{COHORT}/reviews/")
            reader.follow(name)
            for criterion in ("communication", "understanding", "quality", "conduct"):
                reader.page.locator(f"[name={criterion}]").select_option(score)
            reader.press("Save")


def results_are_published_once(enter, mail):
    """The proposal is taken over, every letter read, one changed; then the button is pressed in two tabs."""
    lead = enter(LEAD)
    lead.open(f"{COHORT}/organize/")
    lead.follow("Selection")
    lead.unfold("Take the proposal over…")
    lead.press("Take the proposal over")
    lead.follow("Read the letters")
    lead.follow("Read them one by one")
    lead.sees("good news")
    lead.write("note", "Your first step made our week.")
    lead.press("Save, and see it in the letter")
    assert "Your first step made our week." in lead.page.inner_text("article")
    for _letter in NAMES[1:]:
        with lead.page.expect_navigation():
            lead.page.locator("a[rel=next]").click()
    lead.sees("You are on the waiting list")
    lead.press("Send a test to me")
    before = told(mail)
    first, second = enter(LEAD), enter(LEAD)
    for tab in (first, second):
        tab.open(f"{COHORT}/organize/selection/publish/")
    first.press("Publish the results")
    second.press("Publish the results")
    mail.deliver()
    mail.deliver()
    assert (before, told(mail)) == (Counter(), Counter(FIRST))
    second.open(f"{COHORT}/organize/publishing/results/")
    second.sees("3 of 3 are told.")


FIRST = [("ana", "A place for you"), ("ben", "A place for you"), ("cleo", "You are on the waiting list")]


def told(mail):
    """``{(who, how the subject begins): how many}`` of the letters with results."""
    found = Counter()
    for name, address in zip(("ana", "ben", "cleo"), ADDRESSES, strict=True):
        for letter in mail.all_to(address):
            found.update((name, result) for result in RESULTS if letter["Subject"].startswith(result))
    return found


def ben_accepts(enter, mail):
    ben = enter("Ben Marsh")
    ben.open(mail.link_in_last_to("ben.marsh@example.org", r"/applications/\d+/"))
    ben.tick("consent")
    ben.press("Accept the place")
    ben.sees("accepted")


def the_list_moves_up(enter, mail):
    """Ana never answers. Her offer lapses, and in the same moment Cleo is asked, and accepts."""
    mail.deliver()
    ana = enter("Ana Newcomer")
    ana.open("/home/")
    ana.follow("Your application")
    ana.sees("the place was given on")
    assert told(mail)["cleo", "A place for you"] == 1
    cleo = enter("Cleo Park")
    cleo.open(mail.link_in_last_to("cleo.park@example.org", r"/applications/\d+/"))
    cleo.tick("consent")
    cleo.press("Accept the place")
    cleo.sees("accepted")
    mail.deliver()
    assert told(mail) == Counter([*FIRST, ("cleo", "A place for you")])
