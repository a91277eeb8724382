from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.line_fields import LineField
from amp_portal.refusals import IllegalTransition, Refusal
from amp_portal.stateful import Move, Stateful

from .. import notices
from ..states import MILESTONE_TRANSITIONS, REACHED, UNREACHED, EntryKind, MilestoneState, Side
from .mentorship import Mentorship


class Milestone(Stateful):
    """A milestone of one mentorship, copied from its project at acceptance.

    The mentee moves it, either side re-plans it with a reason, a mentor accepts it once it is done. Each of these is an
    entry of the thread. Every verb raises a Refusal when it can't be done; then nothing has changed.
    """

    State = MilestoneState
    TRANSITIONS = MILESTONE_TRANSITIONS

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="milestones")
    title = LineField(gettext_lazy("milestone"), max_length=200)
    planned_week = models.PositiveSmallIntegerField(gettext_lazy("planned for week"))  # as in the project
    week = models.PositiveSmallIntegerField(gettext_lazy("week"))  # as re-planned
    state = models.CharField(
        gettext_lazy("state"), max_length=20, choices=MilestoneState, default=MilestoneState.PLANNED
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["week", "pk"]
        constraints = [
            models.CheckConstraint(name="milestone_in_a_week", condition=Q(week__gte=1, planned_week__gte=1)),
            models.CheckConstraint(
                name="reached_milestone_has_time",
                condition=Q(state__in=REACHED, done_at__isnull=False) | Q(state__in=UNREACHED, done_at=None),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_reached(self):
        return self.state in REACHED

    @property
    def is_accepted(self):
        return self.state == MilestoneState.ACCEPTED

    @property
    def can_start(self):
        return self.state == MilestoneState.PLANNED

    @property
    def is_under_way(self):
        return self.state == MilestoneState.IN_PROGRESS

    @property
    def awaits_acceptance(self):
        return self.state == MilestoneState.DONE

    @property
    def was_replanned(self):
        return self.week != self.planned_week

    @property
    def tone(self):
        return {MilestoneState.IN_PROGRESS: "info", MilestoneState.PLANNED: "neutral"}.get(self.state, "success")

    @transaction.atomic
    def start(self, *, by, now):
        """The mentee begins with it."""
        self._move_by_mentee(MilestoneState.IN_PROGRESS, MilestoneState.PLANNED, by=by, now=now)

    @transaction.atomic
    def finish(self, *, by, now):
        """The mentee is done with it; the mentors are asked to have a look."""
        self.done_at = now
        entry = self._move_by_mentee(MilestoneState.DONE, *UNREACHED, by=by, now=now)
        notices.milestone_moved(entry, now)

    @transaction.atomic
    def reopen(self, *, by, now):
        """The mentee finds that there is more to do. An accepted milestone stays accepted."""
        self.done_at = None
        self._move_by_mentee(MilestoneState.IN_PROGRESS, MilestoneState.DONE, by=by, now=now)

    @transaction.atomic
    def accept(self, *, by, now):
        """A mentor has seen what was done: a sign of life of the mentors."""
        self.mentorship.hear_from_mentor(by)
        self._move_to(MilestoneState.ACCEPTED, by=by, at=now)
        entry = self.mentorship.note_move(self.moves.last(), EntryKind.ACCEPTED, Side.MENTORS, by=by, now=now)
        notices.from_mentors(entry, now)

    @transaction.atomic
    def replan(self, week, *, by, now, reason):
        """Either side moves it to another week of the program, saying why; what was planned first stays known."""
        side = self.mentorship.hear_from_either(by)
        current = Milestone.objects.select_for_update().get(pk=self.pk)
        if current.is_reached:
            raise Refusal(_("This milestone is done already."))
        if week == current.week:
            raise Refusal(_("It is planned for that week already."))
        if not 1 <= week <= self.mentorship.weeks:
            raise Refusal(_("The program has weeks 1 to %(weeks)d.") % {"weeks": self.mentorship.weeks})
        self.week, self.state = week, current.state
        self.save(update_fields=["week"])
        move = self.moves.create(was=self.state, state=self.state, week=week, by=by, at=now, reason=reason)
        entry = self.mentorship.note_move(move, EntryKind.MILESTONE, side, by=by, now=now)
        notices.milestone_moved(entry, now)

    def move_along(self, weeks, *, by, now):
        """Later by so many weeks, as its mentorship was extended. The caller holds that and tells its people."""
        self.week += weeks
        self.save(update_fields=["week"])
        reason = _("The mentorship was extended.")
        self.moves.create(was=self.state, state=self.state, week=self.week, by=by, at=now, reason=reason)

    def _move_by_mentee(self, target, *sources, by, now):
        """Two verbs lead to “in progress”: a stale page must not take one for the other."""
        self.mentorship.hear_from_mentee(by)
        self.state = Milestone.objects.select_for_update().values_list("state", flat=True).get(pk=self.pk)
        if self.state not in sources:
            raise IllegalTransition(self, target)
        self._move_to(target, by=by, at=now, fields=["done_at"])
        return self.mentorship.note_move(self.moves.last(), EntryKind.MILESTONE, Side.MENTEE, by=by, now=now)


class MilestoneMove(Move):
    """A change of state, or (``was`` equals ``state``) a re-planning to ``week``."""

    of = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="moves")
    week = models.PositiveSmallIntegerField(null=True, blank=True)

    @property
    def is_replanning(self):
        return self.week is not None

    @property
    def in_words(self):
        if self.is_replanning:
            return _("“%(milestone)s” is now planned for week %(week)d") % {"milestone": self.of, "week": self.week}
        return _("“%(milestone)s” is %(state)s") % {"milestone": self.of, "state": MilestoneState(self.state).label}
