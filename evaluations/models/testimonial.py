from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.line_fields import LineField
from amp_portal.refusals import Refusal
from cohorts.models import Cohort, ProjectMentor
from cohorts.names import confirmed_name
from mentorship.models import Mentorship
from mentorship.states import State

PLACES = ("on_front_page", "on_alumni_page", "in_posts")


def cohorts_to_speak_of(person):
    """Those a person completed, or in which they mentor a project somebody completed."""
    completed = Mentorship.objects.filter(cohort=OuterRef("pk"), mentee=person, state=State.COMPLETED)
    mentoring = ProjectMentor.objects.filter(
        project__cohort=OuterRef("pk"), person=person, until=None, project__mentorships__state=State.COMPLETED
    )
    return Cohort.objects.filter(Exists(completed) | Exists(mentoring))


class TestimonialQuerySet(models.QuerySet):
    def consented(self):
        """To be shown somewhere, all that anybody but its author ever reads; with the ``public_name`` of its author."""
        consented = self.exclude(consented_at=None).filter(author__suspended_at=None)
        return consented.annotate(public_name=confirmed_name("cohort", "author"))

    def featured(self):
        return self.consented().filter(on_front_page=True, featured_at__isnull=False)


class Testimonial(models.Model):
    """What somebody who took part says about it, in their words, where they agree to it being shown.

    Without a place it is its author's alone. Withdrawn, it is nowhere from that moment. On the front page stands what
    organizers chose among what may; changed words are chosen anew.
    """

    author = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="testimonials")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="testimonials")
    role = LineField(gettext_lazy("your part"), max_length=100)
    words = models.TextField(gettext_lazy("your words"), max_length=600)
    on_front_page = models.BooleanField(gettext_lazy("on the front page of the portal"), default=False)
    on_alumni_page = models.BooleanField(gettext_lazy("beside me on the alumni page"), default=False)
    in_posts = models.BooleanField(gettext_lazy("in the community’s posts about the cohort"), default=False)
    saved_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    featured_at = models.DateTimeField(null=True)
    featured_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")

    objects = TestimonialQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "cohort"], name="one_testimonial_per_cohort"),
            models.CheckConstraint(
                name="testimonial_shown_with_consent",
                condition=Q(consented_at__isnull=False)
                | Q(on_front_page=False, on_alumni_page=False, in_posts=False, featured_at=None),
            ),
        ]

    def __str__(self):
        return f"testimonial {self.pk}"

    @property
    def is_shown_somewhere(self):
        return self.consented_at is not None

    @property
    def is_featured(self):
        return self.featured_at is not None

    @classmethod
    @transaction.atomic
    def say(cls, cohort, *, by, now, role, words, **places):
        """Keep the words and where they may be shown: each of PLACES. Raises Refusal for who did not take part."""
        Cohort.objects.lock(cohort.pk)
        if not cohorts_to_speak_of(by).filter(pk=cohort.pk).exists():
            raise Refusal(_("This is for people who took part to the end."))
        said = cls.objects.filter(author=by, cohort=cohort).first() or cls(author=by, cohort=cohort)
        is_same = (said.role, said.words) == (role, words)
        said.role, said.words, said.saved_at = role, words, now
        for place in PLACES:
            setattr(said, place, bool(places.get(place)))
        agrees = any(getattr(said, place) for place in PLACES)
        said.consented_at = (said.consented_at or now) if agrees else None
        said.withdrawn_at = None
        if not (is_same and said.on_front_page):
            said.featured_at = said.featured_by = None
        said.save()
        return said

    @transaction.atomic
    def withdraw(self, *, by, now):
        """Its author takes it off everywhere, at once. The words stay theirs."""
        held = Testimonial.objects.select_for_update().get(pk=self.pk)
        if by.pk != held.author_id:
            raise Refusal(_("Only the person who said it can take it back."))
        Testimonial.objects.filter(pk=held.pk).update(
            **dict.fromkeys(PLACES, False), consented_at=None, withdrawn_at=now, featured_at=None, featured_by=None
        )

    @transaction.atomic
    def feature(self, *, by, now):
        """An organizer puts it on the front page, where its author agreed to that."""
        held = Testimonial.objects.select_for_update().get(pk=self.pk)
        if not (held.consented_at and held.on_front_page):
            raise Refusal(_("Its author does not agree to the front page (any more)."))
        held.featured_at, held.featured_by = now, by
        held.save(update_fields=["featured_at", "featured_by"])

    def unfeature(self):
        """An organizer takes it off the front page; its author's consent stands."""
        Testimonial.objects.filter(pk=self.pk).update(featured_at=None, featured_by=None)
