from datetime import timedelta

from cohorts import letters
from cohorts.models import Event, Invitation, InvitationClaim, SettingsProposal
from tests.world import ROLES

EVERYBODY = dict.fromkeys(ROLES, 200)
CLOSED = dict.fromkeys(ROLES, 403) | {"anonymous": "login"}
ORGANIZERS = CLOSED | {"organizer": 200, "superuser": 200}
DONE = CLOSED | {"organizer": 302, "superuser": 302}  # a verb ran, or refused with a message; back to the page


def cohort(w):
    return [w.cohort.slug]


def organizer(w):
    return [w.cohort.slug, w.cohort.leads()[0].pk]


def invitation(w):
    return w.cohort.invitations.first() or Invitation.invite(
        w.cohort, "new@example.com", "organizer", by=None, now=w.now
    )


def claim(w):
    """Of the stranger, who opened the invitation with another account."""
    row = invitation(w)
    asked = row.claims.first() or InvitationClaim.ask(row, w.people["stranger"].person, now=w.now)
    return [w.cohort.slug, asked.pk]


def letter(w):
    return [w.cohort.slug, letters.of(w.cohort).first().pk]


def proposal(w):
    made, _created = SettingsProposal.objects.get_or_create(
        cohort=w.cohort, settings=[], reason="A slip.", proposed_by=w.people["organizer"].person, proposed_at=w.now
    )
    return [w.cohort.slug, made.pk]


def event(w):
    made, _created = Event.objects.get_or_create(
        cohort=w.cohort, title="Office hours", starts_at=w.now, ends_at=w.now + timedelta(hours=1)
    )
    return [w.cohort.slug, made.pk]


ROUTES = {
    "cohorts:named": {"args": cohort, "method": "post", **CLOSED, "mentee": 302},
    "cohorts:events": {"args": cohort, **ORGANIZERS},
    "cohorts:event": {"args": event, **ORGANIZERS},
    "cohorts:cancel-event": {"args": event, "method": "post", **DONE},
    "cohorts:landing": EVERYBODY,
    "cohorts:cohorts": EVERYBODY,
    "cohorts:cohort": {"args": cohort, **EVERYBODY},
    "cohorts:calendar": {"args": cohort, **EVERYBODY},
    "cohorts:cockpit": {"args": cohort, **ORGANIZERS},
    "cohorts:schedule": {"args": cohort, **ORGANIZERS},
    "cohorts:settings": {"args": cohort, **ORGANIZERS},
    "cohorts:settings-proposal": {"args": proposal, "method": "post", **DONE},
    "cohorts:organizers": {"args": cohort, **ORGANIZERS},
    "cohorts:publish": {"args": cohort, "method": "post", **DONE},
    "cohorts:organizer": {"args": organizer, "method": "post", **DONE},
    "cohorts:organizer-end": {"args": organizer, "method": "post", **DONE},
    "cohorts:invitation-revoke": {
        "args": lambda w: [w.cohort.slug, invitation(w).pk],
        "method": "post",
        **DONE,
    },
    "cohorts:invitation-claim": {"args": claim, "method": "post", **DONE},
    "cohorts:letters": {"args": cohort, **ORGANIZERS},
    "cohorts:letters-resend": {"args": cohort, "method": "post", **DONE},
    "cohorts:letter": {"args": letter, **ORGANIZERS},
    "cohorts:letter-resend": {"args": letter, "method": "post", **DONE},
    "cohorts:invitation": {  # whoever holds the link
        "args": lambda w: [invitation(w).token],
        **(EVERYBODY | {"anonymous": "login"}),
    },
}
