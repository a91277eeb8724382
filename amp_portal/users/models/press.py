from django.db import models


class Press(models.Model):
    """A form that made something, so that the same press makes nothing more (see ``amp_portal.once``).

    ``key`` is a digest of who sent what from where, ``made`` the address that answered. Forgotten after a month.
    """

    key = models.CharField(max_length=32, unique=True)
    made = models.CharField(max_length=500)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "presses"

    def __str__(self):
        return f"press {self.pk}"
