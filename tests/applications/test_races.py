"""Two requests at the same instant never produce somebody who is both; with threads, on whatever database there is."""

import pytest

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications.models import Application
from cohorts import sides
from cohorts.models import Invitation, Organizer, Participation

from .applying import opening, race

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 200


def test_an_application_and_an_organizers_role_racing_never_both_succeed():
    cohort = cohorts.cohort()
    now = opening(cohort)
    applying.fresh_roster(now)
    project = cohorts.project(cohort, now=now)
    won = []
    for number in range(ROUNDS):
        somebody = person(f"Racer {number}")
        draft = applying.draft(cohort, somebody, projects=[project], now=now)

        submitted, role = race(
            lambda draft=draft: Application.objects.get(pk=draft.pk).submit(by=draft.person, now=now),
            lambda somebody=somebody: sides.give_organizer(cohort, somebody, now=now),
        )

        assert isinstance(submitted, Refusal) != isinstance(role, Refusal), number
        won.append(isinstance(role, Refusal))
    organizers = set(Organizer.objects.current().filter(cohort=cohort).values_list("person", flat=True))
    applicants = set(Application.objects.live().filter(cohort=cohort).values_list("person", flat=True))
    assert not organizers & applicants
    assert len(applicants) == sum(won)
    both = Participation.objects.filter(cohort=cohort, side="contributor").filter(is_organizer=True)
    assert not both.exists()


def test_an_acceptance_and_an_invitation_to_organize_another_cohort_racing():
    """An organizer of any cohort that is not over can't hold a place in another one."""
    cohort = cohorts.cohort()
    other = cohorts.cohort("amp-2028", kickoff=cohort.kickoff.replace(year=2028))
    now = opening(cohort)
    applying.fresh_roster(now)
    project = cohorts.project(cohort, now=now, sponsored_slots=8)
    for number in range(8):
        offer = applying.offered(cohort, person(f"Racer {number}"), projects=[project], now=now)
        somebody = offer.application.person
        invitation = Invitation.invite(other, f"racer-{number}@example.org", "organizer", by=None, now=now)

        accepted, role = race(
            lambda offer=offer, somebody=somebody: offer.accept(by=somebody, now=now, consent=True),
            lambda invitation=invitation, somebody=somebody: invitation.accept(somebody, now=now, contact="x"),
        )

        assert isinstance(role, Refusal)  # the application alone stands in the way
        assert not isinstance(accepted, Refusal)
