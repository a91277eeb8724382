from django.db import models
from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from .states import MentorState, ProjectState


def _phase(kind, field):
    from .models import Phase

    return Subquery(Phase.objects.filter(cohort=OuterRef("pk"), kind=kind).values(field)[:1])


def _extended_until():
    """The last extended place of a cohort; None where there is none."""
    from .models import Participation

    extended = Participation.objects.filter(cohort=OuterRef("pk"), extended_until__isnull=False)
    return Subquery(extended.order_by("-extended_until").values("extended_until")[:1])


class EventQuerySet(models.QuerySet):
    def ahead(self, now):
        """What goes on or is to come."""
        return self.filter(ends_at__gt=now)

    def for_everybody(self):
        return self.filter(audience=self.model.Audience.EVERYBODY)

    def for_person(self, person):
        """Events of the cohorts the person organizes, mentors in or holds a place in, as far as they are for them."""
        audience = self.model.Audience
        here = {"cohort__participations__person": person}
        organizers = Q(**here, cohort__participations__is_organizer=True)
        mentors = Q(**here, cohort__participations__is_mentor=True) & ~Q(audience=audience.MENTEES)
        mentees = Q(**here, cohort__participations__outcome="active") & ~Q(audience=audience.MENTORS)
        return self.filter(organizers | mentors | mentees)


