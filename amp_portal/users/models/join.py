from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal

from ..merging import Conflict, merge
from .person import Person


class Join(models.Model):
    """The question whether two people are one: ``known`` has no account, ``account`` signed in with GitHub.

    By numeric id a join needs nobody, and leaves no row unless it would break a constraint (``reason`` says which).
    By login alone somebody confirms it: logins get reused. See ``joining``.
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
    known_label = models.CharField(gettext_lazy("known as"), max_length=200)
    state = models.CharField(gettext_lazy("state"), max_length=20, choices=State, default=State.PROPOSED)
    reason = models.TextField(gettext_lazy("reason"), blank=True)
    created_at = models.DateTimeField(gettext_lazy("proposed"), default=timezone.now)
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
        verbose_name = gettext_lazy("join of two people")
        verbose_name_plural = gettext_lazy("joins of two people")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "known"], name="one_join_per_pair")]

    def __str__(self):
        return self.known_label

    @property
    def is_open(self):
        return self.state in (self.State.PROPOSED, self.State.CONFLICT)

    @transaction.atomic
    def confirm(self, *, by, now):
        """They are one person: put them together. Raises Refusal where that can't be done; then nothing has changed."""
        account, known = self._lock_open()
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
        self._decide(self.State.CONFIRMED, by=by, now=now)

    @transaction.atomic
    def refuse(self, *, by, now):
        """They are two people who had the same login. It is not proposed again. Nobody says so of themselves."""
        if by is not None and by.pk == self.account_id:
            raise Refusal(_("Somebody else has to say that this is not you."))
        self._lock_open()
        self._decide(self.State.REFUSED, by=by, now=now)

    def _lock_open(self):
        """Returns (account, known), locked in order. Raises Refusal if this has been decided meanwhile."""
        people = Person.objects.select_for_update().filter(pk__in=[self.account_id, self.known_id]).order_by("pk")
        people = {person.pk: person for person in people}
        self.refresh_from_db(from_queryset=Join.objects.select_for_update())
        if not self.is_open:
            raise Refusal(_("This has been decided: %(state)s.") % {"state": self.get_state_display()})
        if self.known_id not in people:
            raise Refusal(_("%(known)s has been joined with somebody else.") % {"known": self.known_label})
        return people[self.account_id], people[self.known_id]

    def _decide(self, state, *, by, now):
        self.state, self.decided_by, self.decided_at = state, by, now
        self.save(update_fields=["state", "known", "decided_by", "decided_at"])
