"""What a rule says about a person, and what all rules together say. Plain values: nothing here reads the database."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

RULE_NAMES = {
    "not_an_organizer": _("Not an organizer"),
    "not_a_current_maintainer": _("Not a current maintainer"),
    "no_concurrent_program": _("No other program at the same time"),
    "not_a_mentor": _("Not a mentor at the same time"),
    "not_already_placed": _("No other place at the same time"),
    "not_barred": _("Free to take part"),
    "took_part_before": _("Earlier participations"),
    "contributions": _("Contributions to the community"),
    "active_for": _("Time in the community"),
    "adult": _("Age"),
}


class Outcome(TextChoices):
    PASS = "pass", _("passes")
    FAIL = "fail", _("stands in the way")
    NEEDS_A_PERSON = "needs_a_person", _("needs a person to look")


# How long somebody can put right what a rule found after they submitted or accepted: facts, GitHub, an appeal.
TIME_TO_RESPOND = timedelta(hours=72)

# What can be done, by rule and verdict; without a rule: by any other.
ADVICE = {
    ("", Outcome.FAIL): _(
        "If this goes by something wrong, you can appeal from your application, and show us how we can see it."
    ),
    ("", Outcome.NEEDS_A_PERSON): _("An organizer looks into it. You can apply all the same."),
    ("not_a_current_maintainer", Outcome.NEEDS_A_PERSON): _(
        "Sign in with GitHub, if you have not: then we can compare. Otherwise an organizer looks into it."
    ),
    ("no_concurrent_program", Outcome.FAIL): _(
        "Once the other place has ended, or was never yours, tell us: you can appeal and show us how we can see it."
    ),
    ("no_concurrent_program", Outcome.NEEDS_A_PERSON): _(
        "Answer the question about other programs in your application, and sign in with GitHub, if you have not."
    ),
    ("contributions", Outcome.FAIL): _(
        "List what else you did for the community: code, docs, design, helping others. Small things count."
    ),
    ("contributions", Outcome.NEEDS_A_PERSON): _(
        "List them in your application. A mentor or an organizer looks at what GitHub does not tell by itself."
    ),
    ("active_for", Outcome.FAIL): _(
        "If you did something earlier, list it, with its date. Otherwise the next cohort is a good time."
    ),
    ("active_for", Outcome.NEEDS_A_PERSON): _("List what you did first, with its date: somebody looks at it."),
    ("adult", Outcome.NEEDS_A_PERSON): _("Say in your application whether you are 18 or over when the program starts."),
}

_LOOKS = {
    Outcome.PASS: ("success", "icons/passed.html"),
    Outcome.FAIL: ("danger", "icons/failed.html"),
    Outcome.NEEDS_A_PERSON: ("warning", "icons/asked.html"),
}


@dataclass(frozen=True)
class Finding:
    """One rule's verdict, the reason in plain words, and the evidence it used.

    ``grounds`` name what a *fail* rests on, so that a corrected fact answers these and no others; not kept with it.
    """

    verdict: str
    reason: str
    evidence: str = ""
    rule: str = ""
    grounds: tuple[str, ...] = field(default=(), compare=False)

    @property
    def name(self):
        return RULE_NAMES.get(self.rule, capfirst(self.rule.replace("_", " ")))

    @property
    def advice(self):
        """What the person it is about can do. Empty where it passes."""
        return "" if self.passes else ADVICE.get((self.rule, self.verdict)) or ADVICE["", self.verdict]

    @property
    def word(self):
        return Outcome(self.verdict).label

    @property
    def tone(self):
        return _LOOKS[self.verdict][0]

    @property
    def icon(self):
        return _LOOKS[self.verdict][1]

    @property
    def passes(self):
        return self.verdict == Outcome.PASS

    @property
    def fails(self):
        return self.verdict == Outcome.FAIL

    @property
    def needs_a_person(self):
        return self.verdict == Outcome.NEEDS_A_PERSON

    def of(self, rule):
        return replace(self, rule=rule)

    def as_json(self):
        return {"rule": self.rule, "verdict": str(self.verdict), "reason": self.reason, "evidence": self.evidence}


def passed(reason, evidence=""):
    return Finding(Outcome.PASS, str(reason), str(evidence))


def fail(reason, evidence="", grounds=()):
    return Finding(Outcome.FAIL, str(reason), str(evidence), grounds=tuple(grounds))


def needs_a_person(reason, evidence=""):
    return Finding(Outcome.NEEDS_A_PERSON, str(reason), str(evidence))


@dataclass(frozen=True)
class Verdict:
    """All rules' findings, in the rules' order, as they were at ``checked_at``."""

    findings: tuple[Finding, ...]
    checked_at: datetime

    @classmethod
    def from_json(cls, rules, checked_at):
        """The verdict that ``as_json()["rules"]`` was made of."""
        return cls(tuple(Finding(**rule) for rule in rules), checked_at)

    def __getitem__(self, rule):
        """The finding of one rule, by its name in code. KeyError where there is none (templates ask for anything)."""
        return {finding.rule: finding for finding in self.findings}[rule]

    @property
    def eligible(self):
        """False where a rule fails, None where one needs a person, else True."""
        if self.failures:
            return False
        return None if self.unclear else True

    @property
    def outcomes(self):
        """``{rule: verdict}``."""
        return {finding.rule: finding.verdict for finding in self.findings}

    @property
    def failures(self):
        return [finding for finding in self.findings if finding.fails]

    @property
    def standing(self):
        """What does not pass, in the rules' order."""
        return [finding for finding in self.findings if not finding.passes]

    @property
    def passing(self):
        return [finding for finding in self.findings if finding.passes]

    @property
    def unclear(self):
        return [finding for finding in self.findings if finding.needs_a_person]

    @property
    def obstacles(self):
        """Why it is not eligible, in words; empty where it is."""
        return " ".join(finding.reason for finding in self.failures + self.unclear)

    def as_json(self):
        return {"eligible": self.eligible, "rules": [finding.as_json() for finding in self.findings]}