class CohortQuerySet(models.QuerySet):
    def lock(self, pk):
        """Take the cohort's row for this transaction. Rows that merely name the cohort can still be written."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def published(self):
        return self.exclude(published_at=None)

    def public(self):
        """What everybody may see: published cohorts, and imported history."""
        return self.filter(Q(published_at__isnull=False) | Q(imported=True))

    def by_stage(self, now):
        """Adds ``stage`` (running, upcoming or finished) and puts the running ones first, then those to come."""
        stage = Case(
            When(Q(imported=True) | Q(over_at__lte=now), then=Value("finished")),
            When(run_starts__lte=now, then=Value("running")),
            default=Value("upcoming"),
        )
        rank = Case(When(stage="running", then=0), When(stage="upcoming", then=1), default=2)
        return self.with_run().annotate(stage=stage).order_by(rank, "-kickoff", "slug")

    def with_phases(self):
        """Makes ``cohort.phase(kind)`` and what builds on it cost no query."""
        return self.prefetch_related("phases")

    def organized_by(self, person):
        """Cohorts this person organizes now."""
        return self.filter(organizers__person=person, organizers__until=None)

    def with_run(self):
        """Adds ``run_starts`` and ``run_ends`` (program start to the final window's close) and ``over_at``.

        ``run_ends`` includes extensions; ``final_closes`` is the same without them.
        """
        return self.annotate(
            run_starts=_phase("program", "starts_at"),
            final_closes=Coalesce(_phase("final", "ends_at"), _phase("program", "ends_at")),
            run_ends=Greatest("final_closes", Coalesce(_extended_until(), "final_closes")),
            over_at=Coalesce(
                _phase("recognition", "ends_at"), _phase("final", "ends_at"), _phase("program", "ends_at")
            ),
        )

    def not_over(self, now):
        """Cohorts whose recognition has not ended; one without dates has not, unless it is imported history."""
        return self.with_run().filter(Q(over_at=None, imported=False) | Q(over_at__gt=now))

    def running_with(self, cohort):
        """Cohorts whose run overlaps this cohort's, itself included."""
        run = type(cohort).objects.with_run().values("run_starts", "run_ends").get(pk=cohort.pk)
        if run["run_starts"] is None:
            return self.filter(pk=cohort.pk)
        return self.with_run().filter(
            Q(pk=cohort.pk) | Q(run_starts__lt=run["run_ends"], run_ends__gt=run["run_starts"])
        )


class ParticipationQuerySet(models.QuerySet):
    def renamed(self):
        """Of people with a place or a role who call themselves differently now, which nobody has declined."""
        shown = Q(outcome__in=["active", "completed"]) | Q(is_mentor=True) | Q(is_organizer=True)
        differing = self.filter(shown, person__user__isnull=False).exclude(person__name="")
        declined = Q(name_checks__name=F("person__name"), name_checks__is_confirmed=False)
        return differing.exclude(person__name=F("confirmed_name")).exclude(pk__in=self.model.objects.filter(declined))

    def places(self):
        """Of mentees who take part, or took part to the end."""
        return self.filter(outcome__in=["active", "completed"])

    def with_imported_places(self):
        """Adds ``imported_project`` (a title) and ``imported_outcome``; whoever holds several imported places has as
        many rows."""
        return self.annotate(
            imported_project=F("imported_places__project__title"), imported_outcome=F("imported_places__outcome")
        )

    def named(self):
        """Places of those who agreed to be named in public."""
        return self.places().exclude(named_since=None)


class OrganizerQuerySet(models.QuerySet):
    def with_public_names(self):
        """With their people, and the ``public_name`` of each."""
        from .names import confirmed_name

        return self.annotate(public_name=confirmed_name("cohort", "person")).select_related("person")

    def current(self):
        return self.filter(until=None)

    def leading(self):
        return self.current().filter(is_lead=True)


class InvitationQuerySet(models.QuerySet):
    def pending(self):
        """Neither accepted nor taken back; perhaps expired."""
        return self.filter(accepted_at=None, revoked_at=None)


class InvitationClaimQuerySet(models.QuerySet):
    def awaiting_answer(self):
        """Of invitations that are still to be accepted; perhaps expired."""
        return self.filter(decided_at=None, invitation__accepted_at=None, invitation__revoked_at=None)


class SkillQuerySet(models.QuerySet):
    def named(self, names):
        """The skills of these names, compared without regard to case; those that are missing are made."""
        wanted = {name.casefold(): name for name in reversed(names)}
        missing = set(wanted) - {name.casefold() for name in self.values_list("name", flat=True)}
        self.bulk_create([self.model(name=wanted[key]) for key in sorted(missing)], ignore_conflicts=True)
        return [skill for skill in self.all() if skill.name.casefold() in wanted]

    def on_idea_list(self, cohort):
        """Skills that published projects of the cohort ask for."""
        return self.filter(projects__in=cohort.projects.published()).distinct()


class ProjectQuerySet(models.QuerySet):
    def published(self):
        """On the idea list: approved, in a published cohort. An edit that waits for approval leaves the idea there."""
        return self.filter(
            Q(state=ProjectState.APPROVED) | Q(pending__isnull=False), cohort__published_at__isnull=False
        )

    def mentored_by(self, person):
        return self.filter(mentors__person=person, mentors__until=None)

    def awaiting_review(self):
        return self.filter(state=ProjectState.SUBMITTED)

    def waiting_first(self):
        """Those that wait for a review first, then by title."""
        waits = Case(When(state=ProjectState.SUBMITTED, then=0), default=1)
        return self.order_by(waits, "title", "pk")

    def counts_by_state(self):
        """``{state: how many}``, for states that have any."""
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def ongoing(self):
        """Neither turned down nor withdrawn."""
        return self.exclude(state__in=[ProjectState.REJECTED, ProjectState.WITHDRAWN])

    def with_open_places(self):
        return self.filter(Q(sponsored_taken__lt=F("sponsored_slots")) | Q(volunteer_taken__lt=F("volunteer_slots")))

    def with_mentors(self):
        """Each with its ``current_mentors`` and their public names, and its cohort for links; one query more."""
        from .models import ProjectMentor

        mentors = ProjectMentor.objects.current().with_public_names()
        return self.select_related("cohort").prefetch_related(
            Prefetch("mentors", queryset=mentors, to_attr="current_mentors")
        )


class ProjectMentorQuerySet(models.QuerySet):
    def with_public_names(self):
        """With their people, and the ``public_name`` of each."""
        from .names import confirmed_name

        return self.annotate(public_name=confirmed_name("project__cohort", "person")).select_related("person")

    def current(self):
        return self.filter(until=None)

    def leading(self):
        return self.current().filter(is_lead=True)


class VoiceQuerySet(models.QuerySet):
    def shown(self):
        """What everybody may read: published, with the consent of whoever said it."""
        return self.filter(published=True, consented_on__isnull=False)


class MentorApplicationQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(state=MentorState.APPLIED)

    def approved(self):
        return self.filter(state=MentorState.APPROVED)

    def in_turn(self):
        """Those that have waited longest first."""
        return self.order_by("applied_at", "pk")

    def waiting_first(self):
        """Those that wait for an organizer first, the longest on top; then the newest."""
        waits = Case(When(state=MentorState.APPLIED, then="applied_at"), default=None)
        return self.order_by(waits.asc(nulls_last=True), "-applied_at", "-pk")

    def counts_by_state(self):
        """``{state: how many}``, for states that have any."""
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def proposing(self):
        """Of people who may draft project ideas: approved, or waiting to be."""
        return self.filter(state__in=[MentorState.APPLIED, MentorState.APPROVED])
