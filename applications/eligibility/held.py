"""What people hold in cohorts: roles, places and bars, beside the cohort that is asked about."""

from datetime import datetime, time

from django.db.models import OuterRef, Q, Subquery

from amp_portal.folding import fold
from cohorts.models import Cohort, Organizer, Participation, Phase, ProjectMentor

from .facts import MENTOR, ORGANIZER, Place, Role

Outcome = Participation.Outcome
TOOK_PART = (Outcome.COMPLETED, Outcome.FAILED, Outcome.REMOVED)


def roles_and_places(found, cohort, runs, now):
    """``{"roles": …, "places": …}`` of the people found. Two queries."""
    participations = Participation.objects.with_imported_places().filter(person__in=found.ids).select_related("project")
    roles, places = [], []
    for participation in participations:
        roles.append(_mentor(participation, cohort, runs, found, now))
        places.append(_place(participation, cohort, runs, found, now))
    organizing = Organizer.objects.filter(person__in=found.ids, since__lte=now)
    roles.extend(_organizer(row, cohort, runs, found, now) for row in organizing)
    return {"roles": tuple(filter(None, roles)), "places": tuple(filter(None, places))}


def runs_around(cohort, found):
    """The cohort and all in which the people found have something, with their runs, by pk."""
    theirs = Q(pk=cohort.pk)  # then each by its person: joined, the database reads everybody's of every cohort
    for kind, path in ((Participation, "cohort"), (Organizer, "cohort"), (ProjectMentor, "project__cohort")):
        theirs |= Q(pk__in=kind.objects.order_by().filter(person__in=found.ids).values(path))
    deadlines = Phase.objects.filter(cohort=OuterRef("pk"), kind=Phase.Kind.APPLICATIONS).values("ends_at")
    with_run = Cohort.objects.with_run().annotate(applications_close=Subquery(deadlines[:1]))
    return {each.pk: each for each in with_run.filter(theirs)}


def _overlap(run, other, until=None):
    """Do the two runs overlap? None where a schedule is missing. ``until``: the last day of an extended place."""
    if run.pk == other.pk:
        return True
    if run.run_starts is None or other.run_starts is None:
        return None
    ends = other.run_ends
    if until:
        ends = max(ends, datetime.combine(until, time.max, other.zone))
    return other.run_starts < run.run_ends and ends > run.run_starts


def role(kind, cohort_id, person_id, cohort, runs, found, now, *, held=True):
    other = runs[cohort_id]
    return Role(
        kind=kind,
        cohort=other.name,
        here=cohort_id == cohort.pk,
        held=held,
        cohort_has_ended=other.over_at is not None and other.over_at <= now,
        overlaps=_overlap(runs[cohort.pk], other),
        sure=person_id in found.sure,
    )


def is_held(row, now):
    return row.since <= now and (row.until is None or row.until > now)


def _organizer(row, cohort, runs, found, now):
    held = is_held(row, now)
    return role(ORGANIZER, row.cohort_id, row.person_id, cohort, runs, found, now, held=held)


def _mentor(participation, cohort, runs, found, now):
    """A mentor's role; a former one who could have read applications keeps the staff side, and has ``until``."""
    today = now.date()
    if participation.side != Participation.Side.STAFF or (participation.since and participation.since > today):
        return None
    if not participation.is_mentor and participation.until is None:
        return None
    held = participation.is_mentor or participation.until > today
    return role(MENTOR, participation.cohort_id, participation.person_id, cohort, runs, found, now, held=held)


def _place(participation, cohort, runs, found, now):
    """A place, held or ended; or a bar. Of several places in imported history each has its own row."""
    today, until = now.date(), participation.until
    outcome = Outcome(participation.imported_outcome or participation.outcome)
    project = participation.project.title if participation.project else ""
    lifted = participation.bar_lifted_at is not None and participation.bar_lifted_at <= now
    barred = participation.barred_at is not None and participation.barred_at <= now and not lifted
    if not outcome and not barred:
        return None
    has_begun = participation.since is None or participation.since <= today
    is_open = until is not None and until > today
    held = outcome == Outcome.ACTIVE or bool(outcome and has_begun and is_open)
    there = runs[participation.cohort_id]
    return Place(
        cohort=there.name,
        slug=there.slug,
        of_this_program=fold(there.program) == fold(cohort.program),
        project=participation.imported_project or project,
        here=participation.cohort_id == cohort.pk,
        ended_as=str(Outcome.ACTIVE.label if held else outcome.label),
        held=held,
        overlaps=_overlap(runs[cohort.pk], there, until if held else None),
        counts=outcome in TOOK_PART and not is_open,
        barred=barred,
        sure=participation.person_id in found.sure,
    )
