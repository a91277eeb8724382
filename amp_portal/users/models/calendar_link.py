import secrets
from hashlib import sha256

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .person import Person


def _digest(token):
    return sha256(token.encode()).hexdigest()


class CalendarLink(models.Model):
    """The secret link by which a calendar program reads somebody's dates. Only a digest of the secret is kept."""

    gives_way = True  # when two people turn out to be one (see ``merging``)

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar link")

    def __str__(self):
        return f"calendar link {self.pk}"

    @classmethod
    @transaction.atomic
    def make(cls, person, now) -> str:
        """A new secret; the one before, if any, stops working at once."""
        token = secrets.token_urlsafe(32)
        cls.objects.update_or_create(person=person, defaults={"digest": _digest(token), "made_at": now})
        return token

    @classmethod
    def of(cls, person):
        """The person's link, or None."""
        return cls.objects.filter(person=person).first()

    @classmethod
    def revoke(cls, person):
        cls.objects.filter(person=person).delete()

    @classmethod
    def reader(cls, token, now):
        """The person whose secret this is, or None: unknown, revoked, or without access to the portal."""
        links = cls.objects.filter(digest=_digest(token), person__user__is_active=True)
        link = links.select_related("person").first()
        return link.person if link and not link.person.is_suspended(now) else None
