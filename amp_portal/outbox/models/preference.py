from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal

from ..kinds import KINDS, How, allowing


class PreferenceQuerySet(models.QuerySet):
    def that_count(self):
        """Those the kinds allow: whatever a row says, what is fixed arrives."""
        allowed = (models.Q(how=how, kind__in=allowing(how)) for how in (How.DIGEST, How.OFF))
        return self.filter(models.Q(*allowed, _connector=models.Q.OR))


class Preference(models.Model):
    """How somebody wants the e-mails of one kind. No row: at once. It is asked when a letter is about to be sent."""

    gives_way = True  # where two people turn out to be one, what the account chose stays

    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=20)
    how = models.CharField(max_length=10, choices=How)
    chosen_at = models.DateTimeField()

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("choice of e-mails")
        verbose_name_plural = gettext_lazy("choices of e-mails")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind"),
            models.CheckConstraint(name="preference_differs", condition=models.Q(how__in=["digest", "off"])),
        ]

    def __str__(self):
        return f"{self.kind}: {self.how}"

    @classmethod
    def choose(cls, person, kind: str, how: str, now) -> None:
        """Raises a Refusal where the kind does not allow it; then nothing has changed."""
        if how not in KINDS[kind].choices:
            raise Refusal(_("“%(kind)s” always comes like this.") % {"kind": KINDS[kind].label})
        if how == How.AT_ONCE:
            cls.objects.filter(person=person, kind=kind).delete()
        else:
            cls.objects.update_or_create(person=person, kind=kind, defaults={"how": how, "chosen_at": now})

    @classmethod
    def choices_of(cls, person) -> dict[str, str]:
        """What counts for a person, of each kind."""
        chosen = dict(cls.objects.that_count().filter(person=person).values_list("kind", "how"))
        return {name: chosen.get(name, How.AT_ONCE) for name in KINDS}
