"""The letters of this app, and what every letter about a cohort carries."""

from datetime import datetime

from amp_portal.outbox.letters import Draft, letter, queue_all
from amp_portal.outbox.models import Message

from . import handover, setting_words, windows


def scope_of(cohort):
    """Marks the letters that this cohort's organizers may see."""
    return scope_by_pk(cohort.pk)


def scope_by_pk(pk):
    return f"cohort/{pk}"


def of_cohort(cohort):
    """Whose organizers may see the letter, the zone for readers without one, and the hours of day for nudges."""
    return {
        "scope": scope_of(cohort),
        "zone": cohort.time_zone,
        "hours": (cohort.quiet_until, cohort.quiet_from),
    }


@letter("cohorts/mail/schedule_changed", kind="program")
def schedule_changed(change, person):
    """A published cohort has new dates; to everybody they concern, once per revision."""
    return Draft(key=f"schedule-changed/{change.pk}/{person.pk}", to=person, about=change, **of_cohort(change.cohort))


def _what_changes(message):
    return {"rows": setting_words.rows(message.about)}


@letter("cohorts/mail/settings_changed", kind="program", context=_what_changes)
def settings_changed(change, person):
    """Settings of a published cohort that people rely on have changed; to everybody they concern, once per change."""
    return Draft(key=f"settings-changed/{change.pk}/{person.pk}", to=person, about=change, **of_cohort(change.cohort))


def _proposal_is_open(message, now):
    return message.about is not None and message.about.settled_at is None


@letter(
    "cohorts/mail/settings_proposed",
    kind="organizing",
    still_due=_proposal_is_open,
    context=_what_changes,
)
def settings_proposed(proposal, person):
    """Somebody wants to mend an error in locked settings; to each person who could confirm it."""
    return Draft(
        key=f"settings-proposed/{proposal.pk}/{person.pk}",
        to=person,
        about=proposal,
        **of_cohort(proposal.cohort),
    )


def _event_stands(message, now):
    """As it was told, and still to come."""
    event = message.about
    return event is not None and event.as_told == message.facts["told"] and event.ends_at > now


def _before(message):
    return {"was": datetime.fromisoformat(message.facts["was"]), "has_moved": message.facts["has_moved"]}


@letter("cohorts/mail/event_changed", kind="program", still_due=_event_stands, context=_before)
def event_changed_one(event, before, person):
    return Draft(
        key=f"event-changed/{event.pk}/{event.revision}/{person.pk}",
        to=person,
        about=event,
        facts={
            "told": event.as_told,
            "was": before.starts_at.isoformat(),
            "has_moved": (before.starts_at, before.ends_at) != (event.starts_at, event.ends_at),
        },
        **of_cohort(event.cohort),
    )


def event_changed(event, before, people, now):
    """Its time or its link; once per change."""
    queue_all((event_changed_one(event, before, person) for person in people), now)


def _would_have_begun(message):
    return {"begins": datetime.fromisoformat(message.facts["begins"])}


@letter("cohorts/mail/event_cancelled", kind="program", context=_would_have_begun)
def event_cancelled_one(event, person):
    """The event itself is gone by then."""
    return Draft(
        key=f"event-cancelled/{event.pk}/{person.pk}",
        to=person,
        about=event.cohort,
        facts={"title": event.title, "begins": event.starts_at.isoformat()},
        **of_cohort(event.cohort),
    )


def event_cancelled(event, people, now):
    queue_all((event_cancelled_one(event, person) for person in people), now)


def _invitation_is_open(message, now):
    return message.about is not None and message.about.is_open(now)


@letter(
    "cohorts/mail/invited",
    kind="account",
    private=True,
    channels=[Message.Channel.EMAIL],
    still_due=_invitation_is_open,
)
def invited(invitation):
    """To an address that may have no account yet. Private: it carries the secret link."""
    return Draft(
        key=f"invited/{invitation.pk}",
        to=None,
        address=invitation.email,
        about=invitation,
        **of_cohort(invitation.cohort),
    )


def _claim_waits(message, now):
    return message.about is not None and message.about.is_open and message.about.invitation.is_open(now)


@letter("cohorts/mail/invitation_claimed", kind="organizing", still_due=_claim_waits)
def _invitation_claimed(claim, person):
    return Draft(
        key=f"invitation-claimed/{claim.pk}/{person.pk}", to=person, about=claim, **of_cohort(claim.invitation.cohort)
    )


def invitation_claimed(claim, now):
    """Somebody asks to accept with another account; to who answers."""
    queue_all([_invitation_claimed(claim, person) for person in claim.who_answers()], now)


@letter("cohorts/mail/claim_approved", kind="program")
def claim_approved(claim):
    return _to_claimant("claim-approved", claim)


@letter("cohorts/mail/claim_declined", kind="program")
def claim_declined(claim):
    return _to_claimant("claim-declined", claim)


def _to_claimant(what, claim):
    return Draft(key=f"{what}/{claim.pk}", to=claim.person, about=claim, **of_cohort(claim.invitation.cohort))


def _about_mentor_application(what, application, move):
    return Draft(
        key=f"{what}/{application.pk}/{move.pk}",
        to=application.person,
        about=application,
        facts={"words": move.reason},
        **of_cohort(application.cohort),
    )


def _ideas_due(message):
    application = message.about
    return {"due": windows.proposals_close(application.cohort, invited=application.invited_at is not None)}


@letter("cohorts/mail/mentor_applied", kind="receipts", context=_ideas_due)
def mentor_applied(application, move):
    """A receipt for whoever applied to mentor."""
    return _about_mentor_application("mentor-applied", application, move)


