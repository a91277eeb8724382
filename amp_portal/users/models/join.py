from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.line_fields import LineField
from amp_portal.refusals import Refusal

from .. import deciders
from ..merging import Conflict, merge
from .person import Person


@dataclass(frozen=True)
class Change:
    """What a decision makes of one thing that was found about a person; ``before`` or ``after`` is None where it isn't.

    ``about`` and ``name`` say of what, e.g. a cohort and one of its rules.
    """

    about: str
    name: str
    before: Any
    after: Any


class _Undo(Exception):
    """Carries what a rehearsal found out of its transaction, which is taken back."""


class Join(models.Model):
    """The question whether two people are one: ``known`` has no account, ``account`` signed in with GitHub.

    By numeric id a join needs nobody, and leaves no row unless it would break a constraint (``reason`` says which).
    By login alone somebody decides, with a source: logins get reused, and rules go by it. See ``deciders``.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("needs a decision")
        CONFIRMED = "confirmed", gettext_lazy("joined")
        REFUSED = "refused", gettext_lazy("not the same person")
        CONFLICT = "conflict", gettext_lazy("could not be joined")

    account = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="joins", verbose_name=gettext_lazy("account")
    )
    known = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.SET_NULL,
        related_name="join_proposals",
        verbose_name=gettext_lazy("known person"),
    )
    known_label = LineField(gettext_lazy("known as"), max_length=200)
    state = models.CharField(gettext_lazy("state"), max_length=20, choices=State, default=State.PROPOSED)
    reason = models.TextField(gettext_lazy("reason"), blank=True)
    created_at = models.DateTimeField(gettext_lazy("proposed"), default=timezone.now)
    source = models.TextField(gettext_lazy("source"), blank=True)
    decided_at = models.DateTimeField(gettext_lazy("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("decided by"),
    )

    class Meta:
        verbose_name = gettext_lazy("possible match")
        verbose_name_plural = gettext_lazy("possible matches")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "known"], name="one_join_per_pair"),
            models.CheckConstraint(
                name="join_decided_with_a_source",
                condition=models.Q(state__in=["proposed", "conflict"]) | ~models.Q(source=""),
            ),
        ]

    def __str__(self):
        return self.known_label

    def get_absolute_url(self):
        return reverse("users:match", args=[self.pk])

    @property
    def tone(self):
        return "warning" if self.is_open else "neutral"

    @property
    def is_open(self):
        return self.state in (self.State.PROPOSED, self.State.CONFLICT)

    @transaction.atomic
    def confirm(self, *, by, source, now):
        """They are one person: put them together. Raises Refusal where that can't be done; then nothing has changed."""
        account, known = self._lock_open(by, source)
        github_id = known.github_id
        try:
            merge(known, account)
        except Conflict as conflict:
            raise Refusal(str(conflict)) from conflict
        if github_id and account.signs_in_with(github_id):
            account.github_id, account.github_proved_at = github_id, now
            account.github_login = account.github_login or known.github_login
            account.save(update_fields=["github_id", "github_login", "github_proved_at"])
        self.known = None
        self._decide(self.State.CONFIRMED, by=by, source=source, now=now)

    @transaction.atomic
    def refuse(self, *, by, source, now):
        """They are two people who had the same login. It is not proposed again. Raises Refusal."""
        self._lock_open(by, source)
        self._decide(self.State.REFUSED, by=by, source=source, now=now)

    def rehearse(self, verb, *, by, source, now) -> list[Change]:
        """What ``confirm`` or ``refuse`` would change: it is done and taken back. Raises Refusal as they do."""
        before = deciders.findings(self.account, now)
        tried = Join.objects.get(pk=self.pk)
        try:
            with transaction.atomic():
                getattr(tried, verb)(by=by, source=source, now=now)
                raise _Undo(deciders.findings(Person.objects.get(pk=self.account_id), now))
        except _Undo as undone:
            [after] = undone.args
        return [
            Change(about, name, before.get((about, name)), after.get((about, name)))
            for about, name in dict.fromkeys([*before, *after])
            if before.get((about, name)) != after.get((about, name))
        ]

    def _lock_open(self, by, source):
        """Returns (account, known), locked in order. Raises Refusal: decided already, not theirs, without a source."""
        people = Person.objects.select_for_update().filter(pk__in=[self.account_id, self.known_id]).order_by("pk")
        people = {person.pk: person for person in people}
        self.refresh_from_db(from_queryset=Join.objects.select_for_update())
        if not self.is_open:
            raise Refusal(_("This has been decided: %(state)s.") % {"state": self.get_state_display()})
        if self.known_id not in people:
            raise Refusal(_("%(known)s has been joined with somebody else.") % {"known": self.known_label})
        if why_not := deciders.why_not(self, by):
            raise Refusal(why_not)
        if not source.strip():
            raise Refusal(_("Say how we know: a link, or who said it."))
        return people[self.account_id], people[self.known_id]

    def _decide(self, state, *, by, source, now):
        self.state, self.source, self.decided_by, self.decided_at = state, source.strip(), by, now
        self.save(update_fields=["state", "known", "source", "decided_by", "decided_at"])
        LogEntry.objects.create(
            user=by.user,
            content_type=ContentType.objects.get_for_model(Join),
            object_id=self.pk,
            object_repr=str(self),
            action_flag=CHANGE,
            action_time=now,
            change_message=f"{self.get_state_display()}: {self.source}",
        )
        deciders.decided(Person.objects.get(pk=self.account_id), now)
