from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery

from cohorts.models import Project

from .models.fact import EligibilityCheck
from .states import EDITABLE, IN_SELECTION, LIVE, WITH_MENTORS, State


class VersionQuerySet(models.QuerySet):
    def unjudged(self):
        """Submitted, and not yet judged by the fairness rules."""
        return self.filter(submitted_at__isnull=False, judged_at=None)

    def last_submission(self):
        """When the last of them was submitted; None where none was."""
        return self.aggregate(last=Max("submitted_at"))["last"]


class ApplicationQuerySet(models.QuerySet):
    def received(self):
        """Submitted and judged, and not taken back to a draft: what organizers may see."""
        return self.exclude(submitted_version=None).exclude(state=State.DRAFT)

    def live(self):
        return self.filter(state__in=LIVE)

    def pending(self):
        """On their way: live, and nobody has a place by it yet."""
        return self.live().exclude(state=State.ACCEPTED)

    def editable(self):
        return self.filter(state__in=EDITABLE)

    def awaiting_results(self):
        """Decided on the selection board, and not told yet."""
        return self.filter(selection__isnull=False, selection__applied_at=None)

    def awaiting_screening(self):
        return self.received().filter(state=State.SUBMITTED)

    def unjudged(self):
        """On their way, with something submitted that is not judged yet."""
        from .models import Version  # whose models ask these querysets

        return self.live().filter(pk__in=Version.objects.unjudged().values("application"))

    def sent_back(self):
        """A rule stood in the way when they were judged, and their people can still put that right."""
        return self.exclude(sent_back_until=None)

    def in_turn(self):
        """Those that have waited longest first."""
        return self.order_by("submitted_version__submitted_at", "pk")

    def choosing(self, project):
        """Whose last submission names the project."""
        return self.filter(submitted_version__choices__project=project)

    def with_submission(self):
        """What was last submitted, with its choices and their projects, and who wrote it."""
        return self.select_related("person", "submitted_version").prefetch_related(
            "submitted_version__choices__project"
        )

    def with_twins(self):
        """Adds ``has_twin``: it looks like another application of the same person, and nobody told them apart."""
        from .models import Twin  # whose models ask these querysets

        pairs = Twin.objects.open()
        return self.annotate(
            has_twin=Exists(pairs.filter(first=OuterRef("pk"))) | Exists(pairs.filter(second=OuterRef("pk")))
        )

    def with_last_verdict(self):
        """Adds ``eligible`` as it was at the last check: True, False, or None where a person is needed."""
        last = EligibilityCheck.objects.filter(application=OuterRef("pk")).order_by("-checked_at", "-pk")
        return self.annotate(eligible=Subquery(last.values("eligible")[:1]))

    def with_review_count(self):
        return self.annotate(review_count=Count("reviews", distinct=True))

    def left_to_organizers(self):
        """Whose result the portal could not carry out, or whose place on a waiting list it passed over."""
        return (
            self.filter(state__in=[*IN_SELECTION, State.WAITLISTED]).exclude(selection=None).exclude(selection__held="")
        )

    def selection_counts(self):
        """``{"undecided": …, "decided": …, "held": …, "waiting": …}`` of the selection board."""
        in_selection = Q(state__in=IN_SELECTION)
        return self.aggregate(
            undecided=Count("pk", filter=in_selection & Q(selection=None)),
            decided=Count("pk", filter=in_selection & Q(selection__applied_at=None) & ~Q(selection=None)),
            held=Count("pk", filter=Q(pk__in=self.model.objects.left_to_organizers().values("pk"))),
            waiting=Count("pk", filter=Q(state=State.WAITLISTED)),
        )

    def counts_by_state(self):
        """``{state: how many}``, for states that have any."""
        return dict(self.order_by().values_list("state").annotate(Count("pk")))


