"""Who can take part (docs/program.md, Eligibility): facts are gathered, pure rules judge them, and checks are kept.

verdict = verdict_on(person, cohort, now)            # or judge(facts_of(person, cohort, said=Said(…), now=now))
verdict.eligible                                     # True, False, or None where a person is needed
kept = check(application, "offer", now)              # an EligibilityCheck; kept.verdict
resolve(person, cohort, rule, applies=…, source=…, by=organizer, now=now)
"""

from ..verdicts import Finding, Outcome, Verdict
from .facts import Said
from .gather import facts_of, facts_of_account
from .judging import judge, questions
from .recording import (
    check,
    check_again,
    facts_on,
    keep,
    known_failures,
    last_verdict,
    organizes,
    published_verdict,
    record,
    resolve,
    roles_in_the_way,
    verdict_on,
)
from .rules import RULES, RULES_VERSION

__all__ = [
    "RULES",
    "RULES_VERSION",
    "Finding",
    "Outcome",
    "Said",
    "Verdict",
    "check",
    "check_again",
    "facts_of",
    "facts_of_account",
    "facts_on",
    "judge",
    "keep",
    "known_failures",
    "last_verdict",
    "organizes",
    "published_verdict",
    "questions",
    "record",
    "resolve",
    "roles_in_the_way",
    "verdict_on",
]
