"""Bring the maintainers kept here up to the list: one transaction, one reader at a time.

A list of which too much is missing may be half a one: who is new on it counts, the rest waits in ``Held`` until a
person has confirmed that it is whole. Until then the list before it stands, and grows old.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .diff import compare
from .errors import RosterError
from .fetch import fetch, shown
from .models import Attempt, Held, Maintainer, Snapshot
from .parse import parse
from .people import People

log = structlog.get_logger()
AHEAD = timedelta(days=1)  # somewhere on earth it is tomorrow already


@dataclass(frozen=True)
class Report:
    """``unreadable``: why entries could not be read, a sentence each. ``missing``: how many the list held lacks."""

    added: int
    changed: int
    left: int
    unchanged: int
    unreadable: list[str] = field(default_factory=list)
    missing: int = 0
    before: int = 0

    def __str__(self):
        if self.missing:
            return _(
                "%(missing)d of %(before)d people are missing, so this may be half a list. %(added)d were added, "
                "everybody else stays until a lead organizer or superuser confirms that it is whole."
            ) % {"missing": self.missing, "before": self.before, "added": self.added}
        words = f"added {self.added}, changed {self.changed}, left {self.left}, unchanged {self.unchanged}"
        return f"{words}, unreadable {len(self.unreadable)}" if self.unreadable else words


@dataclass(frozen=True)
class _Reading:
    """A list's text, where it came from, the day it speaks for, and whether somebody says that it is whole."""

    text: str
    source: str
    as_of: object
    read_at: object
    is_confirmed: bool = False

    @property
    def digest(self):
        return hashlib.sha256(self.text.encode()).hexdigest()


def sync(source, *, as_of, now, is_confirmed=False) -> Report:
    """Read the list at a path or URL as the one of the day ``as_of``. The attempt is recorded, whatever comes of it.

    Raises RosterError; then the last list stands, but for people added by one that waits to be confirmed.
    """
    where = shown(source)[:500]
    attempt = Attempt(at=now, source=where)
    return _attempt(attempt, lambda: _apply(_Reading(fetch(source), where, as_of, now, is_confirmed), now))


def confirm(digest, *, by, now) -> Report:
    """Somebody (None: whoever may run commands) says that the list which waits, of this digest, is whole."""
    held = Held.objects.filter(digest=digest).first()
    if held is None:
        raise RosterError(_("That list doesn't wait any more: it was confirmed, or a newer one was read."))
    attempt = Attempt(at=now, source=held.source, confirmed_by=by)
    reading = _Reading(held.text, held.source, held.as_of, held.read_at, is_confirmed=True)
    return _attempt(attempt, lambda: _apply(reading, now, must_wait=True))


def _attempt(attempt, apply) -> Report:
    """Whatever goes wrong is recorded, where organizers see it."""
    try:
        report = apply()
    except RosterError as error:
        attempt.fail(str(error))
        raise
    except IntegrityError as error:
        attempt.fail(_("Somebody on the list signed in this very moment. Please try again."))
        raise RosterError(attempt.outcome) from error
    except Exception as error:
        log.exception("the maintainers list was not understood")
        attempt.fail(_("The list could not be read, for a reason nobody thought of (%s).") % type(error).__name__)
        raise RosterError(attempt.outcome) from error
    attempt.unreadable = report.unreadable
    if report.missing:
        attempt.fail(str(report))
        raise RosterError(attempt.outcome)
    attempt.succeeded, attempt.outcome = True, str(report)
    attempt.save()
    return report


@transaction.atomic
def _apply(reading, now, *, must_wait=False):
    listed = parse(reading.text)
    _lock()
    if must_wait and not Held.objects.filter(digest=reading.digest).exists():
        raise RosterError(_("That list doesn't wait any more: it was confirmed, or a newer one was read."))
    _check_day(reading.as_of, now)
    diff = compare(list(Maintainer.objects.current().select_related("person__user")), listed)
    waits = diff.may_be_half and not reading.is_confirmed
    staying = [stretch for stretch, _entry in (*diff.changed, *diff.unchanged)] + diff.kept
    people = People(diff, [*staying, *diff.left] if waits else staying)
    unreadable = [each.why for each in listed.unreadable]
    if waits:
        _open(diff.added, people, reading.as_of)
        Held.keep(reading, missing=len(diff.left))
        return Report(len(diff.added), 0, 0, 0, unreadable, missing=len(diff.left), before=diff.before)
    _close(diff.left, reading.as_of)
    for stretch, entry in diff.changed:
        _change(stretch, entry, people)
    _open(diff.added, people, reading.as_of)
    Held.objects.all().delete()
    Snapshot.keep(reading, entries=len(listed.entries) + len(diff.kept))
    return Report(len(diff.added), len(diff.changed), len(diff.left), len(diff.unchanged), unreadable)


def _check_day(as_of, now):
    if as_of > (now + AHEAD).date():
        raise RosterError(
            _("%(as_of)s has not come yet. A list of that day would keep out every one read before it.")
            % {"as_of": as_of}
        )
    newest = Snapshot.objects.first()
    if newest and newest.as_of > as_of:
        raise RosterError(
            _("The list of %(newest)s is known already; history is only kept forward, so %(as_of)s can't be added.")
            % {"newest": newest, "as_of": as_of}
        )


def _lock():
    """One reader at a time, the first included: the row that names the table is always there."""
    table = ContentType.objects.get_for_model(Snapshot)
    ContentType.objects.select_for_update(no_key=True).get(pk=table.pk)


def _close(stretches, as_of):
    Maintainer.objects.filter(pk__in=[stretch.pk for stretch in stretches]).update(until=as_of)


def _open(entries, people, as_of):
    stretches = [Maintainer(since=as_of, **_fields(entry)) for entry in entries]
    for stretch, entry in zip(stretches, entries, strict=True):
        stretch.person = people.of(entry)
    people.save_new()
    Maintainer.objects.bulk_create(stretches)


def _change(stretch, entry, people):
    if entry.github_id and stretch.github_id != entry.github_id:
        stretch.person = people.identified(stretch, entry)
        people.save_new()
    fields = _fields(entry)
    fields["github_id"] = entry.github_id or stretch.github_id
    for name, value in fields.items():
        setattr(stretch, name, value)
    stretch.save()
    people.relabel(stretch)


def _fields(entry):
    return {
        "github_id": entry.github_id,
        "github_login": entry.github_login,
        "name": entry.name,
        "repos": list(entry.repos),
        "is_tsc_member": entry.is_tsc_member,
    }
