"""Whatever is issued or public shows the name confirmed for it: a new one waits for an organizer."""

from datetime import timedelta

import pytest
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from cohorts import announcing, attention
from cohorts.models import NameCheck
from cohorts.sides import give_organizer
from evaluations.models import Certificate
from evaluations.recognition import certificates, issuing, letters, posts

BEFORE, AFTER = "Ada Lark", "Grace Hopper"
WORDS = "I saw your passport."


@pytest.fixture
def mentorship(db):
    made = evaluating.finished(mentee=person(BEFORE, github_login="ada-lark"))
    made.cohort.participations.filter(person=made.mentee).update(named_since=made.created_at)
    return made


@pytest.fixture
def at(mentorship):
    return evaluating.round_of(mentorship.cohort, "final").closes_at + timedelta(days=2)


@pytest.fixture
def lead(mentorship):
    return mentorship.cohort.leads()[0].person


@pytest.fixture
def place(mentorship):
    return mentorship.cohort.participations.get(person=mentorship.mentee)


@pytest.fixture
def colleague(mentorship, at):
    made = person("Coco Organizer")
    give_organizer(mentorship.cohort, made, now=at)
    return made


def rename(visit, somebody, name, at):
    assert visit(somebody, reverse("users:profile"), at, post={"name": name, "time_zone": ""}).status_code == 302
    somebody.refresh_from_db()


def check_url(place):
    return reverse("cohorts:name-check", args=[place.cohort.slug, place.pk])


def decide(visit, who, place, at, **post):
    visit(who, check_url(place), at, post={"take": "yes"})
    return visit(who, check_url(place), at, post={"words": WORDS} | post)


def public(visit, mentorship, at):
    """Where the world reads the mentee's name, as page or document."""
    certificate = Certificate.objects.valid().get(mentorship=mentorship)
    letter = mentorship.recommendations.first() or evaluating.recommended(mentorship, now=at)
    pages = {
        "alumni": visit(None, reverse("evaluations:alumni"), at),
        "cohort": visit(None, mentorship.cohort.get_absolute_url(), at),
        "certificate": visit(None, certificate.get_absolute_url(), at),
        "front page": visit(None, "/", at),
    }
    shown = {name: page.content.decode() for name, page in pages.items()}
    for kind in posts.KINDS:
        shown[f"post {kind}"] = posts.of_cohort(mentorship.cohort, kind).markdown
    shown["PDF"] = certificates.facts(certificate).holder
    shown["recommendation"] = letters._texts(letter)["about"]
    slack = announcing.mentees(mentorship.cohort, at)
    shown["Slack"] = ", ".join(place.public_name for place in slack)
    return shown


def everywhere(mentorship, at, lead):
    evaluating.in_public(mentorship, now=at, shown=("on_alumni_page", "in_announcement", "in_graduates_post"))
    evaluating.quoted(mentorship, now=at).feature(by=lead, now=at)


def where(shown, name):
    return sorted(place for place, words in shown.items() if name in words)


def test_a_new_name_is_shown_nowhere_until_an_organizer_confirms_it(visit, mentorship, place, at, lead):
    everywhere(mentorship, at, lead)
    rename(visit, mentorship.mentee, AFTER, at)
    assert issuing.renew_outdated(at) == {"certificates": 0, "issued": 0}
    shown = public(visit, mentorship, at)
    assert (where(shown, AFTER), where(shown, BEFORE)) == ([], sorted(shown))

    assert decide(visit, lead, place, at, confirm="yes")["Location"].endswith("/attention/")
    assert issuing.renew_outdated(at) == {"certificates": 1, "issued": 0}

    shown = public(visit, mentorship, at)
    assert (where(shown, AFTER), where(shown, BEFORE)) == (sorted(shown), [])


