from copy import copy

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.lines import as_data
from amp_portal.outbox.engine import Markdown
from amp_portal.refusals import Refusal

from ..querysets import RoundQuerySet


class Form(models.TextChoices):
    """Who evaluates whom."""

    MENTOR_ON_MENTEE = "mentor_on_mentee", _("mentor on mentee")
    MENTEE_ON_MENTOR = "mentee_on_mentor", _("mentee on mentor and program")
    SELF_ASSESSMENT = "self_assessment", _("self-assessment")


class Round(models.Model):
    """Midterm or final evaluation of a cohort. Its window is the cohort's phase of the same kind.

    A mentorship that was extended has its own window, and its result is released when that has closed: whatever is
    about one mentorship asks the round ``of`` that mentorship.

    Whatever changes a round or an answer in it locks the round's row first (``lock``), then the mentorship's, and reads
    the window under that lock.
    """

    class Kind(models.TextChoices):
        MIDTERM = "midterm", _("midterm")
        FINAL = "final", _("final")

    FORMS = {
        Kind.MIDTERM: (Form.MENTOR_ON_MENTEE, Form.MENTEE_ON_MENTOR),
        Kind.FINAL: (Form.MENTOR_ON_MENTEE, Form.MENTEE_ON_MENTOR, Form.SELF_ASSESSMENT),
    }

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(_("round"), max_length=10, choices=Kind)
    released_at = models.DateTimeField(_("results released"), null=True, blank=True, editable=False)
    released_by = models.ForeignKey(
        "users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    mentorship = None  # set on what ``of`` returns

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation round")
        ordering = ["cohort", "-kind"]
        constraints = [models.UniqueConstraint(fields=["cohort", "kind"], name="one_round_of_a_kind")]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        """The organizers' page."""
        return reverse("evaluations:round", args=[self.cohort.slug, self.kind])

    def of(self, mentorship):
        """This round as one mentorship has it: the same row, with the mentorship's window and release."""
        own = copy(self)
        own.mentorship = mentorship
        return own

    @property
    def window(self):
        """The cohort's phase of this kind, or None where its dates are not set. No query after ``with_window()``.

        That of the mentorship this is the round of; no query after ``with_windows()`` of that.
        """
        return self.mentorship.window(self.kind) if self.mentorship else self.cohort.phase(self.kind)

    @property
    def has_own_window(self):
        """Of a mentorship: since an extension it is not that of the cohort."""
        return self.mentorship is not None and any(own.kind == self.kind for own in self.mentorship.windows.all())

    @property
    def opens_at(self):
        return self.window and self.window.starts_at

    @property
    def closes_at(self):
        return self.window and self.window.ends_at

    @property
    def is_final(self):
        return self.kind == self.Kind.FINAL

    @property
    def is_released(self):
        """Somebody's result is out. Of one mentorship: its own, which costs a query."""
        if self.mentorship:
            return self.decisions.told().filter(mentorship=self.mentorship).exists()
        return self.released_at is not None

    @property
    def forms(self):
        return self.FORMS[self.kind]

    def has_opened(self, now):
        """From here on the questions are frozen."""
        return self.window is not None and self.opens_at <= now

    def is_open(self, now):
        return self.window is not None and self.window.is_open(now)

    def is_near(self, now, ahead):
        """It opens within this time, or has opened and has not closed."""
        return self.window is not None and self.opens_at <= now + ahead and not self.has_closed(now)

    def has_closed(self, now):
        return self.window is not None and self.closes_at <= now

    def lock(self):
        """Take the row for this transaction and see it, its cohort and its window as they are now."""
        self.refresh_from_db(from_queryset=Round.objects.select_for_update())
        models.prefetch_related_objects([self], "cohort__phases")
        if self.mentorship:
            self.mentorship = type(self.mentorship).objects.get(pk=self.mentorship.pk)
            self.mentorship.cohort = self.cohort

    def lock_open(self, now):
        """``lock``, for whoever answers. Raises Refusal with whom to contact, unless ``now`` is in the window."""
        self.lock()
        window = self.window or self.cohort.window(self.kind)
        if now < window.starts_at:
            raise Refusal(gettext("This evaluation has not opened yet. Nothing is lost: come back when it has."))
        if self.is_released or not window.is_open(now):
            raise Refusal(
                gettext("This evaluation has closed. If you could not finish in time, please write to %(contact)s.")
                % {"contact": contact_of(self.cohort)}
            )


def contact_of(cohort):
    """The lead organizers in one line, with how to reach them."""
    named = [(as_data(str(lead.person)), lead.contact) for lead in cohort.leads()]
    told = [f"{name} ({contact})" if contact else name for name, contact in named]
    return Markdown(", ".join(told) or gettext("the organizers"))
