from django.db import models, transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .mentorship import Mentorship


class StaleDraft(Refusal):
    """What was typed here began from something that has been saved or posted elsewhere since."""

    def __init__(self):
        super().__init__(
            _("You wrote here in another tab or on another device meanwhile, so this was not saved over it.")
        )


class Draft(models.Model):
    """What somebody has typed in a room and not posted yet. Nobody but its author ever reads it.

    ``place`` is what it is for: ``"update"``, or ``"answer/7"`` to entry 7. ``content`` holds the form's fields as
    they were typed. ``revision`` grows with each save; a page saves only over the one it was loaded with (0: none).
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=40)
    content = models.JSONField()
    revision = models.PositiveBigIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "author", "place"], name="one_draft_per_place"),
        ]

    def __str__(self):
        return f"draft {self.pk}"

    @classmethod
    def at(cls, mentorship, place, author):
        """The author's draft there, or None."""
        return cls.objects.filter(mentorship=mentorship, place=place, author=author).first()

    @classmethod
    @transaction.atomic
    def keep(cls, mentorship, place, content, *, author, revision, now):
        """Save what is typed; returns its new revision. Emptied, it is gone. Raises StaleDraft or another Refusal."""
        mentorship.hold_open()
        cls._check(mentorship, place, author, revision)
        mine = {"mentorship": mentorship, "place": place, "author": author}
        if not any(content.values()):
            cls.objects.filter(**mine).delete()
            return 0
        following = max(revision + 1, int(now.timestamp()))  # never again one that a posted draft had
        cls.objects.update_or_create(**mine, defaults={"content": content, "revision": following, "saved_at": now})
        return following

    @classmethod
    @transaction.atomic
    def hand_in(cls, mentorship, place, post, *, author, revision, once):
        """``post()`` what was typed; its draft is gone then. The same token posts once. Raises what ``keep`` does."""
        mentorship.hold_open()
        if once and mentorship.has_posted(author, once):
            return
        cls._check(mentorship, place, author, revision)
        post()
        cls.objects.filter(mentorship=mentorship, place=place, author=author).delete()

    @classmethod
    def _check(cls, mentorship, place, author, revision):
        draft = cls.at(mentorship, place, author)
        if revision != (draft.revision if draft else 0):
            raise StaleDraft