def test_after_the_reissue_nothing_keeps_the_name_before(visit, mentorship, place, at, lead):
    first = mentorship.certificates.get()
    rename(visit, mentorship.mentee, AFTER, at)
    decide(visit, lead, place, at, confirm="yes")
    issuing.renew_outdated(at)

    pages = [
        visit(None, first.get_absolute_url(), at),
        visit(lead, first.get_absolute_url(), at),
        visit(lead, reverse("admin:evaluations_certificate_changelist") + "?q=" + first.code, at),
        visit(lead, reverse("admin:evaluations_certificate_change", args=[first.pk]), at),
        visit(lead, reverse("evaluations:recognition", args=[mentorship.cohort.slug]), at),
        visit(lead, reverse("cohorts:attention", args=[mentorship.cohort.slug]) + "?state=decided", at),
    ]
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert not [page.request["PATH_INFO"] for page in pages if BEFORE in page.content.decode()]
    assert list(NameCheck.objects.values_list("name", "is_confirmed")) == [(AFTER, True)]


def test_a_revoked_certificate_forgets_it_too(visit, mentorship, place, at, lead):
    mentorship.certificates.get().revoke(by=lead, now=at, reason="A mistake.")
    rename(visit, mentorship.mentee, AFTER, at)
    decide(visit, lead, place, at, confirm="yes")
    assert issuing.renew_outdated(at) == {"certificates": 0, "issued": 0}
    assert mentorship.certificates.get().holder_name == AFTER


def test_only_the_organizer_who_took_it_sees_both_names(visit, mentorship, place, at, lead, colleague):
    rename(visit, mentorship.mentee, AFTER, at)
    listed = visit(lead, reverse("cohorts:attention", args=[mentorship.cohort.slug]), at).content.decode()
    assert (AFTER in listed, BEFORE in listed, check_url(place) in listed) == (True, False, True)

    def reads(who):
        return BEFORE in visit(who, check_url(place), at).content.decode()

    assert (reads(lead), reads(colleague)) == (False, False)
    visit(lead, check_url(place), at, post={"take": "yes"})
    assert (reads(lead), reads(colleague)) == (True, False)
    assert str(lead) in visit(colleague, check_url(place), at).content.decode()
    visit(colleague, check_url(place), at, post={"confirm": "yes", "words": WORDS})  # without taking it
    place.refresh_from_db()
    assert place.confirmed_name == BEFORE
    visit(colleague, check_url(place), at, post={"take": "yes"})
    assert (reads(lead), reads(colleague)) == (False, True)


def test_others_neither_see_nor_decide_it(visit, mentorship, place, at, lead):
    rename(visit, mentorship.mentee, AFTER, at)
    outsider = cohorts.cohort("amp-2031", kickoff=mentorship.cohort.kickoff.replace(year=2031)).leads()[0].person
    others = (mentorship.mentee, mentoring.lead_mentor(mentorship), outsider)
    assert [visit(who, check_url(place), at).status_code for who in others] == [403, 403, 403]


def test_declined_the_name_before_goes_on_and_they_read_why(visit, mentorship, place, at, lead):
    everywhere(mentorship, at, lead)
    rename(visit, mentorship.mentee, AFTER, at)
    assert decide(visit, lead, place, at, decline="yes", words="").status_code == 422
    decide(visit, lead, place, at, decline="yes")

    assert issuing.renew_outdated(at) == {"certificates": 0, "issued": 0}
    shown = public(visit, mentorship, at)
    assert (where(shown, AFTER), where(shown, BEFORE)) == ([], sorted(shown))
    message = Message.objects.filter(letter="cohorts/mail/name_decided", channel="email").get()
    assert (message.person, message.about.words) == (mentorship.mentee, WORDS)
    assert not [matter for matter in attention.waiting(mentorship.cohort, at) if matter.key.startswith("name/")]
    decide(visit, lead, place, at, confirm="yes")  # they showed a document
    place.refresh_from_db()
    assert place.confirmed_name == AFTER


def test_nobody_confirms_their_own_name(visit, mentorship, at, lead):
    rename(visit, lead, AFTER, at)
    own = mentorship.cohort.participations.get(person=lead)
    assert visit(lead, check_url(own), at, post={"take": "yes"}).status_code == 404
    with pytest.raises(Refusal, match="Somebody else"):
        NameCheck.take(own, by=lead, now=at)
    assert AFTER not in certificates.facts(mentorship.certificates.get()).leads


