import io
import time
from datetime import date, timedelta

import pypdf
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.scenarios import person
from evaluations.models import Certificate
from evaluations.models.certificate import ALPHABET, new_code, normalise
from evaluations.recognition import certificates


@pytest.fixture
def certificate(db):
    return evaluating.finished(mentee=person("Ada Lark")).certificates.get()


@pytest.fixture
def at(certificate):
    return certificate.issued_at + timedelta(days=1)


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_the_pdf_says_who_what_when_with_whom_and_where_to_verify(certificate, settings):
    text = text_of(certificates.pdf(certificate))
    for words in (
        "Ada Lark",
        settings.COMMUNITY_NAME,
        "AMP 2026",
        "15 June 2026 to 19 October 2026",
        "30 hours a week",  # nobody wrote hours down
        "Faster parser for large documents",
        "Mira Finch",
        "Lea Lindqvist",
        certificate.code,
    ):
        assert words in text


def test_hours_are_those_that_were_recorded(db):
    cohort = cohorts.cohort("amp-2026", kickoff=date(2026, 6, 15))
    mentorship = mentoring.mentorship(cohort, mentee=person("Ada Lark"))
    for week, hours in enumerate((30, 27.5, 28)):
        mentoring.update(mentorship, mentorship.starts_at + timedelta(days=7 * week), done="A step.", hours=hours)
    evaluating.decided(evaluating.round_of(cohort, "final"), mentorship)
    evaluating.released(evaluating.round_of(cohort, "final"))
    assert "86 hours of recorded work" in text_of(certificates.pdf(mentorship.certificates.get()))


def test_the_pdf_is_one_accessible_page_with_its_fonts_inside(certificate):
    reader = pypdf.PdfReader(io.BytesIO(certificates.pdf(certificate)))
    root = reader.trailer["/Root"]
    assert len(reader.pages) == 1
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert root["/MarkInfo"]["/Marked"].value is True
    assert (root["/Lang"], reader.metadata.title) == ("en", "Certificate of Ada Lark")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert all("/FontFile" in str(sorted(_descriptor(font))) for font in fonts)


def test_its_structure_has_a_heading_paragraphs_a_link_and_a_described_picture(certificate):
    root = pypdf.PdfReader(io.BytesIO(certificates.pdf(certificate))).trailer["/Root"]
    elements = list(_elements(root["/StructTreeRoot"]))
    kinds = [element["/S"] for element in elements]
    assert kinds.count("/H1") == 1
    assert {"/P", "/Link", "/Figure"} <= set(kinds)
    pictures = [element["/Alt"] for element in elements if element["/S"] == "/Figure"]
    assert pictures == ["QR code with the address of the verification page"]


