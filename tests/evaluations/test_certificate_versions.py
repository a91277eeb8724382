"""Certificates are replaced when their holder is called differently, and revoked by organizers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from evaluations.models import Certificate
from evaluations.recognition import issuing

REASON = "The final work turned out to be somebody else's."


@pytest.fixture
def certificate(db):
    return evaluating.finished(mentee=person("Ada Lark")).certificates.get()


@pytest.fixture
def at(certificate):
    return certificate.issued_at + timedelta(days=1)


@pytest.fixture
def lead(certificate):
    return certificate.mentorship.cohort.leads()[0].person


def url(name, certificate):
    return reverse(f"evaluations:{name}", args=[certificate.code])


def letters(name):
    return list(Message.objects.filter(letter=f"evaluations/mail/{name}", channel="email"))


def rename(certificate, name, now):
    """Confirmed by the lead organizer."""
    cohorts.renamed(certificate.mentorship.cohort, certificate.mentorship.mentee, name, now=now)
    return issuing.renew_outdated(now)


def test_a_new_name_makes_a_new_version_and_the_old_code_says_no_more_than_that(visit, certificate, at):
    certificate.choose(shows_mentors=True, shows_dates=False)
    assert rename(certificate, "Ada Sommer", at) == {"certificates": 1, "issued": 0}
    assert issuing.renew_outdated(at) == {"certificates": 0, "issued": 0}
    renewed = Certificate.objects.newest().get()
    assert (renewed.version, renewed.holder_name, renewed.code != certificate.code) == (2, "Ada Sommer", True)
    assert (renewed.shows_mentors, renewed.shows_dates) == (True, False)
    page = visit(None, url("certificate", certificate), at).content.decode()
    assert "This certificate was replaced" in page
    assert not [word for word in ("Ada", "Lark", "Sommer", renewed.code, "Faster parser") if word in page]
    mine = visit(certificate.mentorship.mentee, url("certificate", certificate), at).content.decode()
    assert renewed.get_absolute_url() in mine
    assert "Ada Sommer" in visit(None, url("certificate", renewed), at).content.decode()
    [told] = letters("certificate_renewed")
    assert told.person == certificate.mentorship.mentee


def test_an_empty_name_changes_nothing(certificate, at):
    certificate.mentorship.mentee.name = ""
    certificate.mentorship.mentee.save()
    assert issuing.renew_outdated(at) == {"certificates": 0, "issued": 0}


def test_a_replaced_one_is_not_printed_any_more(visit, certificate, at):
    rename(certificate, "Ada Sommer", at)
    assert visit(certificate.mentorship.mentee, url("certificate-pdf", certificate), at).status_code == 404


def test_an_organizer_revokes_it_with_a_reason_that_only_the_holder_reads(visit, certificate, at, lead):
    visit(lead, url("certificate-revoke", certificate), at, post={"reason": REASON})
    holder = certificate.mentorship.mentee
    page = visit(None, url("certificate", certificate), at).content.decode()
    assert "This certificate was revoked" in page
    assert not [word for word in ("Ada Lark", "somebody else", str(lead), "Faster parser") if word in page]
    assert "somebody else" in visit(holder, url("certificate", certificate), at).content.decode()
    pdfs = [visit(reader, url("certificate-pdf", certificate), at).status_code for reader in (holder, lead)]
    assert pdfs == [404, 404]
    [told] = letters("certificate_revoked")
    assert told.person == holder


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_revocation_needs_a_reason(visit, certificate, at, lead, reason):
    assert visit(lead, url("certificate-revoke", certificate), at, post={"reason": reason}).status_code == 422
    certificate.refresh_from_db()
    assert certificate.is_valid
    with pytest.raises(Refusal, match="say why"):
        certificate.revoke(by=lead, now=at, reason=reason)


def test_a_second_click_tells_nobody_twice(visit, certificate, at, lead):
    for reason in (REASON, "Another reason."):
        visit(lead, url("certificate-revoke", certificate), at, post={"reason": reason})
    certificate.refresh_from_db()
    assert (certificate.revoked_because, len(letters("certificate_revoked"))) == (REASON, 1)


def test_only_organizers_of_its_cohort_revoke_and_nobody_their_own(visit, certificate, at):
    mentorship = certificate.mentorship
    others = (mentorship.mentee, mentoring.lead_mentor(mentorship), person("Stan Stranger"))
    found = [visit(who, url("certificate-revoke", certificate), at, post={"reason": "x"}).status_code for who in others]
    assert found == [403, 403, 403]
    with pytest.raises(Refusal, match="Somebody else"):
        certificate.revoke(by=mentorship.mentee, now=at, reason="x")


def test_a_revoked_one_is_renewed_by_an_organizer_alone(visit, certificate, at, lead):
    certificate.revoke(by=lead, now=at, reason=REASON)
    assert rename(certificate, "Ada Sommer", at) == {"certificates": 0, "issued": 0}
    with pytest.raises(Refusal, match="Only an organizer"):
        certificate.renew(now=at)
    visit(lead, url("certificate-renew", certificate), at, post={})
    renewed = Certificate.objects.valid().get()
    assert (renewed.holder_name, renewed.version) == ("Ada Sommer", 2)
    assert "This certificate was revoked" in visit(None, url("certificate", certificate), at).content.decode()
    visit(lead, url("certificate-renew", certificate), at, post={})
    assert Certificate.objects.count() == 2


def test_a_valid_one_is_left_alone(visit, certificate, at, lead):
    visit(lead, url("certificate-renew", certificate), at, post={})
    assert list(Certificate.objects.values_list("code", flat=True)) == [certificate.code]


def test_the_database_keeps_one_that_stands(certificate, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(mentorship=certificate.mentorship, version=2, issued_at=at, holder_name="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(revoked_at=at)


def test_nothing_is_issued_twice(certificate, at, lead):
    assert Certificate.issue(certificate.mentorship, now=at) is None
    with pytest.raises(Refusal, match="has a certificate already"):
        issuing.start(certificate.mentorship.cohort, by=lead, now=at)
    certificate.revoke(by=lead, now=at, reason=REASON)
    assert Certificate.issue(certificate.mentorship, now=at) is None


def test_the_certificate_goes_out_with_a_letter_of_its_own(certificate):
    [told] = letters("certificate_issued")
    assert told.person == certificate.mentorship.mentee
