"""Who is named in a report can't read it: by any name they have or had, settled when it comes in, only ever widened."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from amp_portal.users.merging import merge, rows_of
from amp_portal.users.models import KnownAs, Person
from amp_portal.users.scenarios import person
from cohorts.conduct import naming
from cohorts.conduct.models import ConductReport
from cohorts.conduct.scenarios import report
from cohorts.models import ConductHandler

from . import SECRET, handle, handler

pytestmark = pytest.mark.django_db


def reads(somebody, found):
    return somebody in ConductReport.objects.get(pk=found.pk).readers()


def test_a_handler_who_renames_their_profile_after_a_report_stays_named(cohort, hana, iker, at, now):
    found = report(cohort, now, body=f"Hana Quist: {SECRET}")
    client = at(hana)
    client.post(reverse("users:profile"), {"name": "Nobody At All", "time_zone": ""})
    hana.refresh_from_db()
    assert hana.name == "Nobody At All"
    assert client.get(handle(found)).status_code == 404
    assert SECRET not in client.get(reverse("cohorts:conduct-reports")).content.decode()


@pytest.mark.parametrize("field", ["name", "github_login", "email"])
@pytest.mark.parametrize("changed", ["saved", "updated"])
def test_who_was_called_so_before_a_report_is_named_in_it(cohort, hana, iker, now, field, changed):
    setattr(hana, field, "Zelda Mauve" if field == "name" else "zelda-mauve@x.example")
    hana.save()
    setattr(hana, field, "else")
    if changed == "saved":
        hana.save(update_fields=[field])
    else:
        Person.objects.filter(pk=hana.pk).update(**{field: "else"})
    assert not reads(hana, report(cohort, now, about="zelda-mauve@x.example and Zelda Mauve"))


def test_an_address_that_was_removed_and_a_login_that_is_connected_count(cohort, hana, iker, now):
    EmailAddress.objects.create(user=hana.user, email="old.box@elsewhere.example").delete()
    SocialAccount.objects.filter(user=hana.user).update(extra_data={})
    SocialAccount.objects.create(user=hana.user, provider="other", uid="7", extra_data={"login": "mauve-cat"})
    assert not reads(hana, report(cohort, now, body="From old.box@elsewhere.example it came."))
    assert not reads(hana, report(cohort, now, body="See @mauve-cat there."))


def test_whoever_is_called_so_later_can_not_read_it_either_nor_after_another_change(cohort, hana, iker, now):
    found = report(cohort, now, body="Zelda Mauve shouted.")
    assert reads(hana, found)
    for name in ("Zelda Mauve", "Hana Quist"):
        hana.name = name
        hana.save()
        assert not reads(hana, found)


def test_who_is_joined_with_somebody_named_is_named(cohort, hana, iker, now):
    known = person("Zelda Mauve", account=False)
    found, later = report(cohort, now, body="Zelda Mauve shouted."), report(cohort, now)
    merge(known, hana)
    assert (reads(hana, found), reads(hana, later)) == (False, True)
    assert not reads(hana, report(cohort, now, body="Zelda Mauve again."))


def test_joining_two_who_are_both_excluded_tells_nobody_of_it(cohort, hana, iker, now):
    known = person("Zelda Mauve", account=False)
    found = report(cohort, now, about="Hana Quist, Zelda Mauve")
    merge(known, hana)
    assert found.exclusions.filter(person=hana).count() == 1


def test_somebody_named_who_becomes_a_handler_later_can_not_be_let_in(cohort, hana, now):
    found = report(cohort, now, body="Zelda Mauve shouted.")
    assert found.exclusions.filter(person__name="Zelda Mauve").count() == 0
    handler(cohort, "Zelda Mauve", now)
    assert ConductReport.objects.get(pk=found.pk).named_later() == []


def test_what_the_reporter_adds_settles_more(cohort, hana, iker, now):
    found = report(cohort, now)
    found.hear("Iker saw it and laughed.", now=now)
    assert [row.person for row in found.exclusions.all()] == [iker]


@pytest.mark.parametrize(
    "said",
    [
        "_Hana_ did.",
        "HANA did.",
        "Ha\u200bna did.",
        "Hána did.",
        "**Hana**’s words",
        "ｈａｎａ quist",
        "Quist,Hana",
        "hana\nquist",
    ],
)
def test_names_are_found_however_they_are_written(hana, said):
    assert naming.is_named(hana, said)


@pytest.mark.parametrize(
    ("name", "said"), [("田中 太郎", "昨日田中さんが"), ("علی رضایی", "علی‌رضایی"), ("أحمد", "قال وأحمد")]
)
def test_names_without_capitals_and_spaces_are_found(db, name, said):
    assert naming.is_named(person(name), said)


def test_ordinary_words_are_not_names(hana):
    assert not naming.is_named(hana, "The quistion of Hanabal; quist and hana apart are words here, hana.")


def test_what_somebody_was_called_counts_nowhere_and_goes_with_them(hana):
    known = person("Zelda Mauve", account=False)
    assert KnownAs not in rows_of(known)
    pk = known.pk
    known.delete()
    assert not KnownAs.objects.filter(person_id=pk).exists()


def test_a_report_costs_the_same_for_any_number_of_people(cohort, hana, now, django_assert_max_num_queries):
    Person.objects.bulk_create(Person(name=f"Person Number{number}") for number in range(300))
    assert KnownAs.objects.filter(value="Person Number299").exists()
    with django_assert_max_num_queries(40):
        report(cohort, now)


def test_a_handler_named_later_reads_earlier_reports_only_where_a_reader_lets_them(cohort, hana, lead, at, now):
    found, other = report(cohort, now), report(cohort, now)
    zelda = handler(cohort, "Zelda Mauve", now)
    client, reader = at(zelda), at(hana)
    assert client.get(handle(found)).status_code == 404
    page = reader.get(handle(found)).content.decode()
    assert "Zelda Mauve" in page
    reader.post(reverse("cohorts:conduct-let-read", args=[found.public_id]), {"person": zelda.pk})
    assert [client.get(handle(each)).status_code for each in (found, other)] == [200, 404]
    assert client.get(handle(report(cohort, now))).status_code == 200


def test_nobody_lets_themselves_in(cohort, hana, at, now):
    found = report(cohort, now)
    zelda = handler(cohort, "Zelda Mauve", now)
    let_in = reverse("cohorts:conduct-let-read", args=[found.public_id])
    assert at(zelda).post(let_in, {"person": zelda.pk}).status_code == 404
    stranger = person("Stan Stranger")
    at(hana).post(let_in, {"person": stranger.pk})
    assert [row.handler.person for row in found.admissions.all()] == [hana]


def test_who_is_named_once_more_is_named_later(cohort, hana, iker, now):
    found = report(cohort, now)
    ConductHandler.objects.filter(person=hana).update(until=now)
    ConductHandler.objects.create(cohort=cohort, person=hana, named_by=iker, since=now)
    assert not reads(hana, found)
