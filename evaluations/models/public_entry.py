from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.line_fields import LineField
from amp_portal.refusals import Refusal
from cohorts.names import confirmed_name
from mentorship.models import Mentorship
from mentorship.states import State

from .certificate import Certificate


class PublicEntryQuerySet(models.QuerySet):
    def _showable(self, *states):
        """Of people with a public name and access to the portal."""
        named = self.annotate(public_name=confirmed_name("mentorship__cohort", "mentorship__mentee"))
        showable = named.exclude(public_name="")
        return showable.filter(mentorship__state__in=states, mentorship__mentee__suspended_at=None)

    def introduced(self):
        """Who may be named when a cohort is presented; nobody who left."""
        return self._showable(State.ACTIVE, State.COMPLETED).filter(in_announcement=True)

    def _certified(self):
        valid = Certificate.objects.valid().filter(mentorship=OuterRef("mentorship"))
        return self._showable(State.COMPLETED).filter(Exists(valid))

    def alumni(self):
        return self._certified().filter(on_alumni_page=True)

    def graduates(self):
        """Who may be named when a cohort is over."""
        return self._certified().filter(in_graduates_post=True)

    def with_all(self):
        """Everything else a card shows, certificates as ``mentorship.valid_certificates``."""
        valid = models.Prefetch("mentorship__certificates", Certificate.objects.valid(), to_attr="valid_certificates")
        people = self.select_related("mentorship__mentee", "mentorship__project__cohort", "mentorship__cohort")
        return people.prefetch_related(valid)

    def by_name(self):
        return self.order_by("-mentorship__ends_at", "public_name", "pk")


class PublicEntry(models.Model):
    """What a mentee lets the world know of a mentorship, and where. Nothing of it is so without being chosen."""

    mentorship = models.OneToOneField(Mentorship, on_delete=models.CASCADE, related_name="public_entry")
    in_announcement = models.BooleanField(gettext_lazy("in the post that presents the cohort"), default=False)
    in_graduates_post = models.BooleanField(gettext_lazy("in the post about the graduates"), default=False)
    on_alumni_page = models.BooleanField(gettext_lazy("on the alumni page"), default=False)
    shows_cohort = models.BooleanField(gettext_lazy("the cohort"), default=False)
    shows_project = models.BooleanField(gettext_lazy("the project"), default=False)
    shows_github = models.BooleanField(gettext_lazy("my GitHub profile"), default=False)
    shows_certificate = models.BooleanField(gettext_lazy("a link to my certificate"), default=False)
    website = models.URLField(gettext_lazy("a page of mine"), blank=True)
    about = LineField(gettext_lazy("a sentence about me"), max_length=280, blank=True)
    changed_at = models.DateTimeField()

    objects = PublicEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "public entries"

    def __str__(self):
        return f"public entry {self.pk}"

    @property
    def is_shown_somewhere(self):
        return self.in_announcement or self.in_graduates_post or self.on_alumni_page

    @classmethod
    @transaction.atomic
    def choose(cls, mentorship, *, by, now, **choices):
        """The mentee's choice, from now on; by name of the field. Raises Refusal."""
        held = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
        if by.pk != held.mentee_id:
            raise Refusal(_("Only the mentee can choose this."))
        return cls.objects.update_or_create(mentorship=held, defaults=choices | {"changed_at": now})[0]
