from django.db import models


class KnownAs(models.Model):
    """A name, GitHub login or address somebody has or had. Nothing is ever forgotten here, and nothing shown.

    It is only compared with: whoever is named in a conduct report stays named after a change of name. Former names may
    be nobody's business, so no page, list, export or count tells of them.
    """

    confidential = True
    gives_way = True

    class Kind(models.TextChoices):
        NAME = "name"
        LOGIN = "login"
        ADDRESS = "address"

    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=320)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "value"], name="known_as_once")]

    def __str__(self):
        return f"known as {self.pk}"

    @classmethod
    def keep(cls, found):
        """``found``: ``(person's pk, kind, value)``; what is empty or there already is left out."""
        rows = [cls(person_id=pk, kind=kind, value=value) for pk, kind, value in found if value]
        cls.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)

    @classmethod
    def keep_of(cls, people):
        """What these people are called now."""
        cls.keep((person.pk, kind, getattr(person, field)) for person in people for field, kind in OF_PERSON.items())


OF_PERSON = {"name": KnownAs.Kind.NAME, "github_login": KnownAs.Kind.LOGIN, "email": KnownAs.Kind.ADDRESS}
