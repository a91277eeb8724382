"""The facts the rules judge, as they stood at one instant. Frozen: ``gather`` fills them, the rules only read."""

from dataclasses import dataclass
from datetime import date, datetime

ORGANIZER = "organizer"
MENTOR = "mentor"


@dataclass(frozen=True)
class Account:
    """The GitHub account asked about. ``proved``: by signing in with it, or because the question is about this account.

    ``other_ids`` are numeric ids the portal knows for the same login that are not this account's.
    """

    login: str = ""
    github_id: int | None = None
    proved: bool = False
    other_ids: tuple[int, ...] = ()

    def __str__(self):
        return f"{self.login} (id {self.github_id})" if self.github_id else self.login


@dataclass(frozen=True)
class Role:
    """A role in a cohort. ``overlaps``: its run overlaps the one asked about; None where a schedule is missing.

    ``held``: at the instant; a former role counts only ``here``, in the cohort asked about. ``sure`` is False where the
    person was found by a login alone.
    """

    kind: str
    cohort: str
    here: bool = False
    held: bool = True
    cohort_has_ended: bool = False
    overlaps: bool | None = False
    sure: bool = True


@dataclass(frozen=True)
class Place:
    """A place as a mentee. ``here``: in the cohort asked about, where only a bar matters. ``held``: at the instant.

    ``slug`` is the cohort's: several places may be of one. ``counts``: it had ended, as taking part; ``ended_as`` says
    how, in words. ``of_this_program``: the cohort is of the program of the one asked about. ``barred``: removed for
    misconduct, and the bar not lifted.
    """

    cohort: str
    slug: str = ""
    of_this_program: bool = True
    project: str = ""
    here: bool = False
    ended_as: str = ""
    held: bool = False
    overlaps: bool | None = False
    counts: bool = False
    barred: bool = False
    sure: bool = True


@dataclass(frozen=True)
class Roster:
    """The maintainers list known at the instant. ``matched`` is "" or a value of roster's Matched."""

    as_of: date
    age_in_days: int
    matched: str = ""
    listed_as: str = ""
    since: date | None = None
    repos: tuple[str, ...] = ()


@dataclass(frozen=True)
class OtherPlace:
    """A place in another program, from a participant list, overlapping the cohort's run.

    ``sure``: it is this person's, or carries the login of a proved account. Where the list has no logins, it is
    somebody of the ``name`` there, as ``namesake`` calls themselves here: never sure.
    """

    program: str
    login: str
    starts_on: date
    ends_on: date
    sure: bool = True
    name: str = ""
    namesake: str = ""
    organization: str = ""
    url: str = ""


@dataclass(frozen=True)
class ProgramList:
    """A participant list of another program that was compared, and when it was last imported."""

    program: str
    imported_at: datetime


@dataclass(frozen=True)
class Recorded:
    """What an organizer found out when a rule ``asked`` (its reason then): it applies (stands in the way) or not.

    With ``grounds`` it is about a *fail* that rested on these, after an appeal or a flag.
    """

    rule: str
    asked: str
    applies: bool
    source: str
    by: str
    at: datetime
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What an application says about its person. ``links`` are those it lists; None where there is no application."""

    other_program: str = ""
    adult: str = ""
    links: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Contributed:
    """Something that may count as a contribution: confirmed (with its day, if known), rejected, or not decided."""

    url: str
    confirmed: bool = False
    rejected: bool = False
    made_on: date | None = None

    @property
    def is_open(self):
        return not self.confirmed and not self.rejected


@dataclass(frozen=True)
class Facts:
    """Everything the rules may know about one person and one cohort at ``now``.

    ``declaration`` is what the person declared about other programs: "yes", "no", or "" where they did not say.
    ``run_is_known``: the cohort has a schedule. ``recorded`` is newest first. ``has_applied``: there is an application,
    perhaps a draft. ``active_by``: the first contribution has to be of that day or earlier; None where the deadline is
    not known. ``adult`` is declared like ``declaration``.
    """

    now: datetime
    account: Account = Account()
    is_superuser: bool = False
    roles: tuple[Role, ...] = ()
    places: tuple[Place, ...] = ()
    roster: Roster | None = None
    declaration: str = ""
    run_is_known: bool = True
    other_places: tuple[OtherPlace, ...] = ()
    lists: tuple[ProgramList, ...] = ()
    earlier_allowed: int = 1
    has_applied: bool = False
    contributions: tuple[Contributed, ...] = ()
    contributions_required: int = 2
    months_active: int = 4
    active_by: date | None = None
    adults_only: bool = False
    adult: str = ""
    recorded: tuple[Recorded, ...] = ()
