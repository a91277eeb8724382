"""Who gets which part of a project's stipends. Pure; amounts are minor units.

One pot per project and role. Everybody who has earned a part, or still may, counts as one of equals: a part grows when
somebody drops out, and never shrinks, so what has been paid stays right. Where nobody is left the pot stays untouched.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Role(TextChoices):
    MENTEE = "mentee", gettext_lazy("mentee")
    MENTOR = "mentor", gettext_lazy("mentor")


class Outcome(TextChoices):
    """What an organizer may decide about one person's part."""

    SHARE = "share", gettext_lazy("an equal part")
    AMOUNT = "amount", gettext_lazy("a fixed amount")
    NOTHING = "nothing", gettext_lazy("no part")


class Standing(Enum):
    RUNNING = "may still earn a part"
    UNDECIDED = "an organizer has to say"
    EARNED = "has earned a part"
    OUT = "gets no part"


@dataclass(frozen=True)
class Claim:
    """What one person has of one pot, before amounts. ``fixed`` is an organizer's amount, or None for an equal part."""

    person: int
    role: str
    standing: Standing
    why: str
    fixed: int | None = None


@dataclass(frozen=True)
class Decided:
    """An organizer's decision, see Outcome; ``amount`` only with a fixed one."""

    outcome: str
    amount: int | None
    reason: str


@dataclass(frozen=True)
class Share:
    """``amount`` is 0 for who is out."""

    claim: Claim
    amount: int

    @property
    def is_earned(self):
        return self.claim.standing is Standing.EARNED


@dataclass(frozen=True)
class Due:
    """What a line that is not yet requested should be worth: the share less what was requested or paid before."""

    share: Share
    amount: int


def decide(claim: Claim, decided: Decided | None) -> Claim:
    """A claim with an organizer's word on it, which can't give a part to a mentee who has not passed."""
    if decided is None or (claim.role == Role.MENTEE and claim.standing is Standing.OUT):
        return claim
    why = _("Decided by an organizer: %(reason)s") % {"reason": decided.reason}
    if decided.outcome == Outcome.NOTHING:
        return replace(claim, standing=Standing.OUT, why=why)
    runs_on = claim.standing is Standing.RUNNING or claim.role == Role.MENTEE
    standing = claim.standing if runs_on else Standing.EARNED
    return replace(claim, standing=standing, why=why, fixed=decided.amount)


def split(pot: int, claims: Iterable[Claim]) -> list[Share]:
    """Fixed amounts first, the rest in equal parts; odd cents go to the first by person. Never more than the pot."""
    claims = sorted(claims, key=lambda claim: claim.person)
    taking = [claim for claim in claims if claim.standing is not Standing.OUT]
    rest = pot
    amounts = {}
    for claim in taking:
        if claim.fixed is not None:
            amounts[claim] = min(claim.fixed, rest)
            rest -= amounts[claim]
    equals = [claim for claim in taking if claim.fixed is None]
    for place, claim in enumerate(equals):
        amounts[claim] = rest // len(equals) + (place < rest % len(equals))
    return [Share(claim, amounts.get(claim, 0)) for claim in claims]


def due(pot: int, shares: Iterable[Share], settled: Mapping[int, int]) -> list[Due]:
    """What is still to be requested of each share. ``settled``: minor units requested or paid before, by person.

    What was settled is never taken back and never paid twice: together with it, dues don't exceed the pot.
    """
    left = pot - sum(settled.values())
    dues = []
    for share in shares:
        amount = max(0, min(share.amount - settled.get(share.claim.person, 0), left))
        left -= amount
        dues.append(Due(share, amount))
    return dues
