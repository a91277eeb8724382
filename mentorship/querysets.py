from datetime import UTC, datetime

from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, Max, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, NullIf

from .states import ASKING, MENTEE_SIGNS, MENTORS_SIGNS, MilestoneState, Side, State, SupportState

NEVER = Value(datetime(1970, 1, 1, tzinfo=UTC), output_field=models.DateTimeField())


class EntryQuerySet(models.QuerySet):
    """Which entry is a sign of life of whom: docs/program.md, Gone silent."""

    def signs_of_mentee(self):
        """Updates, questions, milestones moved by the mentee; a logged call."""
        return self.filter(kind__in=MENTEE_SIGNS, side__in=[Side.MENTEE, Side.BOTH])

    def signs_of_mentors(self):
        """Answers, “no reply needed”, feedback, milestones accepted; a logged call.

        A mentor who re-plans has not answered anybody.
        """
        return self.filter(kind__in=MENTORS_SIGNS, side__in=[Side.MENTORS, Side.BOTH])

    def asking(self):
        """What an answer is due to: updates and questions."""
        return self.filter(kind__in=ASKING)

    def unanswered(self):
        """Updates and questions that nobody has replied to, named in a call, or said to need no reply."""
        return self.asking().filter(answered_by=None)

    def for_thread(self):
        """Newest first, with everything a page shows of an entry."""
        shown = self.select_related("author", "in_reply_to", "move__of")
        return shown.prefetch_related("wordings", "answers").order_by("-posted_at", "-pk")


class MoodQuerySet(models.QuerySet):
    def readable_by(self, seat):
        """The moods told in the seat's room that its reader may know: their own, those meant for them.

        Whoever mentors reads as a mentor, organizer or not.
        """
        here = self.filter(entry__mentorship=seat.mentorship)
        if seat.is_mentor and not seat.is_mentee:
            return here.filter(readers=self.model.Readers.MENTORS)
        return here if seat.is_mentee or seat.is_organizer else here.none()


class AgreementQuerySet(models.QuerySet):
    def agreed(self):
        return self.exclude(agreed_at=None)

    def waiting(self):
        return self.filter(agreed_at=None)

    def in_force(self):
        """The newest agreed one of each mentorship."""
        newer = self.model.objects.agreed().filter(mentorship=OuterRef("mentorship"), pk__gt=OuterRef("pk"))
        return self.agreed().filter(~Exists(newer))


class NoteQuerySet(models.QuerySet):
    def readable_by(self, seat):
        """The notes about the seat's mentorship, for current mentors and organizers; for its mentee always none."""
        return self.filter(mentorship=seat.mentorship) if seat.reads_notes else self.none()


def _first(entries, order, field="posted_at"):
    """A field of a mentorship's first entry in an order, as a subquery."""
    return Subquery(entries.filter(mentorship=OuterRef("pk")).order_by(order).values(field)[:1])


class MentorshipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state=State.ACTIVE)

    def under_way(self, now):
        """Active, started, not over."""
        return self.active().filter(starts_at__lte=now, ends_at__gt=now)

    def with_windows(self):
        """Makes ``mentorship.window(kind)`` cost no query."""
        return self.select_related("cohort").prefetch_related("windows", "cohort__phases")

    def with_more_time(self, kind, now):
        """Whose evaluation of this kind is open longer than the cohort's, or will be."""
        return self.filter(Exists(self._own_windows(kind, now)))

    def without_more_time(self, kind, now):
        """Whose evaluation of this kind is over when the cohort's is."""
        return self.filter(~Exists(self._own_windows(kind, now)))

    @staticmethod
    def _own_windows(kind, now):
        from .models import OwnWindow

        return OwnWindow.objects.filter(mentorship=OuterRef("pk"), kind=kind, ends_at__gt=now)

    def at_risk(self):
        return self.active().exclude(at_risk_since=None)

    def counts_by_state(self):
        """``{state: how many}``, for states that have any."""
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def mentored_by(self, person):
        """Of projects whose current mentor this person is."""
        return self.filter(project__mentors__person=person, project__mentors__until=None)

    def of_person(self, person):
        """Whose mentee or current mentor this person is."""
        return self.filter(Q(mentee=person) | Q(project__in=person.mentoring.filter(until=None).values("project")))

    def by_need(self):
        """Those at risk first, the running ones next, then by mentee."""
        return self.order_by(F("at_risk_since").asc(nulls_last=True), "state", "mentee__name", "pk")

    def with_last_update(self):
        """Adds ``last_update_week``: the week of the newest update, None before the first."""
        from .models import Entry

        return self.annotate(last_update_week=_first(Entry.objects.exclude(week=None), "-week", "week"))

    def with_what_waits_for_mentors(self):
        """Adds ``is_silent``: its mentee is; and ``has_done``: milestones that wait to be accepted."""
        from .models import Episode, Milestone

        here = {"mentorship": OuterRef("pk")}
        silent = Episode.objects.open().filter(**here, side=Side.MENTEE)
        done = Milestone.objects.filter(**here, state=MilestoneState.DONE)
        return self.annotate(is_silent=Exists(silent), has_done=Exists(done))

    def with_open_proposal(self):
        """Adds ``proposed_by_side``: which side proposes an agreement that the other has not agreed to, or None."""
        waiting = FilteredRelation("agreements", condition=Q(agreements__agreed_at=None))
        return self.alias(proposal=waiting).annotate(proposed_by_side=F("proposal__side"))

    def with_rhythm(self):
        """Makes ``mentorship.next_update_due(now)`` cost no query."""
        return self.with_signs().select_related("cohort").prefetch_related("absences")

    def with_signs(self):
        """Adds three instants, each perhaps None.

        - ``mentee_heard_at``, ``mentors_heard_at``: the last sign of life of each side
        - ``unanswered_since``: when the oldest update or question came that is unanswered
        """
        from .models import Entry

        entries = Entry.objects.all()
        said, did = _first(entries.signs_of_mentee(), "-posted_at"), F("seen_on_github_at")
        return self.annotate(
            mentee_heard_at=NullIf(Greatest(Coalesce(said, NEVER), Coalesce(did, NEVER)), NEVER),
            mentors_heard_at=_first(entries.signs_of_mentors(), "-posted_at"),
            unanswered_since=_first(entries.unanswered(), "posted_at"),
        )

    def with_absences(self, now):
        """Adds ``mentee_away_until`` and ``mentors_away_until``: the end of the leave that side is on, or None."""
        from .models import Absence

        away = Absence.objects.at(now).filter(mentorship=OuterRef("pk")).values("ends_at")
        return self.annotate(
            mentee_away_until=Subquery(away.filter(side=Side.MENTEE)),
            mentors_away_until=Subquery(away.filter(side=Side.MENTORS)),
        )

    def with_unanswered(self):
        """Adds ``unanswered``: a list of the updates and questions that are, the oldest first. One query."""
        from .models import Entry

        return self.prefetch_related(Prefetch("entries", Entry.objects.unanswered(), to_attr="unanswered"))


