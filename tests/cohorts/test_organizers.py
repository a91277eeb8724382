from datetime import date

import pytest
from django.urls import reverse

from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import access, sides
from cohorts.models import Cohort, Organizer
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return a_cohort()


@pytest.fixture
def lead(cohort):
    return cohort.leads().get().person


@pytest.fixture
def colleague(cohort):
    colleague = person("Cora Colleague")
    sides.give_organizer(cohort, colleague, now=instant(cohort, "mentor_call"))
    return colleague


def row(cohort, somebody):
    return cohort.organizers.current().get(person=somebody)


def post(client, name, cohort, somebody, **data):
    return client.post(reverse(name, args=[cohort.slug, row(cohort, somebody).pk]), data, follow=True)


def test_the_last_lead_stays(client, cohort, lead, colleague):
    client.force_login(lead.user)
    response = post(client, "cohorts:organizer-end", cohort, lead)
    assert "A cohort needs a lead organizer" in response.content.decode()
    response = post(client, "cohorts:organizer", cohort, lead, contact="x")
    assert "A cohort needs a lead organizer" in response.content.decode()
    assert row(cohort, lead).is_lead


def test_a_lead_can_always_be_reached(client, cohort, lead):
    client.force_login(lead.user)
    response = post(client, "cohorts:organizer", cohort, lead, contact="", is_lead="on")
    assert "Participants need a way to reach a lead organizer" in response.content.decode()
    assert row(cohort, lead).contact == "lead-amp-2027@example.org"


def test_the_lead_passes_on_and_steps_back(client, cohort, lead, colleague):
    client.force_login(lead.user)
    post(client, "cohorts:organizer", cohort, colleague, contact="cora@example.org", is_lead="on")
    post(client, "cohorts:organizer-end", cohort, lead)
    assert [organizer.person for organizer in cohort.leads()] == [colleague]
    assert not access.organizes(lead.user, cohort)
    assert Organizer.objects.exclude(until=None).get().person == lead  # history keeps them
    assert cohort.participations.get(person=lead).side == "staff"  # they could read applications


def test_an_organizer_changes_their_own_contact_and_nothing_else(client, cohort, lead, colleague):
    client.force_login(colleague.user)
    post(client, "cohorts:organizer", cohort, colleague, contact="@cora", is_lead="on")
    assert (row(cohort, colleague).contact, row(cohort, colleague).is_lead) == ("@cora", False)
    assert post(client, "cohorts:organizer", cohort, lead, contact="@cora").status_code == 403
    assert post(client, "cohorts:organizer-end", cohort, lead).status_code == 403
    post(client, "cohorts:organizer-end", cohort, colleague)
    assert not access.organizes(colleague.user, cohort)


def test_organizers_of_another_cohort_stay_out(client, cohort, lead):
    client.force_login(a_cohort("other").leads().get().person.user)
    assert client.get(reverse("cohorts:organizers", args=[cohort.slug])).status_code == 403
    assert post(client, "cohorts:organizer-end", cohort, lead).status_code == 403


def test_an_applicant_cant_become_an_organizer(cohort):
    applicant = person("Al Applicant")
    sides.take_contributor_side(cohort, applicant)
    with pytest.raises(Refusal, match="has an application or a place in AMP 2027"):
        sides.give_organizer(cohort, applicant, now=instant(cohort, "applications"))
    assert not cohort.organizers.filter(person=applicant).exists()


def test_an_alumna_of_an_imported_cohort_may_organize(cohort):
    alumna = person("Alma Alumna")
    history = Cohort.objects.create(
        slug="amp-2022", name="AMP 2022", year=2022, kickoff=date(2022, 6, 1), imported=True
    )
    sides.take_contributor_side(history, alumna)
    sides.give_organizer(cohort, alumna, now=instant(cohort, "announcement"))
    assert cohort.organizers.current().filter(person=alumna).exists()
