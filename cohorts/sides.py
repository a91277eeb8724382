"""Who is on which side of a cohort, and the locks that keep anyone from being on both (docs/architecture.md, Races).

Every verb here runs inside the caller's transaction, locks the person's row first and re-checks all cohorts the
fairness rules cover. Raises Refusal with the reason; then the caller's transaction rolls back and nothing has changed.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from . import access
from .models import Cohort, Organizer, Participation

CONTRIBUTOR = Participation.Side.CONTRIBUTOR
STAFF = Participation.Side.STAFF


def lock(person):
    """Take the person's row for this transaction. Everything that gives a role or a place begins here.

    Rows that merely name the person (an entry, a letter) can still be written meanwhile: their writers may hold a later
    lock that this transaction is about to need.
    """
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def may_give(cohort, by, *, lead=False):
    """Whether ``by`` gives the roles of this cohort, with ``lead`` also the lead's. None is a command of the portal."""
    if by is None:
        return True
    return by.user.is_active and (access.leads if lead else access.organizes)(by.user, cohort)


def check_may_give(cohort, by, *, lead=False):
    """Raises a Refusal where ``by`` doesn't give this role: only organizers give roles, only leads the lead's."""
    if not may_give(cohort, by, lead=lead):
        if lead:
            raise Refusal(_("Only lead organizers of %(cohort)s make somebody lead organizer.") % {"cohort": cohort})
        raise Refusal(_("Only organizers of %(cohort)s give this role.") % {"cohort": cohort})


def _participation(cohort, person):
    as_they_are = {"confirmed_name": person.name}
    return Participation.objects.get_or_create(cohort=cohort, person=person, defaults=as_they_are)[0]


def contributor_conflicts(person, *, role, cohort, now):
    """Participations that forbid giving ``role`` ("organizer" or "mentor") of ``cohort`` to the person.

    An organizer may be an applicant or mentee of no cohort that has not ended; a mentor of none that runs at the same
    time.
    """
    covered = Cohort.objects.not_over(now)
    if role == "mentor":
        covered = covered.running_with(cohort)
    elif not Cohort.objects.not_over(now).filter(pk=cohort.pk).exists():
        covered = covered.none()
    holding = Participation.objects.filter(person=person, side=CONTRIBUTOR).exclude(
        outcome__in=[Participation.Outcome.WITHDRAWN, Participation.Outcome.REMOVED]
    )
    return holding.filter(cohort__in=covered.values("pk")).select_related("cohort")


def why_not(person, *, role, cohort, now):
    """Why the person can't take the role, as told to themselves; empty where nothing speaks against it."""
    if conflict := _conflict(person, role=role, cohort=cohort, now=now):
        return _(
            "You have an application or a place in %(cohort)s. Nobody is a mentee and a mentor or organizer at the "
            "same time, so you can't take this role until that has ended."
        ) % {"cohort": conflict.cohort}
    return ""


def _conflict(person, *, role, cohort, now):
    conflict = contributor_conflicts(person, role=role, cohort=cohort, now=now).first()
    return conflict or Participation.objects.filter(person=person, cohort=cohort, side=CONTRIBUTOR).first()


def _refuse_contributors(person, *, role, cohort, now):
    if conflict := _conflict(person, role=role, cohort=cohort, now=now):
        raise Refusal(
            _("%(person)s has an application or a place in %(cohort)s and can't take this role until that has ended.")
            % {"person": person, "cohort": conflict.cohort}
        )


@transaction.atomic
def give_organizer(cohort, person, *, now, by=None, is_lead=False, contact=""):
    """Make the person an organizer of the cohort (or change lead and contact). Returns the Organizer row.

    ``by``: who gives the role, see ``may_give``.
    """
    person = lock(person)
    cohort = Cohort.objects.lock(cohort.pk)
    leads_already = cohort.organizers.leading().filter(person=person).exists()
    check_may_give(cohort, by, lead=is_lead and not leads_already)
    _refuse_contributors(person, role="organizer", cohort=cohort, now=now)
    participation = _participation(cohort, person)
    participation.side = STAFF
    participation.is_organizer = True
    participation.since = participation.since or now.date()
    participation.save()
    organizer, _created = Organizer.objects.update_or_create(
        cohort=cohort,
        person=person,
        until=None,
        defaults={"is_lead": is_lead, "contact": contact},
        create_defaults={"is_lead": is_lead, "contact": contact, "since": now},
    )
    _keep_a_lead(cohort)
    return organizer


def _keep_a_lead(cohort):
    """A published cohort names a lead organizer, with a way to reach them, on every page of its participants."""
    leads = cohort.organizers.leading()
    if cohort.published_at and not leads.exists():
        raise Refusal(_("A cohort needs a lead organizer. Name another one first."))
    if cohort.published_at and not leads.exclude(contact="").exists():
        raise Refusal(_("Participants need a way to reach a lead organizer of this cohort. Please say how."))


