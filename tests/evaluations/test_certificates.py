import io
import time
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.scenarios import person
from evaluations import certificates
from evaluations.models import Certificate
from evaluations.models.certificate import ALPHABET, new_code, normalise


@pytest.fixture
def certificate(db):
    return evaluating.finished(mentee=person("Ada Lark")).certificate


@pytest.fixture
def at(certificate):
    return certificate.issued_at + timedelta(days=1)


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_the_pdf_says_who_what_when_and_where_to_verify(certificate, settings):
    text = text_of(certificates.pdf(certificate))
    for words in (
        "Ada Lark",
        settings.COMMUNITY_NAME,
        "AMP 2026",
        "from 15 June 2026",
        "Faster parser for large documents",
        "Lea Lindqvist",
        certificate.code,
    ):
        assert words in text
    assert "Mira Finch" not in text  # mentors are shown when the holder says so


def test_the_pdf_is_one_accessible_page_with_its_fonts_inside(certificate):
    pdf = certificates.pdf(certificate)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert all("/FontFile" in str(sorted(_descriptor(font))) for font in fonts)


def _descriptor(font):
    return font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object().keys()


@pytest.mark.parametrize(
    "name",
    [
        "محمد علي الصالح",
        "王小明",
        "अदिति शर्मा",
        "Ada 🎉 Lark",
        "Ødegård Şahin",
        "Ελένη Юлия",
        "김하늘",
        "שרה",
        "\u202eevil",
    ],
)
def test_a_name_in_any_script_gives_a_pdf_with_a_readable_name(certificate, name):
    certificate.holder_name = name
    text = text_of(certificates.pdf(certificate))
    assert certificate.code in text


def test_a_name_without_letters_here_becomes_the_login(certificate, monkeypatch):
    monkeypatch.setattr(certificates, "_has_letters", lambda text: text.isascii())
    printed = certificates._in_our_letters({"holder": "王小明", "title": "王小明"}, "xiaoming")
    assert printed["holder"] == "xiaoming"
    assert "verification page" in printed["also"]
    assert certificates._in_our_letters({"holder": "Ada 🎉", "title": ""}, "ada")["holder"] == "Ada"
    assert certificates._in_our_letters({"holder": "王小明", "title": ""}, "")["holder"] == "the holder of this code"


def test_nothing_a_person_writes_is_read_as_markup(certificate):
    certificate.holder_name = '#panic("x") *bold* $x$ @ref \\ <b>'
    assert '#panic("x") *bold* $x$ @ref \\ <b>' in text_of(certificates.pdf(certificate))


def test_a_very_long_name_stays_on_one_page(certificate):
    certificate.holder_name = "Wolfeschlegelsteinhausenbergerdorff " * 5
    certificate.mentorship.project.title = "A title that goes on and on " * 7
    assert len(pypdf.PdfReader(io.BytesIO(certificates.pdf(certificate))).pages) == 1


def test_a_pdf_takes_less_than_a_second(certificate):
    certificates.pdf(certificate)  # fonts are found once per process
    start = time.perf_counter()
    certificates.pdf(certificate)
    assert time.perf_counter() - start < 1


def url(name, certificate):
    return reverse(f"evaluations:{name}", args=[certificate.code])


def test_everybody_with_the_code_can_verify(visit, certificate, at):
    page = visit(None, url("certificate", certificate), at).content.decode()
    assert "Ada Lark" in page
    assert "Faster parser" in page
    assert "Mira Finch" not in page
    assert "This is yours" not in page


def test_the_page_shows_only_what_the_holder_chose(visit, certificate, at):
    mentee = certificate.mentorship.mentee
    visit(mentee, url("certificate-choices", certificate), at, post={"shows_mentors": "on"})
    page = visit(None, url("certificate", certificate), at).content.decode()
    assert "Faster parser" not in page
    assert "Mira Finch" in page
    certificate.refresh_from_db()
    text = text_of(certificates.pdf(certificate))
    assert "Faster parser" not in text
    assert "Mira Finch" in text


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
