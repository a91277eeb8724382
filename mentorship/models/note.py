from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amp_portal.refusals import Refusal

from .. import notices
from ..querysets import NoteQuerySet
from .entry import LONGEST
from .mentorship import Mentorship


class Note(models.Model):
    """What mentors and organizers note for each other about a mentorship. It never reaches the mentee by any path.

    Read through ``readable_by``. Its letters tell that there is one, not what it says.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    body = models.TextField(_("note"), max_length=LONGEST)
    once = models.CharField(max_length=32)  # from the form: a double click notes once

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "author", "once"], name="note_written_once"),
        ]

    def __str__(self):
        return f"note {self.pk}"

    @property
    def anchor(self):
        return f"note-{self.pk}"

    @classmethod
    @transaction.atomic
    def write(cls, mentorship, *, by, now, body, once):
        """Note something. Raises a Refusal to anybody but a current mentor or organizer, and once it has ended."""
        mentorship.hold_open()
        if not mentorship.reads_notes(by):
            raise Refusal(_("Only the project's mentors and the organizers keep notes here."))
        words = {"written_at": now, "body": body}
        note, created = cls.objects.get_or_create(mentorship=mentorship, author=by, once=once, defaults=words)
        if created:
            notices.mentioned_in_note(note, now)
        return note
