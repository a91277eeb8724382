from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from cohorts.models import Phase, Project

from ..querysets import ReviewQuerySet
from ..states import State
from .publication import Publication
from .scores import SCORE, Scores, one_to_five
from .version import LONGEST


class FinalReview(Scores):
    """What a mentor thinks of somebody they have worked with (docs/program.md, Review and selection)."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="final_reviews")
    project = models.ForeignKey("cohorts.Project", on_delete=models.CASCADE, related_name="final_reviews")
    reviewer = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="final_reviews")
    communication = models.PositiveSmallIntegerField(gettext_lazy("communication"), validators=SCORE)
    understanding = models.PositiveSmallIntegerField(gettext_lazy("understanding of the project"), validators=SCORE)
    quality = models.PositiveSmallIntegerField(gettext_lazy("quality of contributions"), validators=SCORE)
    conduct = models.PositiveSmallIntegerField(gettext_lazy("collaboration and conduct"), validators=SCORE)
    notes = models.TextField(gettext_lazy("notes for mentors and organizers"), max_length=LONGEST, blank=True)
    saved_at = models.DateTimeField()

    CRITERIA = ("communication", "understanding", "quality", "conduct")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "project", "reviewer"], name="one_final_review_per_reviewer"
            ),
            one_to_five("final_scores_1_to_5", ("communication", "understanding", "quality", "conduct")),
        ]

    def __str__(self):
        return f"final review {self.pk}"

    @classmethod
    @transaction.atomic
    def give(cls, application, project, scores, *, by, now):
        """Save or change a mentor's scores (``{criterion: 1–5, "notes": …}``). Raises Refusal; nothing changed then.

        From the beginning of the contribution period until the results are published, by current mentors of the
        project without a conflict of interest, for whoever stands on its shortlist.
        """
        application.lock()
        if application.state != State.SHORTLISTED:
            raise Refusal(_("Final reviews are written while an application is on the shortlist."))
        if application.cohort.publications.filter(kind=Publication.Kind.RESULTS).exists():
            raise Refusal(_("The results are published: final reviews can't be changed any more."))
        if (opens := opening(application.cohort)) and now < opens:
            raise Refusal(_("Final reviews begin with the contribution period."))
        if not application.shortlist_places.filter(project=project).exists():
            raise Refusal(_("The application is not on the shortlist of “%(project)s”.") % {"project": project})
        if not Project.objects.mentored_by(by).filter(pk=project.pk).exists():
            raise Refusal(_("Only current mentors of the project write its final reviews."))
        if application.recusals.standing().filter(person=by).exists():
            raise Refusal(_("You declared a conflict of interest, so others review this application."))
        return cls.objects.update_or_create(
            application=application, project=project, reviewer=by, defaults={**scores, "saved_at": now}
        )[0]


def opening(cohort):
    """When final reviews begin; None where the contribution period has no dates: then they are open at once."""
    phase = cohort.phase(Phase.Kind.CONTRIBUTION)
    return phase and phase.starts_at
