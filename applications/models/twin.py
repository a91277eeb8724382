from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import IllegalTransition, Refusal
from cohorts import sides

from .. import notices
from ..states import LIVE, State


class Trace(models.Model):
    """What a submission has that another of the same person would have, too: see ``duplicates``."""

    class Kind(models.TextChoices):
        EMAIL = "email", gettext_lazy("the same e-mail address")
        GITHUB = "github", gettext_lazy("the same GitHub account")
        TEXT = "text", gettext_lazy("much of the same text")

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=254)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "kind", "value"], name="one_trace_of_a_kind")]
        indexes = [models.Index(fields=["kind", "value"], name="trace_by_value")]

    def __str__(self):
        return f"trace {self.pk}"


class TwinQuerySet(models.QuerySet):
    def open(self):
        """Nobody has said yet that they are two people, and both are in the running, not both with a place already."""
        pairs = self.filter(told_apart_at=None, first__state__in=LIVE, second__state__in=LIVE)
        pairs = pairs.exclude(first__submitted_version=None).exclude(second__submitted_version=None)
        return pairs.exclude(first__state=State.ACCEPTED, second__state=State.ACCEPTED)

    def of(self, application):
        return self.filter(Q(first=application) | Q(second=application))

    def holding_up(self, application):
        """Pairs that keep this one from an offer: nobody has told them apart, and the other is in the running, too.

        The other is not where the selection board declines it. ``application`` may be an OuterRef.
        """
        sides = Q(pk=None)
        for this, other in (("first", "second"), ("second", "first")):
            in_the_running = Q(**{this: application, f"{other}__state__in": LIVE})
            sides |= in_the_running & ~Q(**{f"{other}__selection__outcome": "decline"})
        return self.filter(sides, told_apart_at=None)


class Twin(models.Model):
    """Two applications of a cohort that look like one person's, until an organizer tells them apart."""

    first = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="later_twins")
    second = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="earlier_twins")
    kinds = models.JSONField(default=list)  # what they share, Trace.Kind values
    found_at = models.DateTimeField()
    told_apart_at = models.DateTimeField(null=True, blank=True)
    told_apart_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = TwinQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_twin_per_pair"),
            models.CheckConstraint(name="earlier_twin_first", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self):
        return f"twin {self.pk}"

    @property
    def shared(self):
        """What they share, in words."""
        return ", ".join(str(Trace.Kind(kind).label) for kind in self.kinds)

    def other(self, application):
        return self.second if application.pk == self.first_id else self.first

    def tell_apart(self, *, by, now):
        """They are two people. Saying so twice changes nothing."""
        Twin.objects.filter(pk=self.pk, told_apart_at=None).update(told_apart_at=now, told_apart_by=by)

    @transaction.atomic
    def set_aside(self, application, *, by, now):
        """Go on with the other one; its person is told kindly. Gives this one's contributors' side back."""
        kept = self.other(application)
        cohort = application.lock_everybody()
        application.require_judged()
        kept.require_judged()
        kept.refresh_from_db(fields=["state"])
        if self.told_apart_at or kept.state not in LIVE:
            raise Refusal(_("The other application is not in the running (any more), so this one stays."))
        application.shortlist_places.all().delete()  # nobody was told
        application.move(
            State.SET_ASIDE, by=by, at=now, reason=_("a duplicate of application %(number)d") % {"number": kept.pk}
        )
        sides.release_contributor_side(cohort, application.person)
        notices.set_aside(application).queue(now)


@transaction.atomic
def take_up_again(application, *, by, now):
    """It was none, after all: the application waits for screening once more. Checked like a submission."""
    cohort = application.lock_everybody()
    if application.state != State.SET_ASIDE:
        raise IllegalTransition(application, State.SUBMITTED)
    application.take_side(cohort, application.submitted_version, now)
    application.move(State.SUBMITTED, by=by, at=now)
    notices.taken_up_again(application).queue(now)
