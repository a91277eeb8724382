from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import models, transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .mentorship import Mentorship


@dataclass(frozen=True)
class Item:
    """A line of the project's onboarding checklist; ``ticked_at`` is None until the mentee has done it."""

    text: str
    key: str
    ticked_at: datetime | None


class Tick(models.Model):
    """That the mentee has done an item of the checklist of their project; ``item`` is a digest of its text."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="ticks")
    item = models.CharField(max_length=32)
    ticked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentorship", "item"], name="one_tick_per_item")]

    def __str__(self):
        return f"tick {self.pk}"

    @classmethod
    def checklist(cls, mentorship) -> list[Item]:
        """The items in the project's order, each once. One query."""
        ticked = dict(mentorship.ticks.values_list("item", "ticked_at"))
        texts = dict.fromkeys(line.strip(" -*\t") for line in mentorship.project.onboarding.splitlines())
        keys = {text: sha256(text.encode()).hexdigest()[:32] for text in texts if text}
        return [Item(text, key, ticked.get(key)) for text, key in keys.items()]

    @classmethod
    @transaction.atomic
    def put(cls, mentorship, key, *, is_done, by, now):
        """The mentee ticks an item, or takes the tick back. Twice is once. Raises a Refusal."""
        mentorship.hear_from_mentee(by)
        if key not in [item.key for item in cls.checklist(mentorship)]:
            raise Refusal(_("The checklist has been changed meanwhile. Please look at it again."))
        if is_done:
            mentorship.ticks.get_or_create(item=key, defaults={"ticked_at": now})
        else:
            mentorship.ticks.filter(item=key).delete()
