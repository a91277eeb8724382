from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import ChoiceQuerySet, VersionQuerySet

LONGEST = 20_000  # characters of one text


class Version(models.Model):
    """What an applicant wrote: at most one draft (``submitted_at`` None), and a row per submission, then frozen.

    ``submitted_at`` is when it arrived. Once it is judged reviewers read it (see ``judge_submissions``).
    """

    class Track(models.TextChoices):
        SPONSORED = "sponsored", _("sponsored")
        VOLUNTEER = "volunteer", _("volunteer")

    class OtherProgram(models.TextChoices):
        """The declaration that the rule no_concurrent_program needs."""

        NO = "no", _("I hold no place in another program (GSoC, Outreachy, LFX, …) during this cohort")
        YES = "yes", _("I hold a place in another program during this cohort")

    class Adult(models.TextChoices):
        """The declaration that the rule adult needs."""

        YES = "yes", _("I am 18 or over")
        NO = "no", _("I am younger than 18")

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="versions")
    submitted_at = models.DateTimeField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)  # by the fairness rules; nobody else reads it before
    saved_at = models.DateTimeField(default=timezone.now)
    # How often each section was saved, {section: count}, and which page saved it last, {section + "/page": its name}:
    # a stale tab is told, and never overwrites silently.
    revisions = models.JSONField(default=dict, blank=True)
    track = models.CharField(_("track"), max_length=10, choices=Track, default=Track.SPONSORED)
    about = models.TextField(
        _("about you"),
        max_length=LONGEST,
        blank=True,
        help_text=_("Who are you, what do you do, and what would you like your mentors to know? Markdown works."),
    )
    motivation = models.TextField(
        _("your motivation"),
        max_length=LONGEST,
        blank=True,
        help_text=_("Why this community, why now, and what would you like to become a maintainer of?"),
    )
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours a week you have"), null=True, blank=True, validators=[MaxValueValidator(168)]
    )
    absences = models.TextField(
        _("anything else about your time"),
        max_length=LONGEST,
        blank=True,
        help_text=_("What the rows above can't say. Leave it empty if there is nothing."),
    )
    ai_use = models.TextField(
        _("how you used AI for this application"),
        max_length=LONGEST,
        blank=True,
        help_text=_("“Not at all” is an answer too."),
    )
    other_program = models.CharField(_("other programs"), max_length=3, blank=True, choices=OtherProgram)
    adult = models.CharField(_("age"), max_length=3, blank=True, choices=Adult)  # where the cohort asks
    consent = models.BooleanField(_("I have read the Code of Conduct and agree to it"), default=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = [F("submitted_at").desc(nulls_first=True), "-pk"]  # the draft first, then the latest submission
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(submitted_at=None), name="one_draft_version"),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(submitted_at__isnull=False, judged_at=None),
                name="unjudged_versions",
            ),
        ]

    def __str__(self):
        return f"version {self.pk}"

    def revision(self, section):
        return self.revisions.get(section, 0)

    def was_saved_from(self, page, section):
        """Whether this very page, which has a name, saved the section last."""
        return bool(page) and self.revisions.get(f"{section}/page") == page

    def note_saved(self, section, page):
        self.revisions |= {section: self.revision(section) + 1, f"{section}/page": page}

    def load_parts(self):
        """Its choices with their projects and plans, its links and commitments at hand from now on. Four queries."""
        choices = Choice.objects.select_related("project").prefetch_related("steps")
        models.prefetch_related_objects([self], models.Prefetch("choices", choices), "links", "commitments")

    def copy_for_editing(self, now):
        """A draft that begins with what this version says."""
        choices = list(self.choices.prefetch_related("steps"))
        others = [*self.links.all(), *self.commitments.all()]
        draft = Version.objects.get(pk=self.pk)
        draft.pk, draft._state.adding = None, True
        draft.submitted_at, draft.judged_at, draft.saved_at = None, None, now
        draft.save()
        for choice in choices:
            steps = list(choice.steps.all())
            _copy([choice], version=draft)
            _copy(steps, choice=choice)
        _copy(others, version=draft)
        return draft

    def freeze(self, now):
        """This draft is submitted. Its choices are ranked 1, 2, 3 without gaps, in the order they had."""
        for rank, choice in enumerate(self.choices.all(), start=1):
            if choice.rank != rank:
                choice.rank = rank
                choice.save(update_fields=["rank"])
        self.submitted_at = now
        self.save(update_fields=["submitted_at"])


def _copy(rows, **parent):
    """Write rows once more, below another parent."""
    for row in rows:
        row.pk, row._state.adding = None, True
        for name, value in parent.items():
            setattr(row, name, value)
        row.save()


class Choice(models.Model):
    """A project of a version, in order of preference (``rank`` 1–3), with the proposal for it.

    Only in a draft may ``project`` be missing: what was typed is kept before a project is chosen.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="choices")
    project = models.ForeignKey(
        "cohorts.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="choices"
    )
    rank = models.PositiveSmallIntegerField()
    approach = models.TextField(
        _("your approach"),
        max_length=LONGEST,
        blank=True,
        help_text=_("How would you go about it? What would you look at first?"),
    )
    deliverables = models.TextField(
        _("what you will deliver"),
        max_length=LONGEST,
        blank=True,
        help_text=_("What will be there at the end that is not there now?"),
    )

    PROPOSAL = ("approach", "deliverables")  # and a timeline: its steps

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["version", "project"], name="project_chosen_once"),
            models.UniqueConstraint(fields=["version", "rank"], name="one_choice_per_rank"),
            models.CheckConstraint(name="choice_rank_1_to_3", condition=Q(rank__gte=1) & Q(rank__lte=3)),
        ]

    def __str__(self):
        return f"choice {self.pk}"
