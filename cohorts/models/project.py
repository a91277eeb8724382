from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineField
from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from .. import handover, notices, places
from ..licences import OSI_APPROVED
from ..proposal import Difficulty, Kind
from ..querysets import ProjectQuerySet
from .cohort import Cohort
from .participation import Participation
from .project_parts import Skill
from .proposed import Proposed


class Project(Proposed):
    """An idea proposed by a mentor, approved by organizers, published on the idea list (docs/program.md, Projects).

    How it is proposed, reviewed and edited is in Proposed; here is what it holds, who mentors it and its places.
    """

    Kind = Kind
    Difficulty = Difficulty

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="projects")
    title = LineField(_("title"), max_length=200)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CODE)
    summary = models.TextField(_("summary"), blank=True, help_text=_("What is it about, and for whom? Markdown works."))
    goals = models.TextField(_("goals"), blank=True, help_text=_("Measurable: how will we see that it worked?"))
    skills = models.ManyToManyField(Skill, blank=True, related_name="projects", verbose_name=_("skills"))
    difficulty = models.CharField(_("difficulty"), max_length=20, choices=Difficulty, default=Difficulty.MEDIUM)
    hours = models.PositiveSmallIntegerField(_("hours in all"), default=360)
    repository = models.CharField(_("repository"), max_length=200, blank=True)
    licence = LineField(
        _("licence"), max_length=50, blank=True, choices=OSI_APPROVED, help_text=_("Of the work done in the project.")
    )
    setup = models.TextField(_("set-up resources for the mentee"), blank=True)
    onboarding = models.TextField(_("onboarding checklist"), blank=True, help_text=_("One item per line."))
    sponsored_slots = models.PositiveSmallIntegerField(
        _("sponsored slots"), default=1, validators=[MaxValueValidator(20)]
    )
    volunteer_slots = models.PositiveSmallIntegerField(
        _("volunteer places"), default=0, validators=[MaxValueValidator(20)]
    )
    # Accepted places: moved by hold_place and free_place, under the row's lock.
    sponsored_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    volunteer_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    proposed_by = models.ForeignKey(
        "users.Person", null=True, on_delete=models.PROTECT, related_name="proposed_projects"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "slug"], name="one_project_per_slug"),
            models.CheckConstraint(
                name="sponsored_within_slots", condition=Q(sponsored_taken__lte=F("sponsored_slots"))
            ),
            models.CheckConstraint(
                name="volunteers_within_slots", condition=Q(volunteer_taken__lte=F("volunteer_slots"))
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("cohorts:project", args=[self.cohort.slug, self.slug])

    # What it is -----------------------------------------------------------------------------

    def get_edit_url(self):
        return reverse("cohorts:project-edit", args=[self.cohort.slug, self.slug])

    @property
    def sponsored_left(self):
        return self.sponsored_slots - self.sponsored_taken

    @property
    def volunteer_left(self):
        return self.volunteer_slots - self.volunteer_taken

    def slots(self, track):
        """Places of a track ("sponsored" or "volunteer"), taken or not."""
        return getattr(self, f"{track}_slots")

    def lead_mentors(self):
        return self.mentors.leading().select_related("person")

    # Mentors --------------------------------------------------------------------------------

    @transaction.atomic
    def add_mentor(self, person, *, now, is_lead=False, by=None):
        """Make an approved mentor of the cohort a mentor of the project, or change whether they lead it.

        They are told, and so are its mentees; ``by`` needs no letter about what they have just done.
        """
        self._lock()
        if not self.cohort.participations.filter(person=person, is_mentor=True).exists():
            raise Refusal(gettext("%(person)s is not a mentor of this cohort.") % {"person": person})
        if not is_lead:
            self._check_other_lead(person)
        self._begin(person, now=now, is_lead=is_lead, by=by)

    @transaction.atomic
    def end_mentor(self, person, *, now, by=None, reason=""):
        """The person stops mentoring this project and loses access now; the row stays. A last lead hands over first.

        Everyone concerned is told: the person, who goes on with the project, the organizers; but not ``by``.
        """
        self._lock()
        self._check_other_lead(person)
        role = self.mentors.current().filter(person=person).select_related("person").first()
        if role:
            self._end(role, now=now, by=by, reason=reason)

    @transaction.atomic
    def replace_mentor(self, leaving, following, *, reason, words="", by, now):
        """An organizer has somebody follow a current mentor (a ProjectMentor), as lead where they led.

        The former mentor loses access now and gets ``words``; the row stays, with the reason for the organizers. What
        is open passes on (see ``handover``). Everyone concerned is told. Raises Refusal; then nothing has changed.
        """
        self._lock()
        role = self.mentors.current().filter(pk=leaving.pk).select_related("person").first()
        if role is None:
            raise Refusal(gettext("%(person)s does not mentor this project any more.") % {"person": leaving.person})
        if following == role.person:
            raise Refusal(gettext("Somebody else has to follow."))
        if not self.cohort.participations.filter(person=following, is_mentor=True).exists():
            raise Refusal(gettext("%(person)s is not a mentor of this cohort.") % {"person": following})
        leads = role.is_lead or self.mentors.leading().filter(person=following).exists()
        self._begin(following, now=now, is_lead=leads, by=by, follows=role.person)
        self._end(role, now=now, by=by, reason=reason, words=words)

    def hold_mentor(self, person):
        """The person's current role, locked until the transaction ends; None for who does not mentor it now.

        Whoever acts as a mentor holds it: a replacement waits for them, or they for it, and then find that it is over.
        """
        return self.mentors.current().select_for_update().filter(person=person).first()

    def leads_alone(self, person):
        leads = self.mentors.leading()
        return leads.filter(person=person).exists() and not leads.exclude(person=person).exists()

    def _begin(self, person, *, now, is_lead=False, by=None, follows=None):
        role = self.mentors.current().filter(person=person).first()
        if role and role.is_lead == is_lead:
            return
        role, is_new = self.mentors.update_or_create(
            person=person, until=None, defaults={"is_lead": is_lead}, create_defaults={"is_lead": is_lead, "since": now}
        )
        if is_new:
            handover.follow.run(self, now)
        concerned = self._mentees() if is_new else []
        self._tell(
            [notices.named_mentor(role, follows), *(notices.mentors_changed(role, each) for each in concerned)],
            now,
            by=by,
        )

    def _end(self, role, *, now, by=None, reason="", words=""):
        role.until, role.ended_by, role.end_reason = now, by, reason
        role.save(update_fields=["until", "ended_by", "end_reason"])
        handover.follow.run(self, now)
        concerned = self.told_of(role)
        self._tell(
            [notices.mentor_ended(role, words), *(notices.mentors_changed(role, each) for each in concerned)],
            now,
            by=by,
        )

    def told_of(self, role):
        """Who hears when a mentor leaves: the mentees, the other mentors and the organizers."""
        organizers = self.cohort.organizers.current().select_related("person")
        others = self.mentors.current().exclude(pk=role.pk).select_related("person")
        people = {row.person for row in (*others, *organizers)} | set(self._mentees())
        return sorted(people - {role.person}, key=lambda person: person.pk)

    def _mentees(self):
        """Who has a place on the project now."""
        return Person.objects.filter(
            participations__project=self, participations__outcome=Participation.Outcome.ACTIVE
        ).order_by("pk")

    @staticmethod
    def _tell(drafts, now, *, by):
        queue_all([draft for draft in drafts if draft.to != by], now)

    def _check_other_lead(self, person):
        if self.leads_alone(person):
            raise Refusal(
                gettext("%(person)s is the only lead mentor of “%(project)s”. Name another lead or withdraw it first.")
                % {"person": person, "project": self.title}
            )

    # Places ---------------------------------------------------------------------------------

    @transaction.atomic
    def hold_place(self, track, *, now):
        """A mentee accepted a place of ``track`` ("sponsored" or "volunteer"). Raises a Refusal when all are taken."""
        self._lock()
        if not self.is_published or self.cohort.is_over(now):
            raise Refusal(gettext("“%(project)s” is not on offer any more.") % {"project": self.title})
        if getattr(self, f"{track}_taken") >= self.slots(track):
            raise Refusal(gettext("All places of “%(project)s” are taken.") % {"project": self.title})
        self._move_taken(track, +1)

    @transaction.atomic
    def free_place(self, track, *, now):
        """A place of ``track`` is open again."""
        self._lock()
        if getattr(self, f"{track}_taken") == 0:
            raise Refusal(gettext("No place of “%(project)s” is taken.") % {"project": self.title})
        self._move_taken(track, -1)
        places.changed(self, now)

    @transaction.atomic
    def change_places(self, track, number, *, by, now):
        """Organizers give a track another number of places, not fewer than are taken. The mentors are told."""
        self._lock()
        if not self.is_published or self.cohort.is_over(now):
            raise Refusal(gettext("“%(project)s” is not on offer any more.") % {"project": self.title})
        if track == "sponsored" and self.cohort.mode == Cohort.Mode.VOLUNTEER:
            raise Refusal(gettext("This cohort has no stipends. Offer volunteer places instead."))
        taken, before = getattr(self, f"{track}_taken"), self.slots(track)
        if number < taken:
            raise Refusal(gettext("%(taken)d places are taken, so there can't be fewer.") % {"taken": taken})
        if number == before:
            return
        setattr(self, f"{track}_slots", number)
        self.save(update_fields=[f"{track}_slots"])
        mentors = self.mentors.current().select_related("person")
        self._tell([notices.places_changed(self, mentor.person, now) for mentor in mentors], now, by=by)
        places.changed(self, now, may_be_fewer=True)

    def _move_taken(self, track, step):
        name = f"{track}_taken"
        setattr(self, name, getattr(self, name) + step)
        self.save(update_fields=[name])
