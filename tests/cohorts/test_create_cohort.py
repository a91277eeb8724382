from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import schedule
from cohorts.models import Cohort, Invitation, Organizer, Phase

pytestmark = pytest.mark.django_db


def create(*args, slug="amp-2027", kickoff="2027-06-15"):
    out = StringIO()
    call_command(
        "create_cohort", slug, "--name", "AMP 2027", "--template", "amp", "--kickoff", kickoff, *args, stdout=out
    )
    return out.getvalue()


def test_a_cohort_from_the_template():
    said = create("--mode", "funded")
    cohort = Cohort.objects.get()
    assert (cohort.slug, cohort.name, cohort.year, cohort.mode, cohort.published_at) == (
        "amp-2027",
        "AMP 2027",
        2027,
        "funded",
        None,
    )
    assert cohort.window("applications").starts_at == datetime(2027, 5, 10, tzinfo=UTC)
    assert said.startswith("Created AMP 2027 (amp-2027), not published yet.\n")
    assert "  Applications                         2027-05-10 00:00 to 2027-05-30 23:59\n" in said


def test_with_a_lead_who_has_an_account_it_can_be_published():
    lead = person("Ada Lark", email="ada@example.org")
    said = create("--lead", "Ada@example.org", "--publish", "--time-zone", "Europe/Berlin")
    cohort = Cohort.objects.get()
    assert cohort.published_at is not None
    assert cohort.window("applications").starts_at == datetime(2027, 5, 9, 22, tzinfo=UTC)
    organizer = Organizer.objects.get()
    assert (organizer.person, organizer.is_lead, organizer.contact) == (lead, True, "Ada@example.org")
    assert "Ada Lark is lead organizer." in said


def test_a_lead_without_an_account_is_invited():
    assert "new@example.com has no account yet and was invited as lead organizer." in create(
        "--lead", "new@example.com"
    )
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.is_lead, invitation.role) == ("new@example.com", True, "organizer")
    assert Message.objects.get().address == "new@example.com"


def test_phases_that_can_be_left_out_are_and_the_next_takes_their_place():
    person("Ada Lark", email="ada@example.org")
    left_out = [f"--without={kind}" for kind in Phase.OPTIONAL]

    create("--lead", "ada@example.org", "--publish", *left_out)

    cohort = Cohort.objects.get()
    kinds = set(cohort.phases.values_list("kind", flat=True))
    assert kinds == set(Phase.Kind) - set(Phase.OPTIONAL)
    assert cohort.window("selection").starts_at == cohort.window("review").ends_at
    assert schedule.problems(cohort, [], datetime(2027, 1, 1, tzinfo=UTC)) == []


def test_a_phase_that_cant_be_left_out_is_asked_for_before_it_is_published():
    lead = person("Ada Lark", email="ada@example.org")
    create("--lead", "ada@example.org")
    cohort = Cohort.objects.get()
    cohort.phases.filter(kind__in=["review", "final"]).delete()

    with pytest.raises(Refusal, match="Review and shortlist, Final evaluations"):
        cohort.publish(by=lead, now=datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("args", "options", "reason"),
    [
        (["--publish"], {}, "needs a lead organizer"),
        (["--lead", "new@example.com", "--publish"], {}, "needs a lead organizer"),
        (["--lead", "nonsense"], {}, "Enter a valid email address"),
        (["--time-zone", "Mars/Base"], {}, "“Mars/Base” is not a time zone we know"),
        ([], {"kickoff": "15.6.2027"}, "“15.6.2027” is not a day. Write it as 2027-06-15."),
        ([], {"slug": "AMP 2027!"}, "slug: Enter a valid"),
        (["--mode", "free"], {}, "invalid choice: 'free'"),
    ],
)
def test_what_cant_be_a_cohort_is_refused_and_nothing_is_created(args, options, reason):
    with pytest.raises(CommandError, match=reason):
        create(*args, **options)
    assert (Cohort.objects.count(), Invitation.objects.count(), Message.objects.count()) == (0, 0, 0)


def test_a_slug_that_is_taken_is_refused():
    create()
    with pytest.raises(CommandError, match="There is a cohort “amp-2027” already"):
        create()
    assert Cohort.objects.count() == 1
