"""What organizers do on the selection board. All of it is refused once the results are being published."""

from collections import Counter

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.refusals import Refusal
from cohorts import cohort_settings
from cohorts.models import Cohort

from .. import publishing
from ..models import Adjustment, Application, Offer, Publication, Selection, Twin
from ..refusals import DecidedElsewhere
from ..states import IN_SELECTION, State
from . import feedback, proposal

OUTCOME = Selection.Outcome


def _lock(cohort):
    """One organizer at a time, and none after the results. Returns the cohort, fresh."""
    cohort = Cohort.objects.lock(cohort.pk)
    if publishing.of(cohort, Publication.Kind.RESULTS):
        raise Refusal(_("The results are published: the board can't be changed any more."))
    return cohort


def undecided(cohort):
    """Applications of this round of selection, in no order."""
    return Application.objects.filter(cohort=cohort, state__in=IN_SELECTION)


@transaction.atomic
def take_over(cohort, *, by, now) -> int:
    """Make the proposal the decision for everybody. Feedback texts stay; where there is none one is composed."""
    cohort = _lock(cohort)
    made = proposal.of(cohort)
    if made.matching is None:
        raise Refusal(" ".join(made.problems))
    waiting = proposal.waiting(made.matching, cohort.shortlist_length)
    pool = list(undecided(cohort).order_by("pk").values_list("pk", flat=True))
    before = Selection.objects.filter(application__in=pool).in_bulk(field_name="application_id")
    composed = feedback.compose([pk for pk in pool if pk not in before or not before[pk].feedback])
    rows = [
        Selection(
            application_id=pk,
            feedback=before[pk].feedback if pk not in composed else composed[pk],
            decided_by=by,
            decided_at=now,
            **_decision(made.matching.placements.get(pk), waiting.get(pk)),
        )
        for pk in pool
    ]
    for row in rows:
        row.note = _note(before.get(row.application_id), row.outcome, row.project_id)
    replaced = ["outcome", "project", "track", "position", "feedback", "note", "decided_by", "decided_at"]
    Selection.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["application"], update_fields=replaced
    )
    return len(rows)


def _decision(placement, waiting):
    if placement and placement.seat:
        return {"outcome": OUTCOME.OFFER, "project_id": placement.seat.project, "track": placement.seat.track}
    if waiting:
        seat, position = waiting.seat, waiting.position
        return {"outcome": OUTCOME.WAITLIST, "project_id": seat.project, "track": seat.track, "position": position}
    return {"outcome": OUTCOME.DECLINE}


def _note(before, outcome, project):
    """Personal words are about one outcome: with another they would be wrong."""
    return before.note if before and (before.outcome, before.project_id) == (outcome, project) else ""


@transaction.atomic
def decide(application, outcome, *, project=None, position=None, words="", seen=None, by, now):
    """Decide about one. A place is on the applicant's track; ``position`` on a waiting list is its end without one.

    ``seen`` is the ``mark`` of the decision it replaces, "" of none, where somebody decides by what a page shows.
    """
    cohort = _lock(application.cohort)
    before = Selection.objects.filter(application=application).first()
    _require_seen(before, seen)
    if not undecided(cohort).filter(pk=application.pk).exists():
        raise Refusal(_("There is nothing to decide about this application: it is not with the mentors."))
    track = application.submitted_version.track
    if outcome == OUTCOME.DECLINE:
        place = {"project": None, "track": "", "position": None}
    elif project is None or not application.submitted_version.choices.filter(project=project).exists():
        raise Refusal(_("Please choose one of the projects the applicant named."))
    else:
        place = {"project": project, "track": track, "position": None}
    if outcome == OUTCOME.WAITLIST:
        place["position"] = position or _end_of_list(cohort, application, project, track)
    note = _note(before, outcome, project and project.pk)
    decided = {
        "outcome": outcome,
        "feedback": words.strip(),
        "note": note,
        "decided_by": by,
        "decided_at": now,
        **place,
    }
    return Selection.objects.update_or_create(application=application, defaults=decided)[0]


def _require_seen(before, seen):
    if seen is not None and seen != (before.mark if before else ""):
        raise DecidedElsewhere


