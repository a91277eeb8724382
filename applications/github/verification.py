"""Looks contributions up on GitHub in the background.

What is due is rows: a lease while one is looked up, a pause after an error, and everything waits where GitHub asks for
a pause. An API that can't be reached decides nothing.
"""

from datetime import timedelta
from hashlib import sha256
from time import monotonic
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal.github import Limited, Unreachable, Withheld, ask, connect
from amp_portal.sweeps import sweep

from .. import made_on
from ..links import reference
from ..models import Contribution
from .proving import CONFIRMED, LATER, UNDECIDED, Claim, Ruling, prove

log = structlog.get_logger()

BATCH = 20
LEASE = timedelta(minutes=5)
PATIENCE = 20  # seconds for one run: letters wait behind it
BACKOFF = [timedelta(minutes=minutes) for minutes in (5, 15, 60, 360, 1440, 1440, 1440)]  # then a person is needed
LOOK_AGAIN = timedelta(days=1)
KEPT_FOR = 30 * 24 * 3600  # seconds an answer is kept with its ETag
READERS = 3  # counted up where ``reading`` changes: what is kept was read by it


def is_configured():
    return bool(settings.GITHUB_TOKEN and settings.COMMUNITY_GITHUB_ORGS)


@sweep("contributions")
def verify(now) -> dict:
    """Look up what is due, until nothing is, time is up, or GitHub asks for a pause. Returns counts by outcome."""
    counts: dict[str, int] = {}
    if not is_configured():
        return counts
    until = monotonic() + PATIENCE
    with connect() as http:
        while batch := _claim(now):
            for number, contribution in enumerate(batch, start=1):
                outcome, goes_on = _look_up(http, contribution, now)
                counts[outcome] = counts.get(outcome, 0) + 1
                if not goes_on or monotonic() > until:
                    _give_back(batch[number:])
                    return counts
    return counts


@transaction.atomic
def _claim(now):
    """A lease on up to BATCH contributions that nobody else is claiming."""
    due = Contribution.objects.due(now).order_by("verify_at", "pk").select_for_update(skip_locked=True, of=("self",))
    lease = uuid4().hex
    Contribution.objects.filter(pk__in=[row.pk for row in due[:BATCH]]).update(lease=lease, locked_until=now + LEASE)
    return list(Contribution.objects.filter(lease=lease).select_related("person", "cohort").order_by("verify_at", "pk"))


def _give_back(contributions):
    for contribution in contributions:
        _held(contribution).update(lease="", locked_until=None)


def _held(contribution):
    """The row, while this worker's lease on it lasts: a person may have decided meanwhile."""
    return Contribution.objects.filter(pk=contribution.pk, lease=contribution.lease)


def _look_up(http, contribution, now):
    """``(outcome, whether to ask on)``: not where GitHub is silent, asks for a pause, or allows no more questions."""
    found = reference(contribution.url)
    if found is None:  # GITHUB_URL has changed since it was listed
        return _record(contribution, Ruling(UNDECIDED), now), True
    questions = _Questions(http, now)
    claim = Claim(contribution.person.github_id, settings.COMMUNITY_GITHUB_ORGS, questions.ask)
    try:
        ruling = prove(found, claim)
    except Limited as limit:
        _held(contribution).update(lease="", locked_until=None)
        _all_wait(limit.until)
        return "limited", False
    except Unreachable as error:
        log.warning("GitHub could not be asked", contribution=contribution.pk, error=str(error))
        return _try_later(contribution, now), isinstance(error, Withheld)
    outcome = _record(contribution, ruling, now)
    if questions.spent:
        _all_wait(questions.spent)
    return outcome, questions.spent is None


class _Questions:
    """Those about one contribution. ``spent``: until when no more are allowed, where the last one was.

    What has not changed since it was asked before is taken from memory, and costs nothing.
    """

    def __init__(self, http, now):
        self._http, self._now = http, now
        self.spent = None

    def ask(self, path, read, shape: type = dict):
        """What ``read`` makes of the answer. Raises what ``amp_portal.github.ask`` and ``read`` raise."""
        if self.spent:
            raise Limited(self.spent)
        key = f"github/{READERS}/{sha256(path.encode()).hexdigest()}"
        etag, kept = cache.get(key, ("", None))
        answer = ask(self._http, path, now=self._now, etag=etag, shape=shape)
        self.spent = answer.spent
        if answer.data is None:
            return kept
        said = read(answer.data)
        if answer.etag:
            cache.set(key, (answer.etag, said), timeout=KEPT_FOR)
        return said


def _all_wait(until):
    Contribution.objects.filter(verify_at__lt=until).update(verify_at=until)


@transaction.atomic
def _record(contribution, ruling, now):
    """Keep what GitHub said, unless somebody decided meanwhile. Returns the outcome."""
    fresh = _held(contribution).select_for_update(of=("self",)).select_related("person", "cohort").first()
    if fresh is None or fresh.decided_by_id:
        return "overtaken"
    if ruling.thing and ruling.thing != fresh.thing:
        fresh.thing = ruling.thing
        fresh.save(update_fields=["thing"])
    if ruling.outcome == CONFIRMED and not made_on.is_possible(ruling.made_at, now):
        ruling = Ruling(UNDECIDED, _("The day that GitHub names can't be right."))
    if ruling.outcome == CONFIRMED:
        fresh.made_on = ruling.made_at.astimezone(fresh.cohort.zone).date()
        fresh.decide(Contribution.State.CONFIRMED, ruling.words, by=None, now=now)
        return ruling.outcome
    waits = ruling.outcome == LATER and not fresh.cohort.is_over(now)
    verify_at = now + LOOK_AGAIN if waits else None
    note = ruling.words[: Contribution._meta.get_field("note").max_length]
    if fresh.is_open:
        _held(contribution).update(note=note, verify_at=verify_at, tries=0, lease="", locked_until=None)
    else:  # by the rules of before it was decided
        fresh.reopen(note, now=now, verify_at=verify_at)
    return ruling.outcome


def _try_later(contribution, now):
    tries = contribution.tries
    if tries < len(BACKOFF):
        note, verify_at = _("GitHub could not be asked; we try again."), now + BACKOFF[tries]
        _held(contribution).update(tries=tries + 1, verify_at=verify_at, note=note, lease="", locked_until=None)
        return "unreachable"
    outcome = _record(contribution, Ruling(UNDECIDED, _("GitHub could not be asked.")), now)
    return "unreachable" if outcome == UNDECIDED else outcome
