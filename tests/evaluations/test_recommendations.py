"""Letters of recommendation: nothing of one is visible before it is signed."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from evaluations.models import Recommendation
from evaluations.recognition import letters

WORDS = "She reads issues like others read novels.\n\nAnd then she answers them."


@pytest.fixture
def mentorship(db):
    return evaluating.finished(mentee=person("Ada Lark"))


@pytest.fixture
def at(mentorship):
    return evaluating.round_of(mentorship.cohort, "final").closes_at + timedelta(days=1)


@pytest.fixture
def mentor(mentorship):
    return mentoring.lead_mentor(mentorship)


@pytest.fixture
def lead(mentorship):
    return mentorship.cohort.leads()[0].person


def writing(mentorship):
    return reverse("evaluations:write-recommendation", args=[mentorship.pk])


def url(name, letter):
    return reverse(f"evaluations:{name}", args=[letter.pk])


def sent(name):
    return list(Message.objects.filter(letter=f"evaluations/mail/{name}", channel="email").values_list("person__name"))


def test_it_saves_itself_and_two_tabs_never_overwrite_each_other(visit, mentorship, mentor, at):
    typed = {"words": WORDS, "revision": "0", "autosave": "1"}
    assert visit(mentor, writing(mentorship), at, post=typed).json()["revision"] == 1
    assert visit(mentor, writing(mentorship), at, post=typed | {"words": "Older"}).status_code == 409
    page = visit(mentor, writing(mentorship), at, post={"words": "Older", "revision": "0", "save": "1"})
    assert (page.status_code, "in another tab" in page.content.decode()) == (422, True)
    assert Recommendation.objects.get().words == WORDS


def test_the_road_from_draft_to_the_mentees_hands(visit, mentorship, mentor, lead, at):
    visit(mentor, writing(mentorship), at, post={"words": WORDS, "revision": "0", "hand_in": "1"})
    letter = Recommendation.objects.get()
    assert letter.is_waiting
    visit(lead, url("return-recommendation", letter), at, post={"words": "Please say what she built."})
    page = visit(mentor, writing(mentorship), at).content.decode()
    assert "Please say what she built." in page
    visit(mentor, writing(mentorship), at, post={"words": WORDS + " Twice.", "revision": "1", "hand_in": "1"})
    visit(lead, url("sign-recommendation", letter), at, post={})
    letter.refresh_from_db()
    assert (letter.is_signed, letter.signed_by) == (True, lead)
    assert "Twice." in visit(mentorship.mentee, letter.get_absolute_url(), at).content.decode()
    assert [sent(name) for name in ("letter_returned", "letter_signed", "letter_signed_for_author")] == [
        [(mentor.name,)],
        [("Ada Lark",)],
        [(mentor.name,)],
    ]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "signed"])
def test_who_reads_it_in_which_state(visit, mentorship, mentor, lead, at, state):
    """By every path: its page, its PDF, the pages that list letters."""
    letter = Recommendation.keep(mentorship, author=mentor, words=WORDS, revision=0, now=at)
    if state != "draft":
        letter.hand_in(by=mentor, now=at)
    if state == "returned":
        letter.ask_for_changes(by=lead, now=at, words="Longer, please.")
    if state == "signed":
        letter.sign(by=lead, now=at)
    other_mentor = cohorts.mentor(mentorship.cohort, person("Omar Haddad"), now=mentorship.created_at)
    co_mentor = cohorts.mentor(mentorship.cohort, person("Coco Mentor"), now=mentorship.created_at)
    mentorship.project.mentors.create(person=co_mentor, since=mentorship.created_at)
    people = {
        "mentor": mentor,
        "organizer": lead,
        "mentee": mentorship.mentee,
        "co-mentor": co_mentor,
        "other mentor": other_mentor,
        "stranger": person("Stan Stranger"),
    }
    paths = [
        letter.get_absolute_url(),
        url("recommendation-pdf", letter),
        reverse("evaluations:own-recognition"),
        reverse("evaluations:recognition", args=[mentorship.cohort.slug]),
        reverse("cohorts:attention", args=[mentorship.cohort.slug]),
        mentorship.get_absolute_url(),
        "/",
    ]
    readers = set()
    for name, who in people.items():
        answers = [visit(who, path, at) for path in paths]
        if any("reads issues like" in answer.content.decode(errors="ignore") for answer in answers):
            readers.add(name)
        if name == "mentee" and state != "signed":
            assert "recognition/letters/" not in "".join(answer.content.decode(errors="ignore") for answer in answers)
    expected = {"submitted": {"mentor", "organizer"}, "signed": {"mentor", "organizer", "mentee"}}
    assert readers == expected.get(state, {"mentor"})


def test_nobody_signs_what_they_wrote_or_what_is_about_them(mentorship, mentor, at):
    letter = evaluating.recommended(mentorship, now=at, signed=False)
    for somebody in (mentor, mentorship.mentee):
        with pytest.raises(Refusal, match="Somebody else"):
            letter.sign(by=somebody, now=at)


def test_an_organizer_who_was_the_mentee_reads_it_when_it_is_signed(visit, mentorship, lead, at):
    letter = evaluating.recommended(mentorship, now=at, signed=False)
    mentorship.cohort.organizers.create(person=mentorship.mentee, since=at)
    assert visit(mentorship.mentee, letter.get_absolute_url(), at).status_code == 404
    letter.sign(by=lead, now=at)
    assert visit(mentorship.mentee, letter.get_absolute_url(), at).status_code == 200


def test_what_is_signed_stays(visit, mentorship, mentor, lead, at):
    letter = evaluating.recommended(mentorship, now=at)
    visit(lead, url("return-recommendation", letter), at, post={"words": "Change it."})
    visit(mentor, url("take-back-recommendation", letter), at, post={})
    visit(mentor, writing(mentorship), at, post={"words": "Other", "revision": "1", "autosave": "1"})
    letter.refresh_from_db()
    assert (letter.is_signed, "Other" in letter.words) == (True, False)


def test_a_running_mentorship_has_no_letter(visit, db):
    running = mentoring.mentorship()
    at = running.starts_at + timedelta(days=3)
    with pytest.raises(Refusal, match="have completed the program"):
        Recommendation.keep(running, author=mentoring.lead_mentor(running), words=WORDS, revision=0, now=at)
    assert "Not yet" in visit(mentoring.lead_mentor(running), writing(running), at).content.decode()


def test_an_empty_letter_is_not_handed_in(visit, mentorship, mentor, at):
    page = visit(mentor, writing(mentorship), at, post={"words": " ", "revision": "0", "hand_in": "1"})
    assert "nothing to hand in" in page.content.decode()


def test_the_pdf_is_tagged_and_says_all_of_it(mentorship, mentor, lead, at):
    letter = evaluating.recommended(mentorship, now=at)
    letter.words = "#panic() *bold*\n\n" + "A paragraph about अदिति. " * 200
    reader = pypdf.PdfReader(io.BytesIO(letters.pdf(letter)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in ("Ada Lark", str(mentor), str(lead), "#panic() *bold*", mentorship.project.title):
        assert words in text
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"]) == (True, "en")
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata.title == "Letter of recommendation for Ada Lark"
    assert len(reader.pages) > 1


def test_a_mentor_who_is_replaced_writes_no_more(visit, mentorship, mentor, at):
    mentorship.project.mentors.filter(person=mentor).update(until=at)
    assert visit(mentor, writing(mentorship), at).status_code == 404