def test_a_name_that_changes_again_is_looked_at_again(visit, mentorship, place, at, lead):
    rename(visit, mentorship.mentee, AFTER, at)
    check = NameCheck.take(place, by=lead, now=at)
    rename(visit, mentorship.mentee, "Margaret Hamilton", at)
    with pytest.raises(Refusal, match="changed again"):
        NameCheck.objects.get(pk=check.pk).confirm(by=lead, now=at, words=WORDS)
    place.refresh_from_db()
    assert place.confirmed_name == BEFORE


def test_the_first_certificate_waits_for_it_too(visit, mentorship, place, at, lead):
    Certificate.objects.all().delete()
    rename(visit, mentorship.mentee, AFTER, at)
    assert Certificate.issue(mentorship, now=at) is None
    with pytest.raises(Refusal):
        issuing.start(mentorship.cohort, by=lead, now=at)
    assert issuing.renew_outdated(at) == {"certificates": 0, "issued": 0}
    decide(visit, lead, place, at, decline="yes")
    assert issuing.renew_outdated(at) == {"certificates": 0, "issued": 1}
    assert mentorship.certificates.get().holder_name == BEFORE


def test_what_was_submitted_needs_nobody(visit, db):
    """A name changed before the application is submitted again is the one on the application."""
    cohort = cohorts.cohort()
    opening = cohorts.instant(cohort, "applications", days=2)
    applying.fresh_roster(opening)
    mentor = cohorts.mentor(cohort, person("Mira Osei"), now=cohorts.instant(cohort, "mentor_call", days=2))
    project = cohorts.project(cohort, mentor, now=cohorts.instant(cohort, "mentor_call", days=2))
    application = applying.submitted(cohort, person(BEFORE), projects=[project], now=opening)
    place = cohort.participations.get(person=application.person)
    assert place.confirmed_name == BEFORE

    Person.objects.filter(pk=application.person_id).update(name=AFTER)
    application = type(application).objects.get(pk=application.pk)
    applying.write(application, [project], now=opening)
    applying.submit(application, now=opening)
    place.refresh_from_db()
    assert place.confirmed_name == AFTER


def test_a_mentors_new_name_is_on_no_certificate_before_it_is_confirmed(visit, mentorship, at):
    mentor = mentoring.lead_mentor(mentorship)
    was = mentor.name
    rename(visit, mentor, AFTER, at)
    certificate = mentorship.certificates.get()
    assert certificates.facts(certificate).mentors == [was]
    cohorts.renamed(mentorship.cohort, mentor, AFTER, now=at)
    assert certificates.facts(certificate).mentors == [AFTER]


def test_they_are_told_that_it_waits(visit, mentorship, at):
    own = reverse("evaluations:own-recognition")
    assert "once an organizer has confirmed it" not in visit(mentorship.mentee, own, at).content.decode()
    rename(visit, mentorship.mentee, AFTER, at)
    assert "once an organizer has confirmed it" in visit(mentorship.mentee, own, at).content.decode()


def test_a_mentors_and_a_leads_new_names_wait_on_public_pages_too(visit, mentorship, at, lead, colleague):
    mentor, cohort = mentoring.lead_mentor(mentorship), mentorship.cohort
    names = {who.pk: who.name for who in (mentor, lead)}
    pages = (
        reverse("cohorts:projects", args=[cohort.slug]),
        mentorship.project.get_absolute_url(),
        cohort.get_absolute_url(),
    )
    rename(visit, mentor, AFTER, at)
    rename(visit, lead, "Margaret Hamilton", at)
    shown = "".join(visit(None, page, at).content.decode() for page in pages)
    assert [name in shown for name in (names[mentor.pk], names[lead.pk], AFTER, "Margaret Hamilton")] == [
        True,
        True,
        False,
        False,
    ]
    decide(visit, colleague, cohort.participations.get(person=mentor), at, confirm="yes")
    assert AFTER in visit(None, pages[1], at).content.decode()
