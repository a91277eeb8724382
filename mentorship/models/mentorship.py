import uuid

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from amp_portal.stateful import Move, Stateful
from applications import recheck
from applications.models import Version
from cohorts import sides
from cohorts.access import organizes
from cohorts.names import public_name

from .. import extending, notices
from ..querysets import MentorshipQuerySet
from ..states import ENDED_EARLY, TRANSITIONS, EntryKind, Side, State
from .term import Term


class Mentorship(Term, Stateful):
    """One mentee, one project, its mentors (those of the project who are current).

    It runs from ``starts_at``, the start of the program, to ``ends_at``. Questions and answers are possible from
    acceptance on, updates from the start. Every verb locks the row and raises a Refusal when it can't be done; then
    nothing has changed. ``once`` is a token of the form: the same token of the same author posts once.
    """

    State = State
    TRANSITIONS = TRANSITIONS

    application = models.OneToOneField("applications.Application", on_delete=models.PROTECT, related_name="mentorship")
    project = models.ForeignKey("cohorts.Project", on_delete=models.PROTECT, related_name="mentorships")
    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.PROTECT, related_name="mentorships")
    mentee = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="mentorships")
    track = models.CharField(gettext_lazy("track"), max_length=10, choices=Version.Track)
    state = models.CharField(gettext_lazy("state"), max_length=20, choices=State, default=State.ACTIVE)
    at_risk_since = models.DateTimeField(null=True, blank=True)  # until an organizer closes it
    seen_on_github_at = models.DateTimeField(null=True, blank=True, editable=False)  # the latest Activity

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "mentee"], name="one_mentorship_per_cohort"),
            models.CheckConstraint(
                name="mentorship_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(name="mentorship_has_a_track", condition=models.Q(track__in=Version.Track.values)),
        ]

    def __str__(self):
        return f"mentorship {self.pk}"

    def get_absolute_url(self):
        return reverse("mentorship:room", args=[self.pk])

    @property
    def public_name(self):
        """The mentee's name as confirmed for them (see ``cohorts.models.NameCheck``). Asks the database."""
        return public_name(self.cohort, self.mentee) or str(self.mentee)

    # Where it is in the program ------------------------------------------------------

    @property
    def is_active(self):
        return self.state == State.ACTIVE

    @property
    def is_completed(self):
        return self.state == State.COMPLETED

    @property
    def is_barred(self):
        """Removed, and the bar stands. Asks the database of a removed one."""
        if self.state != State.REMOVED:
            return False
        barred = self.cohort.participations.filter(person=self.mentee_id, bar_lifted_at=None)
        return barred.exclude(barred_at=None).exists()

    def window(self, kind):
        """The window of an evaluation: its own since an extension, else the cohort's; None where that has no dates.

        Costs no query where windows and the cohort's phases are at hand (``with_windows()``).
        """
        return next((own for own in self.windows.all() if own.kind == kind), None) or self.cohort.phase(kind)

    @property
    def tone(self):
        return "success" if self.is_completed else "neutral"

    def next_update_due(self, now):
        """``update_due`` as of now; None while it doesn't run. No query after ``with_rhythm()``."""
        if not self.is_active or not self.starts_at <= now < self.ends_at:
            return None
        return self.update_due(self.mentee_heard_at, self.time_off_of_mentee())

    def time_off_of_mentee(self):
        return [absence.span for absence in self.absences.all() if absence.side == Side.MENTEE]

    # What its people say and do ------------------------------------------------------

    @transaction.atomic
    def post_update(self, *, by, now, done="", next_up="", blockers="", hours=None, links="", mood=None, once=""):
        """The mentee's update for the week of the program it is. Anything small is enough, but something.

        ``mood``: ``{"level": …, "words": …, "readers": …}`` of a Mood, or None.
        """
        self.hear_from_mentee(by)
        if now < self.starts_at:
            raise Refusal(_("Updates begin with the program. Until then, ask whatever you like to know."))
        if not (done or next_up or blockers):
            raise Refusal(_("Write a word about what you did, what is next or what is in your way."))
        said = {"done": done, "next_up": next_up, "blockers": blockers, "hours": hours, "links": links}
        entry = self._post(EntryKind.UPDATE, Side.MENTEE, by=by, now=now, once=once, week=self.week_at(now), **said)
        entry.tell_mood(mood)
        notices.mentioned(entry, now)
        notices.from_mentee(entry, now)
        return entry

    @transaction.atomic
    def ask(self, *, by, now, body, once=""):
        """A question of the mentee, any time."""
        self.hear_from_mentee(by)
        entry = self._post(EntryKind.QUESTION, Side.MENTEE, by=by, now=now, once=once, body=body)
        notices.mentioned(entry, now)
        notices.from_mentee(entry, now)
        return entry

    @transaction.atomic
    def answer(self, asked, *, by, now, body, once=""):
        """A mentor's answer to an update or a question."""
        self.hear_from_mentor(by)
        if asked.mentorship_id != self.pk or not asked.can_be_answered:
            raise Refusal(_("There is nothing to answer there."))
        entry = self._post(EntryKind.ANSWER, Side.MENTORS, by=by, now=now, once=once, body=body, in_reply_to=asked)
        self._close([asked.pk], entry)
        notices.answered(entry).queue(now)
        notices.mentioned(entry, now)
        return entry

    @transaction.atomic
    def give_feedback(self, *, by, now, body, once=""):
        """Feedback of a mentor, for the mentee to read."""
        self.hear_from_mentor(by)
        entry = self._post(EntryKind.FEEDBACK, Side.MENTORS, by=by, now=now, once=once, body=body)
        notices.mentioned(entry, now)
        notices.from_mentors(entry, now)
        return entry

    @transaction.atomic
    def needs_no_reply(self, asked, *, by, now):
        """A mentor has read an update or a question that needs no reply."""
        self.hear_from_mentor(by)
        if not self.entries.unanswered().filter(pk=asked.pk).exists():
            raise Refusal(_("It has been answered already."))
        entry = self._post(EntryKind.NO_REPLY, Side.MENTORS, by=by, now=now, in_reply_to=asked)
        self._close([asked.pk], entry)

    @transaction.atomic
    def log_call(self, *, by, now, body, answers=(), once=""):
        """A mentor notes that they talked: a sign of life of both sides.

        ``answers``: the ids of the updates and questions that they talked about.
        """
        self.hear_from_mentor(by)
        entry = self._post(EntryKind.CALL, Side.BOTH, by=by, now=now, once=once, body=body)
        self._close(answers, entry)
        notices.mentioned(entry, now)
        notices.from_mentors(entry, now)
        return entry

    def hear_from_mentee(self, person):
        """Hold the row; refuse when it has ended or this is not the mentee. In a transaction."""
        self.hold_open()
        if person.pk != self.mentee_id:
            raise Refusal(_("Only the mentee can do this."))

    def hear_from_mentor(self, person):
        """Hold the row; refuse when it has ended or the person does not mentor the project now. In a transaction."""
        self.hold_open()
        if not self.project.hold_mentor(person):
            raise Refusal(_("Only the project's mentors can do this."))

    def reads_notes(self, person):
        """Whether the person is among those who keep private notes: a current mentor or organizer, never the mentee."""
        if person.pk == self.mentee_id:
            return False
        mentors, organizers = (
            owner.filter(person=person, until=None) for owner in (self.project.mentors, self.cohort.organizers)
        )
        return mentors.exists() or organizers.exists() or (person.has_account and person.user.is_superuser)

    def hear_from_either(self, person):
        """The side the person speaks for, under the same conditions."""
        if person.pk == self.mentee_id:
            self.hear_from_mentee(person)
            return Side.MENTEE
        self.hear_from_mentor(person)
        return Side.MENTORS

    def has_posted(self, author, once):
        """Whether this author has posted what the form with this token held."""
        return self.entries.filter(author=author, once=once).exists()

    def note_move(self, move, kind, side, *, by, now):
        """Put a milestone's move into the thread. The caller holds the row."""
        return self._post(kind, side, by=by, now=now, move=move, body=move.reason)

    def note_reply(self, *, by, now, body):
        """Put into the thread what the mentee answered by a link in a letter. In a transaction."""
        self.hear_from_mentee(by)
        return self._post(EntryKind.REPLY, Side.MENTEE, by=by, now=now, body=body)

    def hold_open(self):
        """Hold the row; refuse when it has ended. In a transaction."""
        self.state = Mentorship.objects.select_for_update().values_list("state", flat=True).get(pk=self.pk)
        if not self.is_active:
            raise Refusal(_("This mentorship has ended. Everything written here stays for you to read. Thank you!"))

    def _close(self, asked, entry):
        """What of this was unanswered is answered by the entry."""
        self.entries.unanswered().filter(pk__in=asked).update(answered_by=entry)

    def _post(self, kind, side, *, by, now, once="", **fields):
        """The entry; the one already there if this author has posted this token. A sign of life ends a silence."""
        entry, created = self.entries.get_or_create(
            author=by, once=once or uuid.uuid4().hex, defaults={"kind": kind, "side": side, "posted_at": now, **fields}
        )
        if created:
            self.episodes.open().filter(side__in=entry.sign_of()).update(ended_at=now)
        return entry

    # How it gets more time, and how it ends ------------------------------------------------------------------------

    @transaction.atomic
    def extend(self, *, by, ends_at, reason, now, words="", seen=None):
        """An organizer gives it more time: its end, its evaluations and what is planned move later, in one step.

        ``reason`` stays with the organizers, ``words`` go into the letter to its people. ``seen`` is the pk of the last
        extension the organizer knew of (0 for none): somebody else's meanwhile is refused. Returns the Extension.
        """
        sides.lock(self.mentee)
        self.refresh_from_db(from_queryset=Mentorship.objects.select_for_update())
        self.hold_open()
        if not (by.has_account and organizes(by.user, self.cohort)):
            raise Refusal(_("Only the organizers can give more time."))
        if not reason.strip():
            raise Refusal(_("Please say why, for the other organizers."))
        if seen is not None and seen != extending.revision(self):
            raise Refusal(_("Somebody else has extended it meanwhile. Please look at the dates again."))
        shifts, weeks = extending.shifts(self, ends_at, now), extending.weeks_more(self, ends_at)
        milestones = extending.milestones_ahead(self, now) if weeks else ()
        was, self.ends_at = self.ends_at, ends_at
        self.save(update_fields=["ends_at"])
        for shift in shifts[1:]:
            self.windows.keep(self, shift, now)
        for milestone in milestones:
            milestone.move_along(weeks, by=by, now=now)
        sides.extend_place(self.cohort, self.mentee, until=extending.run_ends(self))
        moved = [shift.as_json() for shift in shifts]
        told = {"by": by, "at": now, "reason": reason, "words": words}
        extension = self.extensions.create(was=was, ends_at=ends_at, moved=moved, **told)
        recheck.soon([self.mentee_id])
        notices.extended(extension, now)
        return extension

    @transaction.atomic
    def complete(self, *, by, now):
        """The final evaluation was passed."""
        self._end(State.COMPLETED, by=by, now=now)

    @transaction.atomic
    def fail(self, *, by, now, reason):
        """The final evaluation was not passed, or a round was missed and an organizer confirmed it."""
        self._end(State.FAILED, by=by, now=now, reason=reason)

    @transaction.atomic
    def end_early(self, outcome, *, by, now, reason, words=""):
        """An organizer ends it: withdrawn, failed, or removed (for misconduct, with a bar). The mentee is told kindly.

        ``reason`` stays with the organizers, ``words`` go into the mentee's letter. Before the program starts the place
        is free again, later it counts as used. What was due becomes moot by itself: it asks for running mentorships.
        """
        if outcome not in ENDED_EARLY:
            raise ValueError(f"{outcome} is no early end.")
        sides.lock(self.mentee)
        if now < self.starts_at:
            self.project.free_place(self.track, now=now)
        self._end(outcome, by=by, now=now, reason=reason)
        if outcome == State.REMOVED:
            sides.bar(self.cohort, self.mentee, now=now)
        notices.ended_early(self, words, now)

    @transaction.atomic
    def lift_bar(self, *, by, now, reason):
        """An organizer lets somebody who was removed apply again."""
        sides.lift_bar(self.cohort, self.mentee, now=now)
        self.moves.create(was=State.REMOVED, state=State.REMOVED, by=by, at=now, reason=reason)

    @transaction.atomic
    def close_attention(self, *, by, now, words):
        """An organizer has looked into it: not at risk any more, with what came of it in the history."""
        locked = Mentorship.objects.select_for_update().get(pk=self.pk)
        if locked.at_risk_since is None:
            raise Refusal(_("Somebody has closed this already."))
        self.at_risk_since = None
        self.save(update_fields=["at_risk_since"])
        self.moves.create(was=locked.state, state=locked.state, by=by, at=now, reason=words)

    def _end(self, state, *, by, now, reason=""):
        sides.lock(self.mentee)
        self.at_risk_since = None
        self._move_to(state, by=by, at=now, reason=reason, fields=["at_risk_since"])
        sides.end_place(self.cohort, self.mentee, state, on=timezone.localtime(now, self.cohort.zone).date())
        self.episodes.open().update(ended_at=now)


class MentorshipMove(Move):
    """A change of state, or (``was`` equals ``state``) an organizer's note on closing a matter."""

    of = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="moves")
