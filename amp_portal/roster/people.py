"""Whose an entry of the list is."""

from django.db.models.functions import Lower

from amp_portal.users.merging import rows_of
from amp_portal.users.models import Person

from .models import Maintainer


class People:
    """Whose entry is it? Never somebody who merely typed the login: by numeric id, or known from this list before."""

    def __init__(self, diff, staying):
        """``staying``: the stretches that stay open."""
        entries = diff.added + [entry for _stretch, entry in diff.changed]
        self._by_id = Person.objects.in_bulk(
            [entry.github_id for entry in entries if entry.github_id], field_name="github_id"
        )
        known = Person.objects.without_account().annotate(listed_as=Lower("maintainerships__github_login"))
        nameless = {entry.github_login.lower() for entry in diff.added if not entry.github_id}
        self._by_login = {person.listed_as: person for person in known.filter(listed_as__in=nameless)}
        self._listed = {stretch.person_id for stretch in staying}
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
