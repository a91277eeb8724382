"""States, moved under a row lock, each move leaving a history row. Every model with a life of its own uses this."""

from collections.abc import Mapping, Set
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import IllegalTransition


class Stateful(models.Model):
    """A model with a ``state`` field, a table ``TRANSITIONS = {state: {next states}}`` and a relation ``moves``."""

    TRANSITIONS: ClassVar[Mapping[Any, Set[Any]]] = {}

    class Meta:
        abstract = True

    @transaction.atomic
    def _move_to(self, target, *, by, at, reason="", fields=()):
        """Lock the row, check the table, save ``state`` (and ``fields`` already set on self), write the move.

        ``by`` is a Person, or None for the portal itself. Raises IllegalTransition; then nothing has changed.
        """
        self._lock_state()
        self._move_on(target, by=by, at=at, reason=reason, fields=fields)

    def _lock_state(self):
        """Lock the row for this transaction; of self ``state`` alone is fresh."""
        locked = type(self)._base_manager.select_for_update()
        self.state = locked.values_list("state", flat=True).get(pk=self.pk)

    def _move_on(self, target, *, by, at, reason="", fields=()):
        """As ``_move_to`` does, for a row that this transaction has locked already."""
        was = self.state
        if target not in self.TRANSITIONS.get(was, set()):
            raise IllegalTransition(self, target)
        self.state = target
        self.save(update_fields=["state", *fields])
        self.moves.create(state=target, was=was, by=by, at=at, reason=reason)

    def explain_illegal(self, target):
        return _("That is not possible any more: it is now “%(state)s”. Somebody may have changed it meanwhile.") % {
            "state": self.get_state_display()
        }


class Move(models.Model):
    """One row per state change. Subclasses add ``of = ForeignKey(<Model>, related_name="moves")``."""

    was = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=30)
    by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.was} → {self.state}"
