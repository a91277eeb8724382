from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from cohorts.models import Cohort, Project

from .. import eligibility
from ..querysets import ShortlistQuerySet
from ..refusals import NotEligible
from ..states import State
from .publication import Publication

ASIDE = 1000  # ranks step aside by this while they are written anew: no two places of a project share one


class ShortlistPlace(models.Model):
    """An application on a project's shortlist, as the mentors rank it. Invisible to applicants until it is published.

    Who may change a list is said by ``access.ranked_project``. Ranks have gaps where somebody left.
    """

    project = models.ForeignKey("cohorts.Project", on_delete=models.CASCADE, related_name="shortlist")
    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="shortlist_places"
    )
    rank = models.PositiveSmallIntegerField()
    # One of the ``limit`` seats that the list had when this was added; so the database holds the limit, too.
    slot = models.PositiveSmallIntegerField()
    limit = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    held = models.TextField(blank=True)  # why they were not told when it was published
    # When a person ranked the published list: from then on final reviews don't put it in order (selection/rankings.py).
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        ordering = ["project", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["project", "application"], name="shortlisted_once_per_project"),
            models.UniqueConstraint(fields=["project", "rank"], name="one_shortlist_place_per_rank"),
            models.CheckConstraint(name="shortlist_rank_from_1", condition=Q(rank__gte=1)),
            models.UniqueConstraint(fields=["project", "slot"], name="one_shortlist_place_per_slot"),
            models.CheckConstraint(
                name="shortlist_slot_within_limit", condition=Q(slot__gte=1) & Q(slot__lte=F("limit"))
            ),
        ]

    def __str__(self):
        return f"shortlist place {self.pk}"

    @classmethod
    @transaction.atomic
    def add(cls, application, project, *, by, now):
        """Put an application in review last on the shortlist of a project it chose. Returns its place.

        Needs all rules to pass and room on the list. Raises Refusal; nothing has changed then.
        """
        cohort = application.lock_everybody(project=project)
        _require_unpublished(cohort)
        if application.state != State.IN_REVIEW:
            raise Refusal(_("Only applications in review can be put on a shortlist."))
        if not application.submitted_version.choices.filter(project=project).exists():
            raise Refusal(_("The applicant did not choose “%(project)s”.") % {"project": project})
        if application.recusals.standing().filter(person=by).exists():
            raise Refusal(_("You declared a conflict of interest, so others decide on this application."))
        places = project.shortlist.all()
        if place := places.filter(application=application).first():
            return place
        limit = cohort.shortlist_length
        taken = set(places.values_list("slot", flat=True))
        if len(taken) >= limit:
            raise Refusal(_("The shortlist of “%(project)s” is full. Take somebody off first.") % {"project": project})
        verdict = eligibility.check(application, "shortlisting", now).verdict
        if not verdict.eligible:
            raise NotEligible(verdict.failures + verdict.unclear)
        last = places.aggregate(last=models.Max("rank"))["last"] or 0
        slot = next(slot for slot in range(1, limit + 1) if slot not in taken)
        return project.shortlist.create(
            application=application, rank=last + 1, slot=slot, limit=limit, added_by=by, added_at=now
        )

    @transaction.atomic
    def remove(self):
        """Take the application off the list, until the shortlist is published. Somebody faster is no trouble."""
        cohort = _lock(self.project)
        _require_unpublished(cohort)
        ShortlistPlace.objects.filter(pk=self.pk).delete()


@transaction.atomic
def rank_shortlist(project, order, *, was, now):
    """Rank a project's places anew: ``order`` is the pks of all of them, best first. Until results are being told.

    ``was`` is what the reader had seen, by rank. Once the list is published this order holds, whatever final reviews
    say. Raises Refusal when the list is not what it was: somebody else added, removed or ranked meanwhile.
    """
    published = _require_no_results(_lock(project))
    places = project.shortlist.all()
    present = list(places.order_by("rank").values_list("pk", flat=True))
    if set(order) != set(present) or len(set(order)) != len(order) or present not in (was, order):
        raise Refusal(_("Somebody changed this shortlist meanwhile. Here it is as it is now: please try again."))
    places.update(rank=F("rank") + ASIDE)
    for rank, pk in enumerate(order, start=1):
        places.filter(pk=pk).update(rank=rank)
    if published:
        places.update(settled_at=now)


@transaction.atomic
def follow_finals(project):
    """Let the final reviews put the list in order again, whatever was ranked by hand."""
    _require_no_results(_lock(project))
    project.shortlist.update(settled_at=None)


def _lock(project):
    """Cohort and project, in the order of docs/architecture.md. Returns the cohort, fresh."""
    cohort = Cohort.objects.lock(project.cohort_id)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    return cohort


def _require_no_results(cohort):
    """Returns whether the shortlist is published."""
    published = set(cohort.publications.values_list("kind", flat=True))
    if Publication.Kind.RESULTS in published:
        raise Refusal(_("The results are published: the ranking is settled."))
    return Publication.Kind.SHORTLIST in published


def _require_unpublished(cohort):
    if cohort.publications.filter(kind=Publication.Kind.SHORTLIST).exists():
        raise Refusal(_("The shortlist is published: who is on it stays on it."))
