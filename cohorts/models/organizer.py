import secrets
from datetime import timedelta

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import AddressField, LineField
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from .. import notices
from ..querysets import InvitationQuerySet, OrganizerQuerySet
from .cohort import Cohort
from .mentor import MentorApplication


class Organizer(models.Model):
    """Who runs a cohort. At least one lead, named with a way to reach them.

    Rows are kept when somebody steps back (``until``). Given and ended by ``sides.give_organizer``, ``end_organizer``.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="organizers")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="organizing")
    is_lead = models.BooleanField(_("lead organizer"), default=False)
    contact = LineField(
        _("how to reach them"),
        max_length=200,
        blank=True,
        help_text=_("An e-mail address, a link or a Slack name. Leads' are shown on the cohort's pages."),
    )
    since = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OrganizerQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=models.Q(until=None), name="one_organizer_row_per_person"
            )
        ]

    def __str__(self):
        return f"organizer {self.pk}"


class Invitation(models.Model):
    """An organizer's invitation by e-mail to organize or to mentor. Accepted once.

    It is for the address it was sent to. Whoever opens the link with another account asks first: see InvitationClaim.
    """

    VALID_FOR = timedelta(days=30)

    class Role(models.TextChoices):
        ORGANIZER = "organizer", _("organizer")
        MENTOR = "mentor", _("mentor")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    email = AddressField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.ORGANIZER)
    is_lead = models.BooleanField(_("as lead organizer"), default=False)
    token = models.CharField(max_length=64, unique=True, editable=False, default=secrets.token_urlsafe)
    invited_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "cohort",
                models.functions.Lower("email"),
                "role",
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            ),
            models.CheckConstraint(
                name="only_organizers_lead", condition=models.Q(is_lead=False) | models.Q(role="organizer")
            ),
        ]

    def __str__(self):
        return f"{self.email} ({self.role})"

    @property
    def secret_path(self):
        """For the letter alone: whoever has it accepts. Not ``get_absolute_url``, which any page or log may show."""
        return reverse("cohorts:invitation", args=[self.token])

    @property
    def hint(self):
        """The address, as much of it as its owner recognizes and nobody else learns."""
        name, _at, place = self.email.partition("@")
        return f"{name[:1]}…@{place[:1]}…"

    @property
    def is_to_mentor(self):
        return self.role == self.Role.MENTOR

    @property
    def expires_at(self):
        return self.invited_at + self.VALID_FOR

    def is_open(self, now):
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at

    @classmethod
    @transaction.atomic
    def invite(cls, cohort, email, role, *, by, now, is_lead=False):
        """Write to an address with a secret link. ``by``: who gives the role, see ``sides.may_give``.

        Raises Refusal: they may not, one is open already, or the cohort is over.
        """
        from .. import sides  # sides needs the models

        cohort = Cohort.objects.lock(cohort.pk)
        sides.check_may_give(cohort, by, lead=is_lead)
        if cohort.is_over(now):
            raise Refusal(gettext("%(cohort)s is over.") % {"cohort": cohort})
        pending = cohort.invitations.pending().filter(email__iexact=email, role=role)
        pending.filter(invited_at__lte=now - cls.VALID_FOR).update(revoked_at=now)
        if pending.exists():
            raise Refusal(
                gettext("%(email)s has an open invitation. Take it back first to send a new one.") % {"email": email}
            )
        invited = Person.objects.with_address(email)
        if role == cls.Role.ORGANIZER and cohort.organizers.current().filter(person__in=invited):
            raise Refusal(gettext("%(email)s is an organizer of this cohort already.") % {"email": email})
        invitation = cls.objects.create(
            cohort=cohort,
            email=email,
            role=role,
            is_lead=is_lead and role == cls.Role.ORGANIZER,
            invited_by=by,
            invited_at=now,
        )
        notices.invited(invitation).queue(now)
        return invitation

    def why_ask(self, person):
        """Why somebody has to agree before the person can accept, or an empty text where they can right away."""
        from .. import sides  # sides needs the models

        if not sides.may_give(self.cohort, self.invited_by, lead=self.is_lead):
            return gettext(
                "Whoever sent this invitation can’t give this role any more, so a lead organizer has to agree."
            )
        if not Person.objects.with_address(self.email).filter(pk=person.pk).exists():
            return gettext("This invitation was sent to another address than the confirmed ones of your account.")
        return ""

    @transaction.atomic
    def accept(self, person, *, now, contact="", approved_by=None):
        """Give the role to the person. Works once, while open; refused with the reason where the sides forbid it.

        ``approved_by``: who agreed, where ``why_ask`` says that somebody has to.
        """
        from .. import sides  # sides needs the models

        person = sides.lock(person)
        self.lock_open(now)
        if approved_by is None and (reason := self.why_ask(person)):
            raise Refusal(reason)
        giver = approved_by or self.invited_by
        sides.check_may_give(self.cohort, giver, lead=self.is_lead)
        if self.is_to_mentor:
            MentorApplication.accept_invitation(self.cohort, person, now=now)
        else:
            role = self.cohort.organizers.current().filter(person=person).first()
            sides.give_organizer(
                self.cohort,
                person,
                now=now,
                by=giver,
                is_lead=self.is_lead or (role is not None and role.is_lead),
                contact=contact or (role.contact if role else ""),
            )
        self.accepted_at, self.accepted_by = now, person
        self.save(update_fields=["accepted_at", "accepted_by"])

    @transaction.atomic
    def revoke(self, *, now):
        """Take the invitation back: its link works no longer, and a letter that has not gone yet stays."""
        self.lock_open(now)
        self.revoked_at = now
        self.save(update_fields=["revoked_at"])

    def lock_open(self, now):
        """Take the row for this transaction. Raises Refusal where it can't be accepted any more."""
        self.refresh_from_db(from_queryset=Invitation.objects.select_for_update())
        if not self.is_open(now):
            raise Refusal(self.explain_closed())

    def explain_closed(self):
        if self.accepted_at:
            return gettext("This invitation has been accepted already. Each one works once.")
        if self.revoked_at:
            return gettext("This invitation has been taken back.")
        return gettext("This invitation has expired. Ask the organizers for a new one.")
