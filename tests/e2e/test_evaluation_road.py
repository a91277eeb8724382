"""A midterm with a pass, an unsure and a mentor who never answers; a final whose stipend moves: issue 6, Show 1."""

from datetime import timedelta

import pytest

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from evaluations.models import Form

from . import journeys

COHORT = "/cohorts/amp-2027"
MENTEES = ("Ana Newcomer", "Ben Marsh", "Cleo Park")
ANA, BEN = "ana.newcomer@example.org", "ben.marsh@example.org"
OMAR, LATE = "omar.haddad@example.org", "there is still time"


@pytest.fixture
def story(clock):
    """Mira mentors Ana and Ben on one project, Omar mentors Cleo on another. Lea Lindqvist leads."""
    cohort = cohorts.cohort()
    call = cohorts.instant(cohort, "mentor_call", days=2)
    mira = cohorts.mentor(cohort, person("Mira Finch"), now=call)
    omar = cohorts.mentor(cohort, person("Omar Haddad"), now=call)
    parser = cohorts.project(cohort, mira, now=call, title="Faster parser", sponsored_slots=2)
    docs = cohorts.project(cohort, omar, now=call, title="Docs that answer")
    for name, project in zip(MENTEES, (parser, parser, docs), strict=True):
        mentoring.mentorship(cohort, project=project, mentee=person(name))
    return Story(cohort, clock)


class Story:
    def __init__(self, cohort, clock):
        self.cohort, self.clock = cohort, clock
        self.midterm, self.final = (evaluating.round_of(cohort, kind) for kind in ("midterm", "final"))

    def mentorship(self, name):
        return self.cohort.mentorships.get(mentee__name=name)

    def to(self, instant):
        self.clock.set(instant)

    def hand_in_rest(self, round, *, but):
        """The mentees' forms that nobody walks through here."""
        for mentorship in self.cohort.mentorships.exclude(mentee__name__in=but):
            for form in set(round.forms) - {Form.MENTOR_ON_MENTEE}:
                evaluating.submitted(round, mentorship, form)
            if round.is_final:
                evaluating.final_work(round, mentorship)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_two_evaluations(story, enter, mail):
    the_midterm_is_open(story, enter, mail)
    lea = it_closes(story, enter)
    a_plan_is_made_for_ben(story, enter, lea, mail)
    lea_stands_in_for_omar(story, lea)
    results_go_out(story.midterm, lea, mail)
    assert mail.last_to(ANA)["Subject"].endswith("you passed the midterm")
    the_final_is_open(story, enter)
    lea = the_final_is_released(story, enter, mail)
    the_share_moves(enter, lea)
    certificates_and_alumni(story, enter, lea)


def the_midterm_is_open(story, enter, mail):
    story.hand_in_rest(story.midterm, but=["Ben Marsh"])
    story.to(story.midterm.opens_at + timedelta(days=1, hours=10))
    evaluate_both(enter("Mira Finch"), {"Ana Newcomer": "pass", "Ben Marsh": "unsure"})
    ben = enter("Ben Marsh")
    ben.open("/home/")
    ben.page.locator("a[href*='mentee_on_mentor']").first.click()
    journeys.evaluate(ben)
    story.to(story.midterm.opens_at + timedelta(days=3, hours=12))
    mail.deliver()
    mail.deliver()
    late = {
        address: [letter for letter in mail.all_to(address) if LATE in letter["Subject"]] for address in (OMAR, BEN)
    }
    assert {address: len(letters) for address, letters in late.items()} == {OMAR: 1, BEN: 0}


def evaluate_both(mira, verdicts):
    for name, verdict in verdicts.items():
        mira.open("/home/")
        mira.page.locator("a[href*='mentor_on_mentee']", has_text=name).first.click()
        journeys.evaluate(mira, verdict)


def it_closes(story, enter):
    story.to(story.midterm.closes_at + timedelta(hours=10))
    lea = enter("Lea Lindqvist")
    lea.open(f"{COHORT}/rounds/midterm/")
    lea.sees("The mentors are not sure yet")
    lea.sees("No mentor has evaluated")
    lea.press("Pass what is clear")
    lea.sees("2 mentorships have no decision yet")
    return lea


