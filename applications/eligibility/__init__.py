"""Who can take part (PROGRAM.md, Eligibility): facts are gathered, pure rules judge them, and checks are kept.

verdict = verdict_on(person, cohort, now)            # or judge(facts_of(person, cohort, declaration=…, now=now))
verdict.eligible                                     # True, False, or None where a person is needed
kept = check(application, "offer", now)              # an EligibilityCheck; kept.verdict
resolve(person, cohort, rule, applies=…, source=…, by=organizer, now=now)
"""

from ..verdicts import Finding, Outcome, Verdict
from .gather import facts_of, facts_of_account
from .recording import check, open_questions, published_verdict, resolve, verdict_on
from .rules import RULES, judge

__all__ = [
    "RULES",
    "Finding",
    "Outcome",
    "Verdict",
    "check",
    "facts_of",
    "facts_of_account",
    "judge",
    "open_questions",
    "published_verdict",
    "resolve",
    "verdict_on",
]