class ChoiceQuerySet(models.QuerySet):
    def in_review(self):
        """Last submitted choices of applications in review, but those an organizer has to look at first."""
        from .models import RedactionCheck  # whose models ask these querysets

        return self.submitted_in_review().exclude(version__in=RedactionCheck.objects.open().values("version"))

    def submitted_in_review(self):
        return self.filter(
            version=F("version__application__submitted_version"), version__application__state=State.IN_REVIEW
        )

    def to_be_looked_at(self, person):
        """Those for projects this person mentors now that wait for an organizer: see ``redacted``."""
        from .models import RedactionCheck  # whose models ask these querysets

        waiting = RedactionCheck.objects.open().values("version")
        return self.submitted_in_review().filter(version__in=waiting).with_mentor(person)

    def in_review_with(self, person):
        """Those for projects this person mentors now: a mentor's queue. A conflict of interest takes them out."""
        return self.in_review().with_mentor(person)

    def readable_by(self, person):
        """What a mentor of the project may read: from screening on, through the rest of selection.

        Of somebody who has a place, only the mentors of that place's project go on reading.
        """
        accepted = Q(
            version__application__offers__answer="accepted", version__application__offers__project=F("project")
        )
        state = "version__application__state"
        return (
            self.filter(version=F("version__application__submitted_version"))
            .filter(Q(**{f"{state}__in": WITH_MENTORS}) | Q(**{state: State.ACCEPTED}) & accepted)
            .with_mentor(person)
            .distinct()
        )

    def with_mentor(self, person):
        """Those for projects this person mentors now, but where they declared a conflict of interest."""
        recused = person.recusals.standing().values("application")
        mentored = Project.objects.mentored_by(person).values("pk")
        return self.filter(project__in=mentored).exclude(version__application__in=recused)

    def not_reviewed_by(self, person):
        """Those that this person has not scored for the project."""
        own = person.reviews.filter(application=OuterRef("version__application"), project=OuterRef("project"))
        return self.filter(~Exists(own))

    def with_reviews_by(self, person):
        """Adds ``own_reviews``: 1 where this person has scored the application for the project, else 0.

        And ``outdated``: 1 where something newer is there to be read since; ``reviews_so_far``, by anybody; and
        ``is_assigned``: whether organizers asked this person to review it.
        """
        reviews = "version__application__reviews"
        own = Q(**{f"{reviews}__reviewer": person, f"{reviews}__project": F("project")})
        anybody = Q(**{f"{reviews}__project": F("project")})
        assigned = person.review_assignments.filter(
            application=OuterRef("version__application"), project=OuterRef("project")
        )
        return self.annotate(
            own_reviews=Count(reviews, filter=own),
            outdated=Count(reviews, filter=own & Q(**{f"{reviews}__saved_at__lt": F("version__judged_at")})),
            reviews_so_far=Count(reviews, filter=anybody),
            is_assigned=Exists(assigned),
        )


class OfferQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answer="")

    def unanswered(self):
        """Open, and not accepted subject to the rules."""
        return self.open().filter(received_at=None)

    def overdue(self, now):
        """Open, and the day to answer has passed without an answer; it does not pass while an appeal is open."""
        return self.unanswered().filter(answer_by__lte=now, paused_at=None)

    def holding(self, project, track):
        """Open offers of a project's track: each keeps a place until it is answered or taken back."""
        return self.open().filter(project=project, track=track)


class ShortlistQuerySet(models.QuerySet):
    def standing(self):
        """Of applications that still wait for their results, or have them."""
        return self.exclude(application__state__in=[State.DRAFT, State.WITHDRAWN])

    def with_mentor(self, person):
        """Of people on a published shortlist, for projects this person mentors now, without a conflict of interest."""
        mentored = Project.objects.mentored_by(person).values("pk")
        recused = person.recusals.standing().values("application")
        places = self.filter(application__state=State.SHORTLISTED, project__in=mentored)
        return places.exclude(application__in=recused)

    def without_final_review_by(self, person):
        own = person.final_reviews.filter(application=OuterRef("application"), project=OuterRef("project"))
        return self.filter(~Exists(own))

    def with_final_reviews_by(self, person):
        """Adds ``is_done``: this person has written the final review; and ``done_so_far``, by anybody; and ``entries``,
        what the applicant noted in the contribution period."""
        here = Q(application__final_reviews__project=F("project"))
        own = person.final_reviews.filter(application=OuterRef("application"), project=OuterRef("project"))
        own_words = Q(application__log__of=None)
        return self.annotate(
            is_done=Exists(own),
            done_so_far=Count("application__final_reviews", filter=here, distinct=True),
            entries=Count("application__log", filter=own_words, distinct=True),
        )


class ReviewQuerySet(models.QuerySet):
    def about(self, application, project, *, first_by):
        """Scores of an application for a project, those by ``first_by`` first."""
        own_first = models.Case(models.When(reviewer=first_by, then=0), default=1)
        reviews = self.filter(application=application, project=project).select_related("reviewer", "project")
        return reviews.order_by(own_first, "saved_at", "pk")


class ContributionQuerySet(models.QuerySet):
    def due(self, now):
        """To be looked up on GitHub: their time has come, nobody holds them, and who they are by is proved.

        What a person decided is settled.
        """
        free = Q(locked_until=None) | Q(locked_until__lte=now)
        return self.filter(free, verify_at__lte=now, decided_by=None, person__github_proved_at__isnull=False)

    def as_known(self, now):
        """Listed by then, with ``then``: the state at that instant, None where it was not decided yet."""
        from .models import ContributionMove

        moves = ContributionMove.objects.filter(of=OuterRef("pk"), at__lte=now).order_by("-at", "-pk")
        return self.filter(listed_at__lte=now).annotate(then=Subquery(moves.values("state")[:1]))


class AppealQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decided_at=None)

    def of(self, cohort):
        return self.filter(application__cohort=cohort)

    def with_answer(self):
        """Who decided, and by which fact."""
        return self.select_related("decided_by", "fact")

    def waiting_first(self):
        """The open ones, those that have waited longest first; then the latest decided."""
        return self.order_by(F("decided_at").desc(nulls_first=True), "opened_at", "pk")

    def counts_by_answer(self):
        """``{answer: how many}``, for answers that have any; "" is open."""
        return dict(self.order_by().values_list("answer").annotate(Count("pk")))


class FlagQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def of(self, cohort):
        return self.filter(application__cohort=cohort)

    def waiting_first(self):
        """The open ones, those that have waited longest first; then the latest closed."""
        return self.order_by(F("closed_at").desc(nulls_first=True), "raised_at", "pk")
