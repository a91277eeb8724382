"""Conduct reports: from anybody, anonymous, to handlers only, closed to whoever is named or excluded, by every path."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.urls import reverse

import mentorship.scenarios as mentoring
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.merging import rows_of
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from cohorts import scenarios
from cohorts.conduct import keeping, naming
from cohorts.conduct.models import ConductAccess, ConductNote, ConductReport
from cohorts.conduct.scenarios import report
from cohorts.models import ConductHandler
from tests import world
from tests.test_routes import TABLES, table

from . import SAID, SECRET, handle, handler, text

pytestmark = pytest.mark.django_db


def form_of(cohort):
    return reverse("cohorts:conduct-report", args=[cohort.slug])


def test_anybody_reports_without_an_account_and_is_shown_a_code_once(cohort, hana, iker, lead, at):
    client = at(None)
    page = text(client.get(form_of(cohort)))
    assert all(str(somebody) in page for somebody in (hana, iker, lead))
    assert "both the database and the key could read it" in page
    answer = client.post(form_of(cohort), SAID)
    code = answer.context["code"]
    assert code in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert client.post(form_of(cohort), SAID).context["code"] == code
    found = ConductReport.objects.get()
    assert code.replace("-", "") not in json.dumps(list(ConductReport.objects.values()), default=str)
    assert (found.words["body"], found.readers()) == (SECRET, [hana, iker])


def test_the_footer_of_every_page_leads_to_the_form(cohort, hana, lead, at):
    assert f'href="{reverse("cohorts:conduct")}"' in text(at(None).get(reverse("cohorts:landing")))
    assert f'href="{form_of(cohort)}"' in text(at(None).get(cohort.get_absolute_url()))
    assert f'href="{form_of(cohort)}"' in text(at(lead).get(reverse("cohorts:cockpit", args=[cohort.slug])))


def test_nothing_of_who_reports_is_kept(cohort, hana, at, caplog, now):
    """Signed in or not: no person, address, request id, session or moment beside the words."""
    reporter = person("Remy Reporter")
    client = at(reporter)
    before = dict(Session.objects.values_list("session_key", "session_data"))
    with caplog.at_level(logging.DEBUG):
        answer = client.post(form_of(cohort), SAID, REMOTE_ADDR="203.0.113.9")
    assert dict(Session.objects.values_list("session_key", "session_data")) == before
    assert not [record for record in caplog.records if "conduct" in record.getMessage() and "SELECT" not in str(record)]
    rows = []
    with connection.cursor() as cursor:
        for table_name in connection.introspection.table_names(cursor):
            if "conduct" in table_name or "outbox" in table_name or "history" in table_name:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table_name)}")  # noqa: S608
                rows += [(table_name, str(row)) for row in cursor.fetchall()]
    kept = " ".join(row for name, row in rows if name != "cohorts_conducthandler")
    assert ConductReport.objects.count() == 1
    for trace in (SECRET, "203.0.113.9", answer["X-Request-ID"], "Remy", answer.context["code"]):
        assert trace not in kept
    sealed = ConductReport.objects.get()
    moment = Fernet(settings_key()).extract_timestamp(sealed.sealed.encode())
    assert moment % 86_400 == 0


def settings_key():
    from django.conf import settings

    return settings.CONDUCT_KEYS[0]


def test_letters_to_handlers_say_nothing(cohort, hana, iker, lead, now, mailoutbox):
    report(cohort, now, body=SECRET, keep_from=[iker])
    drain(now)
    [mail] = mailoutbox
    assert mail.to == [hana.email]
    everything = f"{mail.subject} {mail.body} {mail.alternatives}"
    assert SECRET not in everything
    assert "report" not in mail.body.lower().replace("/conduct/reports/", "")
    [message] = Message.objects.all()
    assert (message.private, message.body, message.about, "conduct" in message.key) == (True, "", None, False)


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ({"body": "Somebody shouted."}, True),
        ({"body": "hana quist shouted."}, False),
        ({"body": "It was Hana again."}, False),
        ({"body": "She is @hana-quist there."}, False),
        ({"body": "Write to HANA.QUIST@example.org."}, False),
        ({"body": "x", "about": "hana"}, False),
        ({"body": "x", "about": "Quist, and others"}, False),
        ({"body": "x", "reporter": "Hana Quist"}, False),
        ({"body": "The quistion of Hanabal."}, True),
    ],
)
def test_whoever_is_named_can_not_read(cohort, hana, iker, now, said, reads):
    hana.github_login = "hana-quist"
    hana.save()
    found = report(cohort, now, **said)
    assert (hana in ConductReport.objects.get(pk=found.pk).readers()) is reads


def test_who_is_named_later_or_becomes_a_handler_later_can_not_read_either(cohort, hana, iker, lead, now):
    found = report(cohort, now, body="It was Lea Lindqvist.", keep_from=[])
    ConductHandler.objects.create(cohort=cohort, person=lead, named_by=lead, since=now)
    found = ConductReport.objects.get()
    assert lead.name == "Lea Lindqvist"
    assert found.readers() == [hana, iker]
    found.hear("Iker saw it and laughed.", now=now)
    assert ConductReport.objects.get().readers() == [hana]


def test_where_nobody_is_left_the_form_gives_the_contact_outside(cohort, hana, iker, at):
    client = at(None)
    said = SAID | {"about": "Hana Quist", "keep_from": [iker.pk]}
    answer = client.post(form_of(cohort), said)
    assert (answer.status_code, ConductReport.objects.count(), Message.objects.count()) == (422, 0, 0)
    assert "help@outside.example" in text(answer)
    assert SECRET in text(answer)
    ConductHandler.objects.update(until=cohort.kickoff.strftime("%Y-%m-%dT00:00Z"))
    closed = client.get(form_of(cohort))
    assert "help@outside.example" in text(closed)
    assert client.post(form_of(cohort), SAID).status_code == 200
    assert ConductReport.objects.count() == 0


def test_without_a_key_no_report_is_taken(cohort, hana, at, settings):
    settings.CONDUCT_KEYS = []
    assert "help@outside.example" in text(at(None).get(form_of(cohort)))
    at(None).post(form_of(cohort), SAID)
    assert ConductReport.objects.count() == 0


def test_both_sides_follow_up_by_the_code(cohort, hana, at, now):
    nobody, reader = at(None), at(hana)
    code = nobody.post(form_of(cohort), SAID).context["code"]
    found = ConductReport.objects.get()
    reader.post(handle(found), {"text": "Are you safe?", "to": "reporter"})
    reader.post(handle(found), {"text": "Ask Iker.", "to": "handlers"})
    back = reverse("cohorts:conduct-code")
    page = text(nobody.post(back, {"code": code.lower().replace("-", " ")}))
    assert "Are you safe?" in page
    assert "Ask Iker." not in page
    assert code not in nobody.get(back).request["PATH_INFO"]
    assert "Thank you" in text(nobody.post(back, {"code": code, "text": "Yes. And thanks."}))
    assert "Yes. And thanks." in text(reader.get(handle(found)))
    assert nobody.post(back, {"code": "AAAAA-AAAAA-AAAAA-AAAAA"}).status_code == 422


def test_codes_can_not_be_tried_for_ever(cohort, hana, at):
    client = at(None)
    answers = [client.post(reverse("cohorts:conduct-code"), {"code": f"WRONG-{n}"}).status_code for n in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_reading_is_logged_and_shown(cohort, hana, iker, at, now):
    found = report(cohort, now)
    at(hana).get(handle(found))
    shown = text(at(iker).get(handle(found)))
    assert [(row.person, row.what) for row in ConductAccess.objects.order_by("pk")] == [
        (hana, "read it"),
        (iker, "read it"),
    ]
    assert "Hana Quist read it" in shown


def test_suspension_ends_access_that_second_and_is_lifted(cohort, hana, at, now, mailoutbox):
    mentorship = mentoring.mentorship(cohort)
    mentor = mentoring.lead_mentor(mentorship)
    found = report(cohort, now)
    tab = at(mentor)
    question = mentorship.ask(by=mentorship.mentee, now=now, body=SECRET)
    assert tab.get(mentorship.get_absolute_url()).status_code == 200
    at(hana).post(reverse("cohorts:conduct-suspend", args=[found.public_id]), {"person": mentor.pk})
    for path in (mentorship.get_absolute_url(), "/", "/admin/", reverse("home"), reverse("outbox:inbox")):
        assert tab.get(path).status_code == 403
    answer = reverse("mentorship:answer", args=[mentorship.pk, question.pk])
    assert tab.post(answer, {"body": "Hello"}).status_code == 403
    assert question.replies.count() == 0
    mailoutbox.clear()
    drain(now + timedelta(hours=1))
    assert [mail.subject for mail in mailoutbox if mail.to == [mentor.email]] == ["Your access is paused for now"]
    with pytest.raises(Refusal, match="suspended because of it"):
        ConductReport.objects.get().close(by=hana, now=now)
    at(hana).post(reverse("cohorts:conduct-lift", args=[found.public_id]), {"person": mentor.pk})
    assert tab.get(mentorship.get_absolute_url()).status_code == 403
    with time_machine.travel(now + timedelta(days=1), tick=False):
        assert tab.get(mentorship.get_absolute_url()).status_code == 200
    assert at(mentor).get(reverse("cohorts:conduct-reports")).status_code == 403


def test_a_superuser_who_is_named_is_suspended_like_anybody(cohort, hana, at, now):
    root = User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root")
    scenarios.mentor(cohort, root.person, now=now)
    found = report(cohort, now, about="Rut Root")
    ConductReport.objects.get(pk=found.pk).suspend(root.person, by=hana, now=now)
    assert at(root.person).get("/admin/").status_code == 403


def test_a_handler_steps_aside_but_somebody_stays(cohort, hana, iker, at, now):
    found = report(cohort, now)
    at(iker).post(reverse("cohorts:conduct-keep-from", args=[found.public_id]), {"person": iker.pk})
    assert at(iker).get(handle(found)).status_code == 404
    with pytest.raises(Refusal, match="Nobody would be left"):
        ConductReport.objects.get().keep_from(hana, by=hana, now=now)
    with pytest.raises(Refusal, match="any more"):
        ConductReport.objects.get().write("Hm.", by=iker, now=now, is_shared=False)


def test_reports_are_deleted_when_their_time_is_over(cohort, hana, now, settings):
    found = report(cohort, now)
    open_one = report(cohort, now)
    ConductReport.objects.get(pk=found.pk).close(by=hana, now=now)
    settings.CONDUCT_KEEP_DAYS = 30
    assert keeping.delete_old(now + timedelta(days=29)) == {"deleted": 0}
    assert keeping.delete_old(now + timedelta(days=30)) == {"deleted": 1}
    assert list(ConductReport.objects.all()) == [open_one]
    assert not ConductAccess.objects.exists()


def test_keys_are_rotated(cohort, hana, now, settings):
    found = report(cohort, now, body=SECRET)
    found.hear("More.", now=now)
    old, new = settings.CONDUCT_KEYS[0], Fernet.generate_key().decode()
    settings.CONDUCT_KEYS = [new, old]
    call_command("rotate_conduct_keys")
    settings.CONDUCT_KEYS = [new]
    assert ConductReport.objects.get().words["body"] == SECRET
    assert ConductNote.objects.count() == 1
    settings.CONDUCT_KEYS = [old]
    assert ConductReport.objects.get().readers() == []
    with pytest.raises(CommandError):
        call_command("rotate_conduct_keys")


def test_lead_organizers_name_handlers(cohort, lead, at, now):
    page = reverse("cohorts:conduct-handlers", args=[cohort.slug])
    somebody = person("Nils Named")
    client = at(lead)
    assert client.post(page, {"email": "no@where.example"}).status_code == 422
    client.post(page, {"email": somebody.email.upper()})
    client.post(page, {"email": somebody.email})
    row = ConductHandler.objects.get()
    assert (row.person, row.named_by) == (somebody, lead)
    client.post(reverse("cohorts:conduct-handler-end", args=[cohort.slug, row.pk]))
    assert not ConductHandler.objects.current().exists()


def test_the_contact_outside_changes_with_a_reason_for_all_to_read_and_not_in_passing(cohort, lead, at):
    page = reverse("cohorts:conduct-handlers", args=[cohort.slug])
    before, client = cohort.conduct_contact, at(lead)

    client.post(page, {"conduct_contact": "A friend of the lead"})

    cohort.refresh_from_db()
    assert cohort.conduct_contact == before
    shown = client.get(page).content.decode()
    assert "help@outside.example" in shown
    assert reverse("cohorts:settings", args=[cohort.slug]) in shown


def test_the_evidence_for_joining_people_says_nothing_of_reports(cohort, hana, iker, now):
    named = person("Nadia Known", account=False)
    report(cohort, now, keep_from=[named])
    assert [model for model in rows_of(named) if getattr(model, "confidential", False)] == []


def test_names_are_found_as_words():
    will = person("Will May")
    assert not naming.is_named(will, "I will say that we may meet.")
    assert naming.is_named(will, "Then Will shouted.")


@pytest.mark.parametrize("count", [3, 30])
def test_the_handlers_list_costs_the_same_for_any_number(cohort, hana, at, now, count, django_assert_num_queries):
    for _number in range(count):
        report(cohort, now)
    client = at(hana)
    with django_assert_num_queries(8):
        answer = client.get(reverse("cohorts:conduct-reports"))
    assert len(answer.context["page_obj"]) == min(count, 25)


def test_no_path_of_the_portal_tells_the_named_ones_anything(mailoutbox):
    """Every GET route, as everybody who is named, superuser and lead handler included: with and without a report."""
    w = world.build()
    named = {role: w.people[role].person for role in ("superuser", "organizer", "mentor")}
    with time_machine.travel(w.now, tick=False):
        reader = handler(w.cohort, "Zoya Reads", w.now)
        for somebody in named.values():
            ConductHandler.objects.create(cohort=w.cohort, person=somebody, named_by=somebody, since=w.now)
        clients = {role: Client() for role in named}
        for role, client in clients.items():
            client.force_login(w.people[role])
        urls = [
            reverse(route, args=expected["args"](w) if "args" in expected else [])
            for name in TABLES
            if name != "safety"
            for route, expected in table(name).items()
            if expected.get("method") != "post"
        ]
        urls += [reverse("cohorts:conduct-reports"), reverse("cohorts:conduct-handlers", args=[w.cohort.slug])]
        about = ", ".join(str(somebody) for somebody in named.values())
        found = report(w.cohort, w.now, body=SECRET, about=about)
        ConductReport.objects.get(pk=found.pk).write("A note.", by=reader, now=w.now, is_shared=False)
        drain(w.now)
        leaks = []
        for role, client in clients.items():
            assert client.get(handle(found)).status_code == 404
            for url in urls:
                answer = client.get(url)
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
                told = content.decode(errors="ignore")
                if (
                    SECRET in told
                    or str(found.public_id) in told
                    or "conduct report" in told.lower().replace("conduct reports", "")
                ):
                    leaks.append((role, url))
        assert leaks == []
        assert {mail.to[0] for mail in mailoutbox if "Something waits" in mail.subject} == {reader.email}
