from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal import lines
from amp_portal.line_fields import LineField

from .round import Form, Round


class QuestionQuerySet(models.QuerySet):
    def frozen(self):
        return self.exclude(frozen_at=None)

    def freeze(self, now):
        """Keep a round's questions as they are, for good. The caller holds the round; twice changes nothing."""
        if not self.frozen().exists():
            self.update(frozen_at=now)


class QuestionManager(models.Manager.from_queryset(QuestionQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        """With the question each condition is about: whoever reads a form asks it."""
        return super().get_queryset().select_related("only_if")


class Question(models.Model):
    """A question of a round's form: data, so that each cohort asks its own. Changed only until the window opens.

    Then the round's questions are frozen: triggers in the database (migration ``frozen_questions``) let none of them
    change or go away, and none be added, so that answers stay those to what was asked.

    An answer is kept as text; of a scale as a number from 1 to 5, of several choices as a list of texts. A conditional
    question is asked of those who answered an earlier one of the same form with ``only_if_answer``.
    """

    class Type(models.TextChoices):
        TEXT = "text", _("long text")
        LINE = "line", _("short text")
        LINK = "link", _("link")
        SCALE = "scale", _("scale from 1 to 5")
        CHOICE = "choice", _("one of several")
        MULTI = "multi", _("any of several")
        YES_NO = "yes_no", _("yes or no")
        PASS_FAIL = "pass_fail", _("pass or fail")

    class Audience(models.TextChoices):
        SHARED = "shared", _("shared with the other side after the release")
        ORGANIZERS = "organizers", _("read by organizers only")

    WITH_OPTIONS = (Type.CHOICE, Type.MULTI)

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    form = models.CharField(_("form"), max_length=20, choices=Form)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = LineField(_("question"), max_length=300)
    help_text = LineField(_("help"), max_length=300, blank=True)
    type = models.CharField(_("type"), max_length=10, choices=Type, default=Type.TEXT)
    options = models.TextField(
        _("choices"), blank=True, max_length=2000, help_text=_("For one or any of several: one per line.")
    )
    audience = models.CharField(_("who reads the answer"), max_length=10, choices=Audience, default=Audience.SHARED)
    required = models.BooleanField(_("required"), default=True)
    only_if = models.ForeignKey(
        "self",
        verbose_name=_("only if"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="follow_ups",
        help_text=_("An earlier question of the same form: this one is asked only after a certain answer to it."),
    )
    only_if_answer = LineField(
        _("was answered"), max_length=300, blank=True, help_text=_("As it stands there, e.g. No, or 2.")
    )
    means_contact = models.BooleanField(
        _("asks about contact"), default=False, help_text=_("A “no” tells organizers that the mentee was left alone.")
    )
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = QuestionManager()

    class Meta:
        ordering = ["form", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_is_yes_or_no", condition=models.Q(means_contact=False) | models.Q(type="yes_no")
            ),
            models.CheckConstraint(
                name="condition_is_whole",
                condition=Q(only_if=None, only_if_answer="") | (Q(only_if__isnull=False) & ~Q(only_if_answer="")),
                violation_error_message=_("A condition needs both: the earlier question and the answer to it."),
            ),
        ]

    def __str__(self):
        return self.text

    def clean(self):
        """The options of a choice. Conditions are about several questions: see ``conditions``."""
        if self.type in self.WITH_OPTIONS and len(self.option_list) < 2:
            raise ValidationError({"options": gettext("Give at least two choices, one per line.")})
        if len(set(self.option_list)) < len(self.option_list):
            raise ValidationError({"options": gettext("Each choice stands here once.")})

    @property
    def is_shared(self):
        return self.audience == self.Audience.SHARED

    @property
    def is_about_mentee(self):
        return self.form == Form.MENTOR_ON_MENTEE

    @property
    def is_text(self):
        return self.type == self.Type.TEXT

    @property
    def is_link(self):
        return self.type == self.Type.LINK

    @property
    def is_multi(self):
        return self.type == self.Type.MULTI

    @property
    def is_verdict(self):
        return self.type == self.Type.PASS_FAIL

    @property
    def option_list(self):
        return [option for option in map(lines.line, self.options.splitlines()) if option]

    @property
    def choices(self):
        """``[(value, label)]`` as kept in answers; empty where the answer is free."""
        if self.type in self.WITH_OPTIONS:
            return [(option, option) for option in self.option_list]
        if self.is_verdict and self.is_about_mentee:
            return [PASS, UNSURE, FAIL]
        return CHOICES.get(self.type, [])

    def in_words(self, value):
        """An answer as a reader sees it."""
        words = dict(self.choices)
        if isinstance(value, list):
            return get_text_list([str(words.get(one, one)) for one in value], gettext("and"))
        return str(words.get(value, value))

    def value_of(self, written):
        """The value of the answer that is written like this, as its value or as its label; None where there is none."""
        written = written.strip().casefold()
        return next((value for value, label in self.choices if written in (str(value).casefold(), _short(label))), None)

    def _awaited(self):
        """The value of the earlier answer that asks this question."""
        return self.only_if.value_of(self.only_if_answer)

    @property
    def condition(self):
        """``(pk of the earlier question, the value that asks this one)`` or None."""
        return (self.only_if_id, self._awaited()) if self.only_if_id else None

    def is_asked(self, answers):
        """Whether it is asked, given the other answers by question pk (a string)."""
        if not self.only_if_id:
            return True
        given, awaited = answers.get(str(self.only_if_id)), self._awaited()
        if given is None or awaited is None:
            return False
        return awaited in given if isinstance(given, list) else given == awaited


def _short(label):
    """A label as one would write it: of “4: well” just “well”."""
    return str(label).rpartition(": ")[2].casefold()


PASS = ("pass", _("Pass"))
UNSURE = ("unsure", _("I am not sure yet"))  # a mentor may say so; whoever judges a mentor decides
FAIL = ("fail", _("Do not pass"))
CHOICES = {
    Question.Type.SCALE: [
        (1, _("1: not at all")),
        (2, _("2: a little")),
        (3, _("3: partly")),
        (4, _("4: well")),
        (5, _("5: very well")),
    ],
    Question.Type.YES_NO: [("yes", _("Yes")), ("no", _("No"))],
    Question.Type.PASS_FAIL: [PASS, FAIL],
}
