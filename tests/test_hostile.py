"""What no browser sends is refused in words, never with a 500."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import cohorts.scenarios as cohorts
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from evaluations.stipends.export import NotATable, references

TOO_LARGE = 2**63
NOT_ADDRESSES = ["//[", "http://[::1", "http://℀", "https://[oops]/", "\\\\[", "x" * 20_000]


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/mentorships/{}/", "/applications/{}/", "/reviews/{}/", "/inbox/{}/"])
def test_an_id_that_no_row_can_have_is_not_found(client, path):
    client.force_login(person("Stan Stranger").user)
    assert client.get(path.format(TOO_LARGE)).status_code == client.get(path.format(10**17)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", ["account_login", "account_signup", "account_logout", "account_reauthenticate"])
@pytest.mark.parametrize("onward", NOT_ADDRESSES)
def test_an_onward_address_that_is_none_leads_nowhere(client, route, onward, method):
    if route in ("account_logout", "account_reauthenticate"):
        client.force_login(person("Stan Stranger").user)
    response = getattr(client, method)(reverse(route), {"next": onward})
    assert response.status_code in (200, 302, 400, 422)
    assert onward not in response.get("Location", "")


@pytest.mark.django_db
def test_signing_in_with_an_onward_address_that_is_none_leads_home(client, root):
    sent = {"login": root.email, "password": "correct horse battery", "next": "http://[::1"}
    assert client.post(reverse("account_login"), sent)["Location"] == reverse("home")


@pytest.mark.django_db
def test_a_settled_matter_leads_back_to_the_list_where_its_page_is_none(client):
    cohort = cohorts.cohort()
    client.force_login(cohort.leads()[0].person.user)
    address = reverse("cohorts:attention-settle", args=[cohort.slug])
    back = {client.post(address, {"next": each})["Location"] for each in ["2027-02-30", "-1", "home", *NOT_ADDRESSES]}
    assert back == {reverse("cohorts:attention", args=[cohort.slug])}


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["x", str(TOO_LARGE), "a\x00b", ""])
def test_no_list_of_the_admin_breaks_on_a_chosen_row_that_is_none(client, root, chosen):
    client.force_login(root)
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        sent = {"action": "delete_selected", "_selected_action": [chosen], "index": "0", "select_across": "0"}
        assert client.post(address, sent).status_code in (302, 400, 403), model


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/nowhere/", "/accounts/login/", "/home/", "/admin/"])
@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=", "text/plain"])
def test_a_form_that_cannot_be_read_is_a_bad_request(root, path, content_type):
    client = Client(enforce_csrf_checks=True)
    client.force_login(root)
    response = client.generic("POST", path, b"--x\r\n", content_type)
    assert 400 <= response.status_code < 500
    assert client.generic("POST", path, b"--x\r\n", content_type, QUERY_STRING="q=%00").status_code == 400


@pytest.mark.parametrize("table", ["line,reference\r1,PAY-1\r", "line,reference\n1,PAY\r-1\n", 'line,reference\n1,"P'])
def test_references_with_a_stray_line_break_are_read_or_refused(table):
    try:
        found = references(table)
    except NotATable:
        return
    assert set(found) == {1}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/invitations/%00/", "/cohorts/a%00b/", "/nowhere%00/", "/?q=%00"])
def test_a_nul_in_an_address_is_a_bad_request(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("line", ["9" * 30, str(TOO_LARGE), "9" * 5000])
def test_a_line_of_a_payment_that_no_row_can_be_is_refused(line):
    with pytest.raises(NotATable, match="Row 2"):
        references(f"line,reference\n{line},PAY-1\n")


@pytest.mark.django_db
def test_a_line_break_in_a_cohorts_name_does_not_kill_its_calendar(client):
    cohort = cohorts.cohort()
    type(cohort).objects.filter(pk=cohort.pk).update(name="AMP\n2027")
    response = client.get(reverse("cohorts:calendar", args=[cohort.slug]))
    assert (response.status_code, b"X-WR-CALNAME:AMP 2027\r\n" in response.content) == (200, True)


@pytest.mark.django_db
def test_reloading_an_address_that_takes_forms_only_says_so(client):
    cohort = cohorts.cohort()
    client.force_login(cohort.leads()[0].person.user)
    response = client.get(reverse("cohorts:attention-settle", args=[cohort.slug]))
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Nothing was sent" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "MADE-UP"])
def test_methods_that_no_page_has_are_refused(client, method):
    answer = client.generic(method, "/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "status"), [(4_900_000, 404), (5_100_000, 400)])
def test_a_file_that_would_fill_the_disk_is_not_read(client, size, status):
    sent = client.post("/nothing/", {"file": SimpleUploadedFile("a.csv", b"x" * size)})
    assert sent.status_code == status
