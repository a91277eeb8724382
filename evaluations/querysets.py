from django.db import models
from django.db.models import Exists, OuterRef, Q

from cohorts.models import Phase
from mentorship.models import Mentorship, OwnWindow


class RoundQuerySet(models.QuerySet):
    def with_window(self):
        """Makes ``round.window`` and what builds on it cost no query."""
        return self.select_related("cohort").prefetch_related("cohort__phases")

    def _windows(self, **conditions):
        """Of the cohort, or of a mentorship that was extended."""
        cohorts = Phase.objects.filter(cohort=OuterRef("cohort"), kind=OuterRef("kind"), **conditions)
        own = OwnWindow.objects.filter(mentorship__cohort=OuterRef("cohort"), kind=OuterRef("kind"), **conditions)
        return self.filter(Exists(cohorts) | Exists(own))

    def opening_before(self, instant, *, and_open_at):
        """Rounds that open at or before ``instant`` and have not closed at ``and_open_at``, for some mentorship."""
        return self._windows(starts_at__lte=instant, ends_at__gt=and_open_at)

    def with_results_to_release(self, now):
        """Rounds that have closed for a running mentorship whose result is not out."""
        from .models import Decision

        told = Decision.objects.told().filter(round=OuterRef(OuterRef("pk")), mentorship=OuterRef("pk"))
        waiting = Mentorship.objects.active().without_more_time(OuterRef(OuterRef("kind")), now)
        waiting = waiting.filter(~Exists(told), cohort=OuterRef("cohort"))
        closed = Phase.objects.filter(cohort=OuterRef("cohort"), kind=OuterRef("kind"), ends_at__lte=now)
        return self.filter(Exists(closed), Exists(waiting))


class EvaluationQuerySet(models.QuerySet):
    def submitted(self):
        return self.exclude(submitted_at=None)

    def about(self, round, mentorship):
        """Of one mentorship in one round, with all that ``audience`` needs to say what a reader may see."""
        from .models import Decision

        told = Decision.objects.told().filter(round=round, mentorship=mentorship)
        return (
            self.filter(round=round, mentorship=mentorship)
            .annotate(is_told=Exists(told))
            .select_related("author", "round")
            .prefetch_related("round__questions")
        )


class DecisionQuerySet(models.QuerySet):
    def with_people(self):
        return self.select_related("mentorship__mentee", "mentorship__project").order_by("mentorship_id")

    def told(self):
        """Those that were released."""
        return self.exclude(told_at=None)

    def to_carry_out(self):
        """Released, and nothing has followed from it yet. A mentorship that ended meanwhile has had its own letter."""
        return self.told().filter(carried_out_at=None, mentorship__state=Mentorship.State.ACTIVE)

    def told_to(self, person):
        """Released results of the person's own mentorships, newest first."""
        return self.told().filter(mentorship__mentee=person).order_by("-told_at")


class RemovalProposalQuerySet(models.QuerySet):
    def open(self):
        """Nobody has decided about it, and the mentorship has not ended otherwise."""
        return self.filter(answer="", mentorship__state=Mentorship.State.ACTIVE)

    def with_people(self):
        return self.select_related("mentorship__mentee", "mentorship__project", "round")


class SupportPlanQuerySet(models.QuerySet):
    def open(self):
        """To be written, or under way; it needs no word where the mentorship has ended."""
        return self.filter(closed_at=None, mentorship__state=Mentorship.State.ACTIVE)

    def shared(self):
        return self.exclude(shared_at=None)

    def with_people(self):
        return self.select_related("mentorship__mentee", "mentorship__project", "written_by")


class StipendLineQuerySet(models.QuerySet):
    def standing(self):
        """All but void ones."""
        return self.exclude(state="void")

    def latest_word(self):
        """For each person, project and role what stands, or, where nothing does, the newest that is void."""
        same = {name: OuterRef(name) for name in ("project", "person", "role")}
        others = self.model._base_manager.filter(**same)
        return self.exclude(
            Q(state="void") & (Exists(others.exclude(state="void")) | Exists(others.filter(pk__gt=OuterRef("pk"))))
        )

    def with_all(self):
        """With what a row of a list shows."""
        return self.select_related("cohort", "project", "person")
