from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.line_fields import LineField
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from .. import notices
from ..querysets import InvitationClaimQuerySet
from .organizer import Invitation


class InvitationClaim(models.Model):
    """Somebody asks to accept an invitation that nobody sent to their account. The inviter or a lead answers, once.

    Until then the invitation stays open for the address it was sent to.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="invitation_claims")
    contact = LineField(max_length=200, blank=True)  # as the organizer they would become
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_approved = models.BooleanField(default=False)

    objects = InvitationClaimQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("request to accept an invitation")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "person"], name="one_claim_per_person"),
            models.CheckConstraint(
                name="approved_claim_was_decided",
                condition=models.Q(is_approved=False) | models.Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"claim {self.pk}"

    @property
    def is_open(self):
        return self.decided_at is None

    @classmethod
    @transaction.atomic
    def ask(cls, invitation, person, *, now, contact=""):
        """Ask whoever may give the role. Raises Refusal where the person asked before, or the invitation is closed."""
        invitation.lock_open(now)
        claim, is_new = cls.objects.get_or_create(
            invitation=invitation, person=person, defaults={"contact": contact, "asked_at": now}
        )
        if not is_new:
            raise Refusal(_("You asked about this invitation before."))
        notices.invitation_claimed(claim, now)
        return claim

    def who_answers(self):
        """The inviter, where they may give the role; else the cohort's leads; where there is none, the superusers."""
        from .. import sides  # sides needs the models

        cohort, inviter = self.invitation.cohort, self.invitation.invited_by
        if inviter and inviter != self.person and sides.may_give(cohort, inviter, lead=self.invitation.is_lead):
            return [inviter]
        leads = Person.objects.filter(organizing__in=cohort.organizers.leading()).exclude(pk=self.person_id)
        return list(leads) or list(Person.objects.filter(user__is_superuser=True, user__is_active=True))

    def check_answered_by(self, by):
        """Raises a Refusal unless ``by`` answers: the inviter, a lead, a superuser, and never about themselves."""
        from .. import sides  # sides needs the models

        invitation = self.invitation
        if by == self.person:
            raise Refusal(_("Somebody else has to answer: this is your own request."))
        is_theirs = by == invitation.invited_by and not invitation.is_lead
        sides.check_may_give(invitation.cohort, by, lead=not is_theirs)

    @transaction.atomic
    def approve(self, *, by, now):
        """The person accepts after all, with everything that can speak against it."""
        self._decide(by=by, now=now, is_approved=True)
        self.invitation.accept(self.person, now=now, contact=self.contact, approved_by=by)
        notices.claim_approved(self).queue(now)

    @transaction.atomic
    def decline(self, *, by, now):
        """Not with this account. The link goes on working for the address the invitation was sent to."""
        self._decide(by=by, now=now, is_approved=False)
        notices.claim_declined(self).queue(now)

    def _decide(self, *, by, now, is_approved):
        from .. import sides  # sides needs the models

        sides.lock(self.person)
        self.invitation.lock_open(now)
        self.refresh_from_db(from_queryset=InvitationClaim.objects.select_for_update())
        self.check_answered_by(by)
        if not self.is_open:
            raise Refusal(_("This has been answered already."))
        self.decided_at, self.decided_by, self.is_approved = now, by, is_approved
        self.save(update_fields=["decided_at", "decided_by", "is_approved"])