class WatchQuerySet(models.QuerySet):
    def due(self, now):
        """To be asked about: in mentorships that go on, of cohorts that allow it, by people GitHub has vouched for."""
        mentorships = {"mentorship__state": State.ACTIVE, "mentorship__ends_at__gt": now}
        allowed = {"mentorship__cohort__github_activity": True, "mentorship__mentee__github_proved_at__isnull": False}
        return self.filter(ask_at__lte=now, **mentorships, **allowed)


class OwnWindowQuerySet(models.QuerySet):
    def keep(self, mentorship, shift, now):
        """Give the mentorship this window, or move the one it has."""
        dates = {"starts_at": shift.starts_at, "ends_at": shift.ends_at}
        self.update_or_create(
            mentorship=mentorship, kind=shift.kind, defaults=dates, create_defaults=dates | {"since": now}
        )

    def give_way(self, phase, now):
        """The cohort's own window has moved. What was promised to one mentorship stays, unless this one closes later.

        In two statements, whatever their number.
        """
        passed = self.filter(mentorship__cohort=phase.cohort_id, kind=phase.kind, ends_at__lte=phase.ends_at)
        passed.filter(starts_at__lte=now).exclude(starts_at=phase.starts_at).update(ends_at=phase.ends_at)
        passed.filter(Q(starts_at__gt=now) | Q(starts_at=phase.starts_at)).delete()


class EpisodeQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None)

    def with_last_step(self):
        """Adds ``last_step``: the highest number recorded, 0 before the first."""
        return self.annotate(last_step=Coalesce(Max("steps__number"), 0))


class SupportRequestQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(state=SupportState.SOLVED)

    def waiting_for(self, organizer):
        """What nobody has taken, and what was passed on to this organizer."""
        mine = models.Q(state=SupportState.PASSED_ON, in_hands_of=organizer)
        return self.filter(models.Q(state=SupportState.ASKED) | mine).exclude(asker=organizer)

    def with_people(self):
        """With everybody and everything a page names."""
        return self.select_related("asker", "in_hands_of", "cohort", "mentorship__project", "mentorship__mentee")


class LeaveQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back; perhaps over."""
        return self.filter(taken_back_at=None)

    def not_over(self, now):
        return self.standing().filter(ends_at__gt=now)

    def at(self, instant):
        return self.standing().filter(starts_at__lte=instant, ends_at__gt=instant)

    def around(self, mentorship):
        """Those that the people of a mentorship know of: theirs, the whole cohort's, the organizers'."""
        mentors = mentorship.project.mentors.filter(until=None).values("person")
        organizers = mentorship.cohort.organizers.current().values("person")
        whose = Q(person=None) | Q(person=mentorship.mentee_id) | Q(person__in=mentors) | Q(person__in=organizers)
        return self.filter(whose, cohort=mentorship.cohort_id).select_related("person", "covered_by")

    def people_away(self, instant):
        """Pairs of cohort and person, as ids, of who is away; the person of a whole cohort's leave is None."""
        return set(self.at(instant).values_list("cohort_id", "person_id"))


class AbsenceQuerySet(models.QuerySet):
    def at(self, instant):
        return self.filter(starts_at__lte=instant, ends_at__gt=instant)
