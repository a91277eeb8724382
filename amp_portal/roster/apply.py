"""Bring the maintainers kept here up to the list: one transaction, one reader at a time."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from amp_portal.users.merging import rows_of
from amp_portal.users.models import Person

from .diff import compare
from .errors import RosterError
from .fetch import fetch, shown
from .models import Attempt, Maintainer, Snapshot
from .parse import parse


@dataclass(frozen=True)
class Report:
    added: int
    changed: int
    left: int
    unchanged: int

    def __str__(self):
        return f"added {self.added}, changed {self.changed}, left {self.left}, unchanged {self.unchanged}"


def sync(source, *, as_of, now) -> Report:
    """Read the list at a path or URL as the one of the day ``as_of``. The attempt is recorded, whatever comes of it.

    Raises RosterError; then the last list stands.
    """
    attempt = Attempt(at=now, source=shown(source)[:500], succeeded=False)
    try:
        report = _apply(fetch(source), source=attempt.source, as_of=as_of, now=now)
    except IntegrityError as error:
        attempt.outcome = _("Somebody on the list signed in this very moment. Please try again.")
        attempt.save()
        raise RosterError(attempt.outcome) from error
    except RosterError as error:
        attempt.outcome = str(error)
        attempt.save()
        raise
    attempt.succeeded, attempt.outcome = True, str(report)
    attempt.save()
    return report


AHEAD = timedelta(days=1)  # somewhere on earth it is tomorrow already


@transaction.atomic
def _apply(text, *, source, as_of, now):
    entries = parse(text)
    _lock()
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
    diff = compare(list(Maintainer.objects.current().select_related("person__user")), entries)
    people = _People(diff)
    _close(diff.left, as_of)
    for stretch, entry in diff.changed:
        _change(stretch, entry, people)
    _open(diff.added, people, as_of)
    Snapshot.objects.update_or_create(
        as_of=as_of,
        defaults={
            "fetched_at": now,
            "source": source,
            "digest": hashlib.sha256(text.encode()).hexdigest(),
            "entries": len(entries),
        },
    )
    return Report(len(diff.added), len(diff.changed), len(diff.left), len(diff.unchanged))


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


class _People:
    """Whose entry is it? Never somebody who merely typed the login: by numeric id, or known from this list before."""

    def __init__(self, diff):
        entries = diff.added + [entry for _stretch, entry in diff.changed]
        self._by_id = Person.objects.in_bulk(
            [entry.github_id for entry in entries if entry.github_id], field_name="github_id"
        )
        known = Person.objects.without_account().annotate(listed_as=Lower("maintainerships__github_login"))
        nameless = {entry.github_login.lower() for entry in diff.added if not entry.github_id}
        self._by_login = {person.listed_as: person for person in known.filter(listed_as__in=nameless)}
        stay = [*diff.changed, *diff.unchanged]
        self._listed = {stretch.person_id for stretch, _entry in stay}
        self._new = []

    def of(self, entry):
        """The person of a new entry, perhaps not saved yet: call ``save_new``. Nobody stands on the list twice."""
        by_login = None if entry.github_id else self._by_login.get(entry.github_login.lower())
        person = self._by_id.get(entry.github_id, by_login)
        if person is None:
            return self._make(entry, github_id=entry.github_id)
        if person.pk in self._listed:
            return self._make(entry, github_id=None)
        self._listed.add(person.pk)
        return person

    def identified(self, stretch, entry):
        """The person of an entry whose numeric id has just become known.

        The id becomes that of the person kept so far only if nothing but this list speaks of them: whatever else
        hangs on a login alone (imported history) needs somebody to confirm it.
        """
        kept = stretch.person
        owner = self._by_id.get(entry.github_id)
        if owner is not None and owner.pk not in self._listed:
            self._listed.add(owner.pk)
            return owner
        if owner is not None:
            return kept
        if kept.github_id is None and not kept.has_account and set(rows_of(kept)) <= {Maintainer}:
            kept.github_id = entry.github_id
            kept.save(update_fields=["github_id"])
            return kept
        return self._make(entry, github_id=entry.github_id)

    def relabel(self, stretch):
        """Somebody without an account is called as on the list; an account's login comes from signing in."""
        person = stretch.person
        if not person.has_account and (person.github_login, person.name) != (stretch.github_login, stretch.name):
            person.github_login, person.name = stretch.github_login, stretch.name
            person.save(update_fields=["github_login", "name"])

    def save_new(self):
        Person.objects.bulk_create(self._new)
        self._new = []

    def _make(self, entry, *, github_id):
        person = Person(name=entry.name, github_login=entry.github_login, github_id=github_id)
        self._new.append(person)
        return person
