from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.line_fields import LineField
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from .. import notices
from .participation import Participation


class NameCheck(models.Model):
    """A name that somebody gave themselves after the one confirmed for them in a cohort: an organizer decides.

    The name before may be a former one: only the organizer who took the check reads it, and nothing keeps it once the
    new one is confirmed.
    """

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="name_checks")
    name = LineField(gettext_lazy("name"), max_length=200)
    taken_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    is_confirmed = models.BooleanField(null=True)  # None: not decided yet
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(gettext_lazy("your words to them"), max_length=2_000, blank=True)

    class Meta:
        ordering = ["taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "name"], name="one_check_per_name"),
            models.CheckConstraint(
                name="name_decided_with_words",
                condition=Q(is_confirmed=None, decided_at=None)
                | (Q(is_confirmed__isnull=False, decided_at__isnull=False) & ~Q(words="")),
            ),
        ]

    def __str__(self):
        return f"name check {self.pk}"

    @property
    def is_open(self):
        return self.decided_at is None

    @classmethod
    @transaction.atomic
    def take(cls, participation, *, by, now):
        """An organizer takes on the name somebody has now, perhaps from a colleague. Raises Refusal."""
        person = Person.objects.select_for_update(no_key=True).get(pk=participation.person_id)
        locked = Participation.objects.select_for_update().get(pk=participation.pk)
        if by.pk == person.pk:
            raise Refusal(_("Somebody else has to confirm your own name."))
        if not person.name or person.name == locked.confirmed_name:
            raise Refusal(_("This name is confirmed already."))
        taken = {"taken_by": by, "taken_at": now, "is_confirmed": None, "decided_at": None, "words": ""}
        return cls.objects.update_or_create(participation=locked, name=person.name, defaults=taken)[0]

    @transaction.atomic
    def confirm(self, *, by, now, words):
        """It is shown from now on, wherever the one before was. Raises Refusal."""
        self._decide(True, by=by, now=now, words=words)
        Participation.objects.filter(pk=self.participation_id).update(confirmed_name=self.name)
        self.participation.name_checks.exclude(pk=self.pk).delete()

    @transaction.atomic
    def decline(self, *, by, now, words):
        """The one confirmed before goes on being shown. Raises Refusal."""
        self._decide(False, by=by, now=now, words=words)

    def _decide(self, is_confirmed, *, by, now, words):
        self.refresh_from_db(from_queryset=NameCheck.objects.select_for_update())
        if not self.is_open:
            raise Refusal(_("This has been decided already."))
        if self.taken_by_id != by.pk:
            raise Refusal(_("%(person)s has taken this on.") % {"person": self.taken_by})
        if self.participation.person.name != self.name:
            raise Refusal(_("The name was changed again meanwhile. Please look at the new one."))
        if not words.strip():
            raise Refusal(_("Please write a few words: the person reads them."))
        self.is_confirmed, self.decided_at, self.words = is_confirmed, now, words.strip()
        self.save(update_fields=["is_confirmed", "decided_at", "words"])
        notices.name_decided(self).queue(now)