def _elements(node):
    """All structure elements, in order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object()
        if isinstance(kid, dict) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _descriptor(font):
    return font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object().keys()


@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("محمد علي الصالح", "NotoNaskhArabic"),
        ("王小明", "DroidSansFallback"),
        ("山田さくら", "DroidSansFallback"),
        ("김하늘", "NotoSansCJKkr"),
        ("अदिति शर्मा", "NotoSerifDevanagari"),
        ("สมชาย ใจดี", "NotoSerifThai"),
        ("שרה", "LibertinusSerif"),
        ("தமிழ்", "NotoSerifTamil"),
        ("ሰላም", "NotoSerifEthiopic"),
        ("Ødegård Şahin Nguyễn", "LibertinusSerif"),
        ("Ελένη Юлия", "LibertinusSerif"),
    ],
)
def test_a_name_in_any_script_is_set_in_its_letters(certificate, name, font):
    """On every machine: the fonts come with the portal."""
    certificate.holder_name = name
    reader = pypdf.PdfReader(io.BytesIO(certificates.pdf(certificate)))
    assert reader.metadata.title == f"Certificate of {name}"
    fonts = [str(found.get_object()["/BaseFont"]) for found in reader.pages[0]["/Resources"]["/Font"].values()]
    assert any(font in found for found in fonts)
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_what_is_no_letter_is_left_out(certificate):
    certificate.holder_name = "Ada 🎉 Lark"
    text = text_of(certificates.pdf(certificate))
    assert ("Ada" in text, "Lark" in text, "login" in text) == (True, True, False)


def test_a_name_without_letters_here_becomes_the_login(certificate):
    certificate.holder_name = "𓀀𓀁"
    certificate.mentorship.mentee.github_login = "ada-lark"
    text = text_of(certificates.pdf(certificate))
    assert "ada-lark" in text
    assert "The name in its own script stands on the verification page." in text


def test_nothing_a_person_writes_is_read_as_markup(certificate):
    certificate.holder_name = '#panic("x") *bold* $x$ @ref \\ <b>'
    assert '#panic("x") *bold* $x$ @ref \\ <b>' in text_of(certificates.pdf(certificate))


def test_a_very_long_name_stays_on_one_page(certificate):
    certificate.holder_name = "Wolfeschlegelsteinhausenbergerdorff " * 5
    certificate.mentorship.project.title = "A title that goes on and on " * 7
    assert len(pypdf.PdfReader(io.BytesIO(certificates.pdf(certificate))).pages) == 1


def test_a_pdf_takes_less_than_a_second(certificate):
    certificates.pdf(certificate)  # fonts are found once per process
    start = time.process_time()
    certificates.pdf(certificate)
    assert time.process_time() - start < 1


def url(name, certificate):
    return reverse(f"evaluations:{name}", args=[certificate.code])


def test_everybody_with_the_code_can_verify(visit, certificate, at):
    page = visit(None, url("certificate", certificate), at).content.decode()
    assert "Ada Lark" in page
    assert "Faster parser" in page
    assert "Mira Finch" not in page
    assert "This is yours" not in page


SHOWN = {
    "shows_name": "Ada Lark",
    "shows_project": "Faster parser",
    "shows_dates": "October 2026</time>",
    "shows_hours": "30 hours a week",
    "shows_mentors": "Mira Finch",
}


@pytest.mark.parametrize("chosen", [[], *([name] for name in SHOWN), list(SHOWN)])
def test_the_page_shows_only_what_the_holder_chose(visit, certificate, at, chosen):
    mentee = certificate.mentorship.mentee
    visit(mentee, url("certificate-choices", certificate), at, post=dict.fromkeys(chosen, "on"))
    page = visit(None, url("certificate", certificate), at).content.decode()
    article = page.partition("<article")[2].partition("Issued")[0]
    assert [name for name, words in SHOWN.items() if words in article] == chosen
    assert ("Ada Lark" in page) is ("shows_name" in chosen)
    text = text_of(certificates.pdf(Certificate.objects.get()))
    assert "Mira Finch" in text  # the PDF, which the holder gives away, says everything


def test_only_the_holder_chooses_and_only_holder_and_organizers_download(visit, certificate, at):
    mentorship = certificate.mentorship
    people = {
        "holder": mentorship.mentee,
        "organizer": mentorship.cohort.leads()[0].person,
        "mentor": mentoring.lead_mentor(mentorship),
        "stranger": person("Stan Stranger"),
    }
    found = {
        role: (
            visit(who, url("certificate-pdf", certificate), at).status_code,
            visit(who, url("certificate-choices", certificate), at, post={}).status_code,
        )
        for role, who in people.items()
    }
    assert found == {"holder": (200, 302), "organizer": (200, 403), "mentor": (403, 403), "stranger": (403, 403)}


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{plain}", "{spaced}"])
def test_a_code_is_found_however_it_is_typed(visit, certificate, at, typed):
    code = certificate.code
    typed = typed.format(code, lower=code.lower(), plain=code.replace("-", ""), spaced=code.replace("-", " "))
    response = visit(None, reverse("evaluations:verify") + f"?code={typed}", at)
    assert response["Location"] == url("certificate", certificate)


@pytest.mark.parametrize("code", ["0000-0000-0000", "nothing", "%22%3E%3Cscript%3E"])
def test_an_unknown_code_gets_kind_words(visit, certificate, at, code):
    page = visit(None, f"/certificates/{code}/", at)
    assert page.status_code == 404
    assert "We don't know this code" in page.content.decode()
    assert visit(None, f"/certificates/{code}/pdf/", at).status_code == 302


def test_the_empty_form_asks_for_a_code(visit, certificate, at):
    assert "Code on the certificate" in visit(None, reverse("evaluations:verify"), at).content.decode()
    assert visit(None, reverse("evaluations:verify") + "?code=%21%21", at)["Location"] == "/certificates/-/"


@given(st.text(alphabet=ALPHABET, min_size=12, max_size=12))
def test_lookalikes_are_forgiven(plain):
    code = normalise(plain)
    assert normalise(code) == code
    said = code.replace("0", "o").replace("1", "l")
    assert normalise(said) == code


def test_codes_are_unguessable(db):
    codes = {new_code() for _code in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {14}
    assert not Certificate.objects.exists()
