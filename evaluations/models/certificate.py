import secrets

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# Crockford's base 32: no I, L, O or U, so that a code can be read aloud and typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")


def new_code():
    """Twelve characters, 60 random bits, as XXXX-XXXX-XXXX."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def normalise(code):
    """A code as somebody typed it, in our spelling: any case, with or without dashes and blanks, O for 0."""
    plain = "".join(character for character in code if character.isalnum()).upper().translate(_LOOKALIKES)
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


class Certificate(models.Model):
    """Issued at the release of the final round to who passed.

    The public page and the PDF show the holder's name and the program, and beyond that only what its holder chose.
    """

    mentorship = models.OneToOneField("mentorship.Mentorship", on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(_("code"), max_length=20, unique=True, default=new_code, editable=False)
    issued_at = models.DateTimeField(_("issued"), editable=False)
    holder_name = models.CharField(_("name of the holder"), max_length=200)
    shows_project = models.BooleanField(_("show the project"), default=True)
    shows_mentors = models.BooleanField(_("show the names of the mentors"), default=False)

    class Meta:
        verbose_name = _("certificate")
        ordering = ["-issued_at", "-pk"]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("evaluations:certificate", args=[self.code])
