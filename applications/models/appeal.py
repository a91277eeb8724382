from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from cohorts.models import Cohort

from .. import eligibility, notices
from ..querysets import AppealQuerySet
from ..states import State
from ..verdicts import RULE_NAMES
from .application import Application
from .applied import require_open
from .contribution import ContributionMove
from .fact import Fact

ABOUT_CONTRIBUTIONS = ("contributions", "active_for")
ALREADY_OPEN = gettext_lazy("Your appeal about this rule is open already; you will hear from us.")


class Appeal(models.Model):
    """An applicant says that a rule's verdict goes by something wrong, with evidence. At most one open per rule.

    An organizer who has had no say on that rule answers, else the cohort's arbiter, by a corrected fact with its
    source: a rule is never waived. While it is open a *fail* can be submitted, and the clock of an offer stands still.
    """

    class Answer(models.TextChoices):
        OPEN = "", gettext_lazy("open")
        UPHELD = "upheld", gettext_lazy("upheld")
        REJECTED = "rejected", gettext_lazy("not upheld")

    TONES = {Answer.UPHELD: "success", Answer.REJECTED: "neutral"}

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="appeals")
    rule = models.CharField(gettext_lazy("rule"), max_length=40)
    verdict = models.CharField(max_length=20)  # what it is against: fail or needs_a_person
    reason = models.TextField()  # as the rule gave it
    evidence = models.TextField(blank=True)
    grounds = models.JSONField(default=list)
    words = models.TextField(gettext_lazy("what is wrong, and how we can see it"))
    links = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, blank=True)
    answer_words = models.TextField(gettext_lazy("your words to the applicant"), blank=True)
    fact = models.OneToOneField(Fact, null=True, blank=True, on_delete=models.PROTECT, related_name="appeal")
    decided_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "rule"], condition=Q(decided_at=None), name="one_open_appeal_per_rule"
            ),
            models.CheckConstraint(
                name="appeal_decided_as_a_whole",
                condition=Q(decided_at=None, answer="", fact=None)
                | Q(decided_at__isnull=False, answer__in=["upheld", "rejected"], fact__isnull=False),
            ),
        ]

    def __str__(self):
        return f"appeal {self.pk}"

    def get_absolute_url(self):
        return reverse("applications:appeal", args=[self.application.cohort.slug, self.pk])

    @property
    def is_open(self):
        return self.decided_at is None

    @property
    def is_upheld(self):
        return self.answer == self.Answer.UPHELD

    @property
    def tone(self):
        return self.TONES.get(self.answer, "warning")

    @property
    def rule_name(self):
        return RULE_NAMES[self.rule]

    @classmethod
    @transaction.atomic
    def file(cls, application, rule, words, links, *, by, now):
        """The applicant appeals against what a rule says now. Raises Refusal where it passes, or one is open."""
        cohort = application.lock_everybody()
        if by != application.person:
            raise Refusal(_("Only the applicant can appeal."))
        _require_pending(application, cohort, now)
        finding = eligibility.verdict_on(application.person, cohort, now, version=application.text_to_judge(now))[rule]
        if finding.passes:
            raise Refusal(_("This rule passes by now: there is nothing to appeal against."))
        if application.appeals.open().filter(rule=rule).exists():
            raise Refusal(ALREADY_OPEN)
        appeal = application.appeals.create(
            rule=rule,
            verdict=finding.verdict,
            reason=finding.reason,
            evidence=finding.evidence,
            grounds=list(finding.grounds),
            words=words.strip(),
            links=links,
            opened_at=now,
        )
        eligibility.check_again(application.person, cohort, "appeal", now)
        application.stop_clock(now)
        notices.queue_appealed(appeal, now)
        return appeal

    @transaction.atomic
    def decide(self, upheld, source, words, *, by, now):
        """Record the corrected fact (or that it stands), answer in words, and let the clock of an offer go on."""
        cohort = self.application.lock_everybody()
        self.refresh_from_db(from_queryset=Appeal.objects.select_for_update())
        if not self.is_open:
            raise Refusal(_("Somebody has decided this appeal meanwhile: it was %(answer)s.") % self._words())
        if why_not := self.why_not(by):
            raise Refusal(why_not)
        if not source.strip() or not words.strip():
            raise Refusal(_("Say how we know, and answer the applicant in your own words."))
        self.fact = eligibility.record(
            self.application.person,
            cohort,
            self.rule,
            asked=self.reason,
            grounds=self.grounds,
            applies=not upheld,
            source=source,
            by=by,
            now=now,
        )
        if upheld and self._still_fails(cohort, now):
            raise Refusal(
                _(
                    "The portal's own records still say so. "
                    "Change them first (the role, the place, the bar), then decide."
                )
            )
        self.answer = self.Answer.UPHELD if upheld else self.Answer.REJECTED
        self.answer_words, self.decided_by, self.decided_at = words.strip(), by, now
        self.save(update_fields=["fact", "answer", "answer_words", "decided_by", "decided_at"])
        self.application.let_clock_go_on(now)
        notices.appeal_decided(self).queue(now)

    def _still_fails(self, cohort, now):
        application = self.application
        version = application.text_to_judge(now)
        return eligibility.verdict_on(application.person, cohort, now, version=version)[self.rule].fails

    def _words(self):
        return {"answer": self.get_answer_display()}

    # Who answers ----------------------------------------------------------------------

    def why_not(self, person):
        """Why this person can't decide it, in words; "" where they can."""
        application = self.application
        if person == application.person:
            return _("Nobody decides their own appeal.")
        free = self.deciders()
        if person in free:
            return ""
        if not eligibility.organizes(person, application.cohort):
            return _("Organizers of this cohort, or its arbiter, decide appeals.")
        if free:
            return _("You had a say on this rule before, so somebody else answers: %(names)s.") % {
                "names": ", ".join(map(str, free))
            }
        return _("Everybody had a say on this rule before. Name an arbiter in the settings of the cohort.")

    def deciders(self):
        """Organizers who had no say on this rule about this person; if there are none, the arbiter."""
        application = self.application
        cohort = application.cohort
        organizers = [row.person for row in cohort.organizers.current().select_related("person")]
        biased = self._had_a_say()
        free = [person for person in organizers if person.pk not in biased and person != application.person]
        return free or [person for person in [cohort.arbiter] if person and person != application.person]

    def _had_a_say(self):
        """Ids of who recorded a fact on this rule about the person; for contributions also who decided one."""
        application = self.application
        about = {"person": application.person_id, "cohort": application.cohort_id}
        had = set(Fact.objects.filter(rule=self.rule, **about).values_list("recorded_by", flat=True))
        if self.rule in ABOUT_CONTRIBUTIONS:
            moves = ContributionMove.objects.filter(of__person=about["person"], of__cohort=about["cohort"])
            had |= set(moves.exclude(by=None).values_list("by", flat=True))
        return had


def _require_pending(application, cohort: Cohort, now):
    """An appeal makes sense while the application may still be submitted, or is on its way."""
    if application.state == State.DRAFT:
        require_open(cohort, now)
    elif not application.is_live:
        raise Refusal(_("Your application has ended, so there is nothing left to appeal for."))