def _end_of_list(cohort, application, project, track):
    others = Selection.objects.filter(project=project, track=track, outcome=OUTCOME.WAITLIST)
    last = others.exclude(application=application).order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def write(selection, *, feedback=None, note=None, seen=None, now):
    """Change the words for one person. What is None stays; ``seen`` as for ``decide``.

    After the results only the feedback of somebody who still waits can change: they get it when their list is closed.
    """
    Cohort.objects.lock(selection.application.cohort_id)
    selection = Selection.objects.select_for_update().select_related("application").get(pk=selection.pk)
    _require_seen(selection, seen)
    is_told = publishing.of(selection.application.cohort_id, Publication.Kind.RESULTS) is not None
    if is_told and (note is not None or not selection.application.is_waitlisted):
        raise Refusal(_("The results are published: this letter can't be changed any more."))
    if feedback is not None:
        selection.feedback = feedback.strip()
    if note is not None and not selection.is_decline:
        selection.note = note.strip()
    selection.save(update_fields=["feedback", "note"])


@transaction.atomic
def change_places(cohort, project, track, number, *, by, now):
    """For real, also after the results: the mentors are told, and who waits for a place is asked at once. By a lead."""
    cohort_settings.require_say(Cohort.objects.lock(cohort.pk), by)
    project.change_places(track, number, by=by, now=now)
    Adjustment.objects.filter(cohort=cohort, project=project, track=track, kind=Adjustment.Kind.SLOTS).delete()


@transaction.atomic
def adjust(cohort, kind, *, project, application=None, track="", slots=None, by, now):
    """Try something: see Adjustment. What was tried before about the same pair or slots is replaced."""
    cohort = _lock(cohort)
    same = Adjustment.objects.filter(cohort=cohort)
    if kind == Adjustment.Kind.SLOTS:
        same = same.filter(kind=kind, project=project, track=track)
    elif kind == Adjustment.Kind.LOCK:
        track = application.submitted_version.track
        same = same.filter(application=application, kind=kind) | same.filter(application=application, project=project)
    else:
        same = same.filter(application=application, project=project)
    same.delete()
    values = {"kind": kind, "project": project, "application": application, "track": track, "slots": slots}
    return Adjustment.objects.create(cohort=cohort, made_by=by, made_at=now, **values)


@transaction.atomic
def drop(cohort, pk):
    """Take back what was tried. Gone already is fine."""
    _lock(cohort)
    Adjustment.objects.filter(cohort=cohort, pk=pk).delete()


def problems(cohort, now):
    """What stands in the way of publishing the results."""
    unscreened = Application.objects.filter(cohort=cohort, state=State.SUBMITTED).count()
    if unscreened:
        yield ngettext("%(n)d application is not screened.", "%(n)d applications are not screened.", unscreened) % {
            "n": unscreened
        }
    open_still = undecided(cohort).filter(selection=None).count()
    if open_still:
        yield ngettext("%(n)d application has no decision.", "%(n)d applications have no decision.", open_still) % {
            "n": open_still
        }
    decisions = Selection.objects.unpublished().filter(application__in=undecided(cohort))
    if not decisions.exists() and not open_still:
        yield _("There is nothing to publish.")
    speechless = decisions.filter(outcome=OUTCOME.DECLINE, feedback="").count()
    if speechless:
        yield ngettext(
            "%(n)d person would be declined without feedback.",
            "%(n)d people would be declined without feedback.",
            speechless,
        ) % {"n": speechless}
    offers = decisions.filter(outcome=OUTCOME.OFFER)
    yield from _not_to_be_offered(offers)
    yield from _too_many(cohort, offers)


def _not_to_be_offered(offers):
    """What ``offering`` would refuse as the results go out."""
    doubtful = offers.filter(Exists(Twin.objects.holding_up(OuterRef("application")))).count()
    if doubtful:
        yield ngettext(
            "%(n)d offer would go to a possible duplicate. Decide about that first.",
            "%(n)d offers would go to possible duplicates. Decide about these first.",
            doubtful,
        ) % {"n": doubtful}
    unread = offers.filter(application__reviews=None, application__shortlist_places=None).count()
    if unread:
        yield ngettext(
            "%(n)d offer would go to somebody whom no mentor has reviewed.",
            "%(n)d offers would go to people whom no mentor has reviewed.",
            unread,
        ) % {"n": unread}


def _too_many(cohort, offers):
    wanted = Counter(offers.values_list("project", "track"))
    projects = cohort.projects.in_bulk({project for project, _track in wanted})
    held = Counter(Offer.objects.open().filter(application__cohort=cohort).values_list("project", "track"))
    for (pk, track), count in sorted(wanted.items()):
        project = projects[pk]
        free = project.slots(track) - getattr(project, f"{track}_taken") - held[pk, track]
        if not project.is_published:
            yield _("“%(project)s” is not on the idea list any more.") % {"project": project.title}
        elif count > free:
            words = {"project": project.title, "count": count, "free": max(free, 0)}
            yield _("“%(project)s”: %(count)d offers for %(free)d free places on one track.") % words
