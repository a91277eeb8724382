from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .states import ProjectState


def _phase(kind, field):
    from .models import Phase

    return Subquery(Phase.objects.filter(cohort=OuterRef("pk"), kind=kind).values(field)[:1])


class CohortQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def with_phases(self):
        """Makes ``cohort.phase(kind)`` and what builds on it cost no query."""
        return self.prefetch_related("phases")

    def organized_by(self, person):
        """Cohorts this person organizes now."""
        return self.filter(organizers__person=person, organizers__until=None)

    def with_run(self):
        """Adds ``run_starts`` and ``run_ends`` (program start to the final window's close) and ``over_at``."""
        return self.annotate(
            run_starts=_phase("program", "starts_at"),
            run_ends=Coalesce(_phase("final", "ends_at"), _phase("program", "ends_at")),
            over_at=Coalesce(
                _phase("recognition", "ends_at"), _phase("final", "ends_at"), _phase("program", "ends_at")
            ),
        )

    def not_over(self, now):
        """Cohorts whose recognition has not ended; one without a schedule has not ended either."""
        return self.with_run().filter(Q(over_at=None) | Q(over_at__gt=now))

    def running_with(self, cohort):
        """Cohorts whose run overlaps this cohort's, itself included."""
        run = type(cohort).objects.with_run().values("run_starts", "run_ends").get(pk=cohort.pk)
        if run["run_starts"] is None:
            return self.filter(pk=cohort.pk)
        return self.with_run().filter(
            Q(pk=cohort.pk) | Q(run_starts__lt=run["run_ends"], run_ends__gt=run["run_starts"])
        )


class OrganizerQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)

    def leading(self):
        return self.current().filter(is_lead=True)


class ProjectQuerySet(models.QuerySet):
    def published(self):
        """On the idea list: approved, in a published cohort."""
        return self.filter(state=ProjectState.APPROVED, cohort__published_at__isnull=False)

    def mentored_by(self, person):
        return self.filter(mentors__person=person, mentors__until=None)