@letter("cohorts/mail/mentor_approved", kind="program", context=_ideas_due)
def mentor_approved(application, move):
    return _about_mentor_application("mentor-approved", application, move)


@letter("cohorts/mail/mentor_declined", kind="program")
def mentor_declined(application, move):
    return _about_mentor_application("mentor-declined", application, move)


def _about_project(what, project, move, person):
    return Draft(
        key=f"{what}/{project.pk}/{move.pk}/{person.pk}",
        to=person,
        about=project,
        facts={"words": move.reason},
        **of_cohort(project.cohort),
    )


def _still_to_review(message, now):
    return message.about is not None and message.about.is_awaiting_review


def _applications_open(message):
    """When applications open, while that is to come."""
    phase = message.about.cohort.phase("applications")
    return {"opens": phase.starts_at if phase and message.created_at < phase.starts_at else None}


@letter(
    "cohorts/mail/proposal_submitted",
    kind="organizing",
    daytime=True,
    still_due=_still_to_review,
    context=_applications_open,
)
def proposal_submitted(project, move, organizer):
    """A proposal, or an edit of a published project, waits for review; to each organizer."""
    return _about_project("proposal-submitted", project, move, organizer)


def _edits_due(message):
    return {"due": windows.edits_close(message.about.cohort)}


@letter("cohorts/mail/proposal_changes", kind="program", context=_edits_due)
def proposal_changes(project, move, mentor):
    """The organizers ask for changes; to the lead mentors, like the following ones."""
    return _about_project("proposal-changes", project, move, mentor)


@letter("cohorts/mail/proposal_approved", kind="program", context=_applications_open)
def proposal_approved(project, move, mentor):
    return _about_project("proposal-approved", project, move, mentor)


@letter("cohorts/mail/proposal_rejected", kind="program")
def proposal_rejected(project, move, mentor):
    return _about_project("proposal-rejected", project, move, mentor)


@letter("cohorts/mail/places_changed", kind="program")
def places_changed(project, mentor, now):
    """To a mentor of the project, whenever an organizer gives it another number of places."""
    return Draft(
        key=f"places-changed/{project.pk}/{mentor.pk}/{now:%Y%m%d%H%M%S%f}",
        to=mentor,
        about=project,
        facts={"sponsored": project.sponsored_slots, "volunteer": project.volunteer_slots},
        **of_cohort(project.cohort),
    )


@letter("cohorts/mail/edit_rejected", kind="program")
def edit_rejected(project, move, mentor):
    """An edit of a published project is not taken up; the published text stands."""
    return _about_project("edit-rejected", project, move, mentor)


@letter("cohorts/mail/project_withdrawn", kind="program")
def project_withdrawn(project, move, mentor):
    """An organizer took the project off the idea list."""
    return _about_project("project-withdrawn", project, move, mentor)


# Everyone concerned is told when a project's mentors change (docs/program.md, Mentors). ``row`` is a ProjectMentor.


def _mentors_it(message, now):
    return message.about is not None and message.about.until is None


def _passes_on(message):
    """To who follows somebody: what waits for the project's mentors, as it was when they came."""
    if "follows" not in message.facts:
        return {}
    return {"open": handover.of(message.about.project, message.person, message.created_at)}


@letter("cohorts/mail/named_mentor", kind="program", daytime=True, still_due=_mentors_it, context=_passes_on)
def named_mentor(row, follows=None):
    """``follows``: the person they take over from."""
    role = "lead" if row.is_lead else "co"
    return Draft(
        key=f"named-mentor/{row.pk}/{role}",
        to=row.person,
        about=row,
        facts={"is_lead": row.is_lead, **({"follows": str(follows)} if follows else {})},
        **of_cohort(row.project.cohort),
    )


@letter("cohorts/mail/mentor_ended", kind="program")
def mentor_ended(row, words=""):
    """To the former mentor, at once: they have lost access."""
    return Draft(
        key=f"mentor-ended/{row.pk}",
        to=row.person,
        about=row,
        facts={"words": words},
        **of_cohort(row.project.cohort),
    )


def _still_so(message, now):
    return message.about is not None and (message.about.until is not None) is message.facts["left"]


@letter("cohorts/mail/mentors_changed", kind="news", daytime=True, still_due=_still_so)
def mentors_changed(row, person):
    """To who goes on with the project. In the reader's day: who is replaced and who comes are told in one letter."""
    has_left = row.until is not None
    return Draft(
        key=f"mentor-{'left' if has_left else 'joined'}/{row.pk}/{person.pk}",
        to=person,
        about=row,
        facts={"left": has_left},
        **of_cohort(row.project.cohort),
    )


def _still_wished(message, now):
    return message.about is not None and message.about.settled_at is None and message.about.role.until is None


@letter("cohorts/mail/mentor_asks", kind="organizing", still_due=_still_wished)
def _mentor_asks(wish, organizer):
    return Draft(
        key=f"mentor-asks/{wish.pk}/{organizer.pk}",
        to=organizer,
        about=wish,
        **of_cohort(wish.role.project.cohort),
    )


def mentor_asks(wish, now):
    """A mentor asks for backup, or to step down; to every organizer."""
    organizers = wish.role.project.cohort.organizers.current().select_related("person")
    queue_all([_mentor_asks(wish, row.person) for row in organizers], now)


def _name_of(message):
    return {"cohort": message.about.participation.cohort}


@letter("cohorts/mail/name_decided", kind="program", context=_name_of)
def name_decided(check):
    """To the person, with the organizer's words."""
    participation = check.participation
    key = f"name-decided/{check.pk}/{check.decided_at:%Y%m%dT%H%M%S%f}"
    return Draft(key=key, to=participation.person, about=check, **of_cohort(participation.cohort))
