import secrets

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.line_fields import LineField
from amp_portal.refusals import Refusal
from cohorts.names import confirmed_name
from mentorship.models import Mentorship

from ..recognition import notices

# Crockford's base 32: no I, L, O or U, so that a code can be read aloud and typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
CHOICES = ("shows_name", "shows_project", "shows_dates", "shows_hours", "shows_mentors")


def new_code():
    """Twelve characters, 60 random bits, as XXXX-XXXX-XXXX."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def normalise(code):
    """A code as somebody typed it, in our spelling: any case, with or without dashes and blanks, O for 0."""
    plain = "".join(character for character in code if character.isalnum()).upper().translate(_LOOKALIKES)
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


class CertificateQuerySet(models.QuerySet):
    def newest(self):
        """The last version of each mentorship's, revoked or not."""
        return self.filter(replaced_at=None)

    def valid(self):
        return self.newest().filter(revoked_at=None)

    def outdated(self):
        """The newest ones whose holder has had another name confirmed since."""
        named = self.newest().annotate(confirmed=confirmed_name("mentorship__cohort", "mentorship__mentee"))
        return named.exclude(confirmed="").exclude(holder_name=F("confirmed"))


class Certificate(models.Model):
    """Of a mentorship that was completed. A new version replaces the one before, whose code then says so.

    It shows the name confirmed for its holder; a version that was replaced forgets its own, which may be a former one.

    The PDF, which its holder gives away, says everything. The public page of its code shows the cohort, and beyond
    that only what its holder chose.
    """

    mentorship = models.ForeignKey("mentorship.Mentorship", on_delete=models.PROTECT, related_name="certificates")
    code = models.CharField(gettext_lazy("code"), max_length=20, unique=True, default=new_code, editable=False)
    version = models.PositiveSmallIntegerField(gettext_lazy("version"), default=1, editable=False)
    issued_at = models.DateTimeField(gettext_lazy("issued"), editable=False)
    holder_name = LineField(gettext_lazy("name of the holder"), max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, editable=False)  # as recorded in the updates; None: none were
    shows_name = models.BooleanField(gettext_lazy("my name"), default=True)
    shows_project = models.BooleanField(gettext_lazy("the project"), default=True)
    shows_dates = models.BooleanField(gettext_lazy("from when to when"), default=True)
    shows_hours = models.BooleanField(gettext_lazy("the hours"), default=False)
    shows_mentors = models.BooleanField(gettext_lazy("the names of the mentors"), default=False)
    replaced_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        "users.Person", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    revoked_because = models.TextField(gettext_lazy("reason"), blank=True, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("certificate")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(replaced_at=None), name="one_certificate_per_mentorship"
            ),
            models.UniqueConstraint(fields=["mentorship", "version"], name="one_certificate_per_version"),
            models.CheckConstraint(
                name="revoked_with_reason",
                condition=Q(revoked_at=None, revoked_by=None, revoked_because="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_because="")),
            ),
            models.CheckConstraint(
                name="replaced_without_name",
                condition=Q(replaced_at=None) & ~Q(holder_name="") | Q(replaced_at__isnull=False, holder_name=""),
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("evaluations:certificate", args=[self.code])

    @property
    def is_replaced(self):
        return self.replaced_at is not None

    @property
    def is_revoked(self):
        return self.revoked_at is not None

    @property
    def is_valid(self):
        return not (self.is_replaced or self.is_revoked)

    @classmethod
    @transaction.atomic
    def issue(cls, mentorship, *, now):
        """The first one of a completed mentorship, with a letter.

        None where it has one already, or a new name of the holder's waits for an organizer.
        """
        held = Mentorship.objects.select_for_update(of=("self",)).select_related("mentee", "cohort")
        locked = held.get(pk=mentorship.pk)
        if not locked.is_completed or locked.certificates.exists():
            return None
        if locked.cohort.participations.renamed().filter(person=locked.mentee).exists():
            return None
        recorded = locked.entries.aggregate(hours=models.Sum("hours"))["hours"]
        hours = round(recorded) if recorded else None
        issued = cls.objects.create(mentorship=locked, issued_at=now, holder_name=locked.public_name, hours=hours)
        notices.issued(issued).queue(now)
        return issued

    @transaction.atomic
    def renew(self, *, now, by=None):
        """A new version in the name confirmed for the holder, with its own code; they are told. Raises Refusal.

        A revoked one is renewed by an organizer alone: ``by`` says who takes the revocation back.
        """
        self._hold()
        if self.is_replaced:
            raise Refusal(_("There is a newer version of this certificate already."))
        if self.is_revoked and by is None:
            raise Refusal(_("This certificate was revoked. Only an organizer can issue it again."))
        if by is not None and not self.is_revoked:
            raise Refusal(_("This certificate is valid. Nothing was changed."))
        self.replaced_at, self.holder_name = now, ""
        self.save(update_fields=["replaced_at", "holder_name"])
        kept = {name: getattr(self, name) for name in ("mentorship", "hours", *CHOICES)}
        name = self.mentorship.public_name
        renewed = Certificate.objects.create(version=self.version + 1, issued_at=now, holder_name=name, **kept)
        notices.renewed(renewed).queue(now)
        return renewed

    @transaction.atomic
    def revoke(self, *, by, now, reason):
        """An organizer takes it back; its holder reads why, everybody else only that. Raises Refusal."""
        self._hold()
        if not self.is_valid:
            raise Refusal(_("This certificate is not valid any more already."))
        if by == self.mentorship.mentee:
            raise Refusal(_("Somebody else has to decide about your own certificate."))
        if not reason.strip():
            raise Refusal(_("Please say why: its holder reads it."))
        self.revoked_at, self.revoked_by, self.revoked_because = now, by, reason.strip()
        self.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
        notices.revoked(self).queue(now)

    def choose(self, **choices):
        """What the holder lets the public page show: by name of the field, each of CHOICES."""
        Certificate.objects.filter(pk=self.pk).update(**choices)

    def _hold(self):
        """Lock the row and look at it afresh. In a transaction."""
        related = ("mentorship__mentee", "mentorship__cohort")
        self.refresh_from_db(from_queryset=Certificate.objects.select_for_update(of=("self",)).select_related(*related))
