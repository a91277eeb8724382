from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.refusals import Refusal

from .. import notices
from .project_parts import ProjectMentor


class MentorWishQuerySet(models.QuerySet):
    def open(self):
        """Nobody has decided, and they still mentor."""
        return self.filter(role__until=None, settled_at=None)


class MentorWish(models.Model):
    """A mentor asks the organizers for backup, or to be replaced where nobody else leads the project.

    It stands on the attention list until an organizer has decided, or the person mentors the project no longer.
    """

    class Kind(models.TextChoices):
        BACKUP = "backup", _("I would like somebody beside me")
        STEP_DOWN = "step_down", _("I have to step down from this project")

    role = models.ForeignKey(ProjectMentor, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(_("what would help"), max_length=10, choices=Kind)
    words = models.TextField(_("your words to the organizers"))
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = MentorWishQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["role", "kind"], condition=models.Q(settled_at=None), name="one_open_wish")
        ]

    def __str__(self):
        return f"wish {self.pk}"

    @property
    def is_to_leave(self):
        return self.kind == self.Kind.STEP_DOWN

    @classmethod
    @transaction.atomic
    def ask(cls, project, person, kind, *, words, now):
        """Ask for backup or step down. Returns the wish; None where the person could step down at once.

        Who leads alone mentors on until an organizer has found somebody to follow: a project is never without a lead.
        """
        project._lock()
        role = project.mentors.current().filter(person=person).first()
        if role is None:
            raise Refusal(gettext("You don't mentor this project any more."))
        if kind == cls.Kind.STEP_DOWN and not project.leads_alone(person):
            project.end_mentor(person, now=now, by=person, reason=words)
            return None
        wish, is_new = cls.objects.get_or_create(
            role=role, kind=kind, settled_at=None, defaults={"words": words, "asked_at": now}
        )
        if not is_new:
            raise Refusal(gettext("You have asked for that already; the organizers look after it."))
        notices.mentor_asks(wish, now)
        return wish

    def settle(self, *, by, now, words):
        """An organizer has decided."""
        MentorWish.objects.filter(pk=self.pk, settled_at=None).update(settled_at=now)