def a_plan_is_made_for_ben(story, enter, lea, mail):
    lea.open(f"{COHORT}/organize/attention/")
    lea.sees("needs more support")
    lea.follow("Open the plan")
    lea.write("who", "Mira, and Coco who knows the tests")
    lea.write("what", "A call every Monday, one small issue at a time.")
    lea.press("Share it with them")
    mail.deliver()
    ben = enter("Ben Marsh")
    ben.open(mail.link_in_last_to(BEN, r"/evaluations/plans/\d+/"))
    ben.sees("A call every Monday")
    assert not ben.reads("not sure")


def lea_stands_in_for_omar(story, lea):
    cleo, ben = story.mentorship("Cleo Park"), story.mentorship("Ben Marsh")
    lea.open(f"/evaluations/{story.midterm.pk}/{cleo.pk}/")
    lea.follow("Evaluate in the mentors' place")
    journeys.evaluate(lea)
    for mentorship in (cleo, ben):
        lea.open(f"/evaluations/{story.midterm.pk}/{mentorship.pk}/")
        lea.tick("passed", "yes")
        lea.press("Keep this decision")


def results_go_out(round, lea, mail):
    lea.open(f"{COHORT}/rounds/{round.kind}/")
    lea.unfold("Release to everybody…")
    lea.press("Release to everybody")
    lea.sees("The results are on their way")
    mail.deliver()  # the job
    mail.deliver()  # certificates after it
    lea.open(f"{COHORT}/rounds/{round.kind}/")
    lea.sees("Everybody has been written to")


def the_final_is_open(story, enter):
    story.hand_in_rest(story.final, but=[])
    story.to(story.final.opens_at + timedelta(days=1, hours=10))
    evaluate_both(enter("Mira Finch"), {"Ana Newcomer": "pass", "Ben Marsh": "fail"})
    omar = enter("Omar Haddad")
    omar.open("/home/")
    omar.page.locator("a[href*='mentor_on_mentee']").first.click()
    journeys.evaluate(omar)


def the_final_is_released(story, enter, mail):
    story.to(story.final.closes_at + timedelta(hours=10))
    lea = enter("Lea Lindqvist")
    for name, passed in zip(MENTEES, ("yes", "no", "yes"), strict=True):
        lea.open(f"/evaluations/{story.final.pk}/{story.mentorship(name).pk}/")
        lea.tick("passed", passed)
        lea.write("reason", "What you built stays, and you are welcome.")
        lea.press("Keep this decision")
    results_go_out(story.final, lea, mail)
    return lea


def the_share_moves(enter, lea):
    """Ben's half of the project's stipend goes to Ana; Omar missed the midterm and has no part."""
    lea.open(f"{COHORT}/budget/{Person.objects.get(name='Ana Newcomer').mentorships.get().project.slug}/")
    rows = lea.page.locator("tbody tr").all_inner_texts()
    assert [("1,500.00" in row, "0.00" in row) for row in rows if "Ana" in row] == [(True, True)]
    assert ["1,500.00" in row for row in rows if "Ben" in row] == [False]
    ana = enter("Ana Newcomer")
    ana.open("/stipends/")
    ana.sees("1,500.00")


def certificates_and_alumni(story, enter, lea):
    """Ana's is genuine, and she wants to be found among the alumni; Cleo's is revoked, and its page says so."""
    paths = {name: story.mentorship(name).certificates.get().get_absolute_url() for name in MENTEES[::2]}
    ana = enter("Ana Newcomer")
    ana.open(paths["Ana Newcomer"])
    ana.sees("Download the PDF")
    ana.open(f"/recognition/public/{story.mentorship('Ana Newcomer').pk}/")
    ana.tick("on_alumni_page")
    ana.press("Save")
    ana.open("/alumni/")
    ana.sees("Ana Newcomer")
    lea.open(paths["Cleo Park"])
    lea.follow("Revoke it…")
    lea.write("reason", "The work turned out to be somebody else's.")
    lea.press("Revoke it")
    ana.page.goto(ana.base + paths["Cleo Park"])
    assert not ana.reads("Genuine certificate")
    assert not story.mentorship("Ben Marsh").certificates.exists()