@transaction.atomic
def end_organizer(cohort, person, *, now):
    """The person steps back. The last lead of a published cohort can't.

    The person stays on the staff's side: they could read applications.
    """
    lock(person)
    cohort = Cohort.objects.lock(cohort.pk)
    cohort.organizers.current().filter(person=person).update(until=now)
    _keep_a_lead(cohort)
    Participation.objects.filter(cohort=cohort, person=person).update(is_organizer=False)


@transaction.atomic
def give_mentor(cohort, person, *, now):
    """Make the person a mentor of the cohort."""
    person = lock(person)
    _refuse_contributors(person, role="mentor", cohort=cohort, now=now)
    participation = _participation(cohort, person)
    participation.side = STAFF
    participation.is_mentor = True
    participation.since = participation.since or now.date()
    participation.save()
    return participation


@transaction.atomic
def end_mentor(cohort, person, *, now):
    """The person is no mentor of the cohort any more. The staff side is given back only before applications open."""
    lock(person)
    participation = _participation(cohort, person)
    participation.is_mentor = False
    opened = cohort.phases.filter(kind="applications", starts_at__lte=now).exists()
    if not opened and not participation.is_organizer:
        participation.side = Participation.Side.NONE
    participation.until = now.date()
    participation.save()


def take_contributor_side(cohort, person, *, name=""):
    """For an application being submitted. The caller holds the person's lock and has just looked at the rules.

    ``name`` came with it, so that it is confirmed (see ``Participation``). The cohort's row is not locked.
    """
    if Participation.objects.filter(cohort=cohort, person=person, side=STAFF).exists():
        raise Refusal(_("You have or had a role among the organizers and mentors of this cohort."))
    taken = Participation(cohort=cohort, person=person, side=CONTRIBUTOR, confirmed_name=name or person.name)
    changed = ["side", "confirmed_name"] if name else ["side"]
    Participation.objects.bulk_create(
        [taken], update_conflicts=True, unique_fields=["cohort", "person"], update_fields=changed
    )


def release_contributor_side(cohort, person):
    """For an application that ended without a place."""
    Participation.objects.filter(cohort=cohort, person=person, side=CONTRIBUTOR, outcome="").update(
        side=Participation.Side.NONE
    )


def give_place(cohort, person, project, *, since, until, named_since=None):
    """For an accepted offer. The caller holds the person's lock. ``since`` and ``until`` are dates.

    ``named_since``: when the person agreed to be named in public, None where they did not.
    """
    participation = _participation(cohort, person)
    participation.project = project
    participation.outcome = Participation.Outcome.ACTIVE
    participation.since, participation.until = since, until
    participation.named_since = named_since
    participation.save()
    return participation


def move_places(cohort):
    """For dates that have moved: running places last as long as the cohort's run, extended ones perhaps longer.

    The caller holds its lock.
    """
    since, until = run_of(cohort)
    places = Participation.objects.filter(cohort=cohort, outcome=Participation.Outcome.ACTIVE)
    places.update(since=since)
    places.filter(Q(extended_until=None) | Q(until__lte=until)).update(until=until, extended_until=None)


def run_of(cohort):
    """The first and the last day of the cohort's run, as a place has them that is not extended."""
    run = Cohort.objects.with_run().get(pk=cohort.pk)
    return tuple(timezone.localdate(instant, cohort.zone) for instant in (run.run_starts, run.final_closes))


def extend_place(cohort, person, *, until):
    """The place lasts until this instant, and so does the cohort's run. The caller holds the person's lock."""
    place = Participation.objects.filter(cohort=cohort, person=person, outcome=Participation.Outcome.ACTIVE)
    place.update(extended_until=until, until=timezone.localdate(until, cohort.zone))


def end_place(cohort, person, outcome, *, on):
    """The place ended with ``outcome`` (a Participation.Outcome) on a date."""
    Participation.objects.filter(cohort=cohort, person=person, side=CONTRIBUTOR).update(
        outcome=outcome, until=on, extended_until=None
    )


def bar(cohort, person, *, now):
    """Removed for misconduct: nobody gives them a place again until the bar is lifted. The caller holds the person."""
    Participation.objects.filter(cohort=cohort, person=person).update(barred_at=now, bar_lifted_at=None)


@transaction.atomic
def lift_bar(cohort, person, *, now):
    """The person may apply again. Raises Refusal where no bar stands."""
    person = lock(person)
    barred = Participation.objects.filter(cohort=cohort, person=person, bar_lifted_at=None).exclude(barred_at=None)
    if not barred.update(bar_lifted_at=now):
        raise Refusal(_("There is no bar to lift."))
