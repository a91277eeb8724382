"""What an applicant lists, and what is known about it."""

from django.db import models, transaction
from django.db.models import F, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from amp_portal.stateful import Move, Stateful
from cohorts.models import Project

from .. import made_on as days
from ..links import reference
from ..querysets import ContributionQuerySet
from ..states import State
from .version import LONGEST, Version


class Link(models.Model):
    """A contribution as its person lists it in a version, in their order. In a draft anything may be missing."""

    class Kind(models.TextChoices):
        CODE = "code", gettext_lazy("code")
        DOCS = "docs", gettext_lazy("docs")
        DESIGN = "design", gettext_lazy("design")
        COMMUNITY = "community", gettext_lazy("helping others")
        TALK = "talk", gettext_lazy("talk")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField()
    url = models.CharField(gettext_lazy("link"), max_length=500, blank=True)
    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=Kind, blank=True)
    title = models.TextField(gettext_lazy("what you did"), max_length=LONGEST, blank=True)
    made_on = models.DateField(gettext_lazy("when"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_link_per_position"),
            models.UniqueConstraint(fields=["version", "url"], condition=~models.Q(url=""), name="link_listed_once"),
        ]

    def __str__(self):
        return self.url


class Contribution(Stateful):
    """What is known about a link that a person submitted in a cohort; it outlives the versions that list it.

    GitHub is asked when ``verify_at`` has come, until a person decides: a worker holds ``lease`` until
    ``locked_until``. ``note`` is what GitHub said where that decided nothing: it may confirm, only people reject.
    ``made_on``, the day it was merged, published or the like, may be known once it is confirmed.
    ``thing`` is the same for all addresses of the same thing, once GitHub has told what it is (``Reference.thing``).
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", gettext_lazy("not confirmed yet")
        CONFIRMED = "confirmed", gettext_lazy("confirmed")
        REJECTED = "rejected", gettext_lazy("not counted")

    TRANSITIONS = {
        State.UNCONFIRMED: {State.CONFIRMED, State.REJECTED},
        State.CONFIRMED: {State.UNCONFIRMED, State.CONFIRMED, State.REJECTED},
        State.REJECTED: {State.UNCONFIRMED, State.CONFIRMED, State.REJECTED},
    }
    TONES = {State.CONFIRMED: "success", State.REJECTED: "danger"}

    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="contributions")
    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="contributions")
    url = models.CharField(max_length=500)
    state = models.CharField(max_length=20, choices=State, default=State.UNCONFIRMED)
    made_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "users.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )  # None: GitHub
    decided_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    thing = models.CharField(max_length=300, blank=True)
    verify_at = models.DateTimeField(null=True, blank=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["listed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person", "url"], name="one_contribution_per_link"),
            models.CheckConstraint(
                name="contribution_decided_at",
                condition=models.Q(state="unconfirmed") | models.Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.url

    @property
    def is_confirmed(self):
        return self.state == self.State.CONFIRMED

    @property
    def is_open(self):
        return self.state == self.State.UNCONFIRMED

    @property
    def tone(self):
        return self.TONES.get(self.state, "warning")

    @property
    def source(self):
        """Who decided it: a Person, or GitHub. Empty before."""
        if self.is_open:
            return ""
        return self.decided_by or "GitHub"

    def links(self):
        """How it is listed, in the order of the versions that were submitted and judged."""
        versions = Version.objects.filter(application__cohort=self.cohort_id, application__person=self.person_id)
        listed = Link.objects.filter(version__in=versions.exclude(judged_at=None), url=self.url)
        return listed.order_by("version__submitted_at", "pk")

    @classmethod
    def take_in(cls, application, version, now):
        """Part of submitting: a row for each link of the version that has none yet, to be looked up at once."""
        from ..tasks import ring_after_commit

        urls = list(version.links.values_list("url", flat=True))
        cls.objects.bulk_create(
            (
                cls(
                    person_id=application.person_id,
                    cohort_id=application.cohort_id,
                    url=url,
                    listed_at=now,
                    verify_at=now if reference(url) else None,
                )
                for url in urls
            ),
            ignore_conflicts=True,
        )
        ring_after_commit()

    @transaction.atomic
    def confirm(self, *, by, now, made_on=None, reason=""):
        """A mentor of a chosen project or an organizer saw that it is theirs, and when it was made."""
        self._require_judge(by)
        if made_on and (problem := days.problem_with(made_on, now)):
            raise Refusal(problem)
        self.made_on = made_on
        self.decide(self.State.CONFIRMED, reason.strip(), by=by, now=now)

    @transaction.atomic
    def reject(self, reason, *, by, now):
        """It does not count, and why: the applicant reads it."""
        self._require_judge(by)
        if not reason.strip():
            raise Refusal(_("Please say why it does not count: the applicant reads it."))
        self.decide(self.State.REJECTED, reason.strip(), by=by, now=now)

    def decide(self, state, reason, *, by, now):
        """Part of a verb. ``by`` is None for GitHub. The verdicts on the person's application are kept anew."""
        self.reason, self.decided_by, self.decided_at = reason, by, now
        self.verify_at, self.note = None, ""
        self._settle(state, reason, by=by, now=now)

    @transaction.atomic
    def reopen(self, note, *, now, verify_at=None):
        """GitHub does not prove what the portal once took from it: now a person is needed."""
        self.made_on, self.reason, self.decided_at = None, "", None
        self.verify_at, self.note = verify_at, note
        self._settle(self.State.UNCONFIRMED, note, by=None, now=now)

    def _settle(self, state, words, *, by, now):
        from .. import eligibility  # it reads these rows

        self.tries, self.lease, self.locked_until = 0, "", None
        fields = [
            "made_on",
            "reason",
            "decided_by",
            "decided_at",
            "verify_at",
            "note",
            "tries",
            "lease",
            "locked_until",
        ]
        self._move_to(state, by=by, at=now, reason=words, fields=fields)
        eligibility.check_again(self.person, self.cohort, "contribution", now)

    def _require_judge(self, by):
        if by == self.person:
            raise Refusal(_("Somebody else has to look at your own contributions."))
        if not self.may_be_judged_by(by):
            raise Refusal(_("Only mentors of the chosen projects and organizers of this cohort decide this."))

    def may_be_judged_by(self, person):
        """Organizers of the cohort, and who mentors a project now that the last submission names."""
        from .. import eligibility

        if eligibility.organizes(person, self.cohort):
            return True
        applications = self.person.applications.live().exclude(state=State.SUBMITTED).filter(cohort=self.cohort)
        chosen = Project.objects.filter(choices__version__in=applications.values("submitted_version"))
        return chosen.mentored_by(person).exists()


class ContributionMove(Move):
    of = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="moves")

    @property
    def label(self):
        return Contribution.State(self.state).label

    @property
    def source(self):
        return self.by or "GitHub"


def listed_in(version) -> list[Link]:
    """What a version lists, each with ``known``: its Contribution, or None before it was submitted. Two queries.

    The links stay at hand on the version.
    """
    prefetch_related_objects([version], "links")
    links = list(version.links.all())
    rows = Contribution.objects.filter(
        person__applications__versions=version,
        cohort=F("person__applications__cohort"),
        url__in=[link.url for link in links],
    )
    known = {row.url: row for row in rows.select_related("decided_by")}
    for link in links:
        link.known = known.get(link.url)
    return links
