from django.db import models
from django.utils.translation import gettext_lazy as _

from amp_portal.folding import MOST_LETTERS
from amp_portal.line_fields import LineField

from ..querysets import ParticipationQuerySet
from .cohort import Cohort


class Participation(models.Model):
    """What one person is in one cohort; the table that eligibility reads about mentors and places.

    A person has one *side* per cohort: staff (organizer, mentor) or contributor (applicant, mentee). It is taken by
    submitting an application, accepting an invitation or being approved as mentor, and given back (NONE) when an
    application ends without a place. ``since``/``until`` are the days of the place or role; ``project`` and ``outcome``
    belong to a contributor's place, as does ``extended_until``: longer than the cohort's final window.
    Imported history fills it too.

    ``confirmed_name`` is the one that public pages and certificates show: as submitted with the application (or as it
    was when a role began), until an organizer confirms another (see ``NameCheck``).
    """

    class Side(models.TextChoices):
        NONE = "none", _("no side")
        STAFF = "staff", _("staff")
        CONTRIBUTOR = "contributor", _("contributor")

    class Outcome(models.TextChoices):
        NONE = "", _("no place")
        ACTIVE = "active", _("active")
        COMPLETED = "completed", _("completed")
        FAILED = "failed", _("did not pass")
        WITHDRAWN = "withdrawn", _("withdrew")
        REMOVED = "removed", _("removed")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="participations")
    side = models.CharField(max_length=12, choices=Side, default=Side.NONE)
    is_organizer = models.BooleanField(default=False)
    is_mentor = models.BooleanField(default=False)
    project = models.ForeignKey(
        "cohorts.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.NONE, blank=True)
    barred_at = models.DateTimeField(null=True, blank=True)  # removed for misconduct
    bar_lifted_at = models.DateTimeField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    named_since = models.DateTimeField(null=True, blank=True)  # may be named in public as a mentee, by their consent
    confirmed_name = LineField(max_length=200, blank=True, editable=False)
    extended_until = models.DateTimeField(null=True, blank=True, editable=False)  # a place that lasts longer
    imported_login = models.CharField(max_length=39, blank=True, editable=False)  # as history named the person

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "pk"]
        indexes = [
            models.Index(
                fields=["cohort", "extended_until"],
                name="extended_places",
                condition=models.Q(extended_until__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_participation"),
            models.CheckConstraint(
                name="roles_are_staff",
                condition=models.Q(side="staff") | models.Q(is_organizer=False, is_mentor=False),
            ),
            models.CheckConstraint(
                name="place_is_contributors", condition=models.Q(side="contributor") | models.Q(outcome="")
            ),
            models.CheckConstraint(
                name="place_has_project", condition=models.Q(outcome="") | models.Q(project__isnull=False)
            ),
        ]

    def __str__(self):
        return f"participation {self.pk}"

    @property
    def public_name(self):
        """What the world may call the person; the GitHub login where they gave no name."""
        return self.confirmed_name or self.person.github_login

    def let_be_named(self, agrees, *, now):
        """The mentee may be named in public from now on, or not any more."""
        self.named_since = now if agrees else None
        self.save(update_fields=["named_since"])


class ImportedPlace(models.Model):
    """A mentee's place on one project, as imported history has it: one participation may hold several.

    The participation's own project is the first of them, its outcome the one that says most (``outcome_of``).
    """

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="imported_places")
    project = models.ForeignKey("cohorts.Project", on_delete=models.PROTECT, related_name="imported_places")
    outcome = models.CharField(max_length=10, choices=Participation.Outcome)

    class Meta:
        ordering = ["participation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "project"], name="one_imported_place_per_project"),
            models.CheckConstraint(name="imported_place_has_outcome", condition=~models.Q(outcome="")),
        ]

    def __str__(self):
        return f"imported place {self.pk}"

    @staticmethod
    def outcome_of(outcomes):
        """What became of somebody in a cohort, by the outcomes of all their places there."""
        return min(outcomes, key=list(_SAYS_MOST).index)


_SAYS_MOST = (
    Participation.Outcome.ACTIVE,
    Participation.Outcome.COMPLETED,
    Participation.Outcome.FAILED,
    Participation.Outcome.REMOVED,
    Participation.Outcome.WITHDRAWN,
)


class OtherProgramPlace(models.Model):
    """A place in another program (GSoC, Outreachy, LFX, …) from an imported participants list.

    Of lists without logins it has the name alone, and is nobody's: ``name_key`` (see ``folding``) finds namesakes.
    """

    program = LineField(_("program"), max_length=100)
    github_login = models.CharField(_("GitHub login"), max_length=39, blank=True)
    name = LineField(_("name"), max_length=200, blank=True)
    name_key = models.CharField(max_length=MOST_LETTERS, blank=True, editable=False, db_index=True)
    organization = LineField(_("organization"), max_length=200, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    person = models.ForeignKey(
        "users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="other_program_places"
    )

    class Meta:
        ordering = ["program", "github_login", "name"]
        verbose_name = _("place in another program")
        verbose_name_plural = _("places in other programs")
        constraints = [
            models.UniqueConstraint(
                "program",
                models.functions.Lower("github_login"),
                "starts_on",
                name="one_place_per_program_and_start",
                condition=~models.Q(github_login=""),
            ),
            models.UniqueConstraint(
                fields=["program", "name", "organization", "starts_on"],
                name="one_place_per_name_and_organization",
                condition=models.Q(github_login=""),
            ),
            models.CheckConstraint(
                name="other_place_has_person_or_name",
                condition=models.Q(person__isnull=False) | (models.Q(github_login="") & ~models.Q(name="")),
            ),
            models.CheckConstraint(
                name="other_place_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self):
        return f"{self.github_login or self.name} ({self.program})"


class ParticipantList(models.Model):
    """When the participants of another program were last imported: eligibility names the lists it compared."""

    program = LineField(_("program"), max_length=100)
    imported_at = models.DateTimeField(_("last imported"))

    class Meta:
        ordering = ["program"]
        verbose_name = _("participant list")
        constraints = [models.UniqueConstraint(models.functions.Lower("program"), name="one_list_per_program")]

    def __str__(self):
        return self.program
