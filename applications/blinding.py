"""Blind review: who an applicant is stays hidden from mentors until the shortlist is published (docs/program.md).

The one place that decides. Whatever shows applications to mentors — pages, letters, lists — asks for a veil and shows
what it gives: ``veil_for(person, cohort).name(application)``. Organizers read without one: they screen by name.
"""

from copy import copy
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from . import called
from .redaction.names import Finder
from .redaction.text import in_line, in_prose

PROSE = ("about", "motivation", "absences", "ai_use")  # of a version


@dataclass(frozen=True)
class Veil:
    """``is_down``: names, logins, addresses and links don't show through."""

    is_down: bool
    _finders: dict[int, Finder] = field(default_factory=dict, compare=False, repr=False)

    def name(self, application):
        """The person, or a number that stays the same."""
        return alias(application) if self.is_down else str(application.person)

    def cover(self, applications):
        """Gives each application ``shown_as``; the applications' persons are at hand. Returns them as a list."""
        applications = list(applications)
        for application in applications:
            application.shown_as = self.name(application)
        return applications

    def version(self, version, application):
        """What was submitted, to be read; a copy, not to be saved."""
        return self._hide(version, application, PROSE, in_prose)

    def contributions(self, links, application):
        """What is listed, without where it is: that tells who made it, so organizers alone look at it."""
        covered = [self._hide(link, application, ("title",)) for link in links]
        if self.is_down:
            for link in covered:
                link.url = ""
        return covered

    def choices(self, choices, application):
        """Likewise the proposals."""
        return [self._hide(choice, application, choice.PROPOSAL, in_prose) for choice in choices]

    def steps(self, steps, application):
        """Likewise the steps of a timeline."""
        return [self._hide(step, application, ("text",), in_prose) for step in steps]

    def commitments(self, rows, application):
        """Likewise other duties and absences."""
        return [self._hide(row, application, ("what",)) for row in rows]

    def verdict(self, verdict, application):
        """The rules' words without whom they are about."""
        if not self.is_down:
            return verdict
        findings = tuple(
            replace(finding, reason=self.text(str(finding.reason), application), evidence="")
            for finding in verdict.findings
        )
        return replace(verdict, findings=findings)

    def text(self, words, application):
        """A line of or about the applicant without what tells who it is."""
        return in_line(words, self.finder(application)) if self.is_down else words

    def _hide(self, row, application, fields, hidden=in_line):
        if not self.is_down:
            return row
        covered = copy(row)
        for name in fields:
            setattr(covered, name, hidden(getattr(row, name), self.finder(application)))
        return covered

    def finder(self, application):
        """What finds them in a text: asked for once, in four queries."""
        if application.pk not in self._finders:
            self._finders[application.pk] = finder_for(application)
        return self._finders[application.pk]


OPEN = Veil(is_down=False)  # for readers to whom nothing is hidden


def finder_for(application) -> Finder:
    """Finds an applicant in their texts by whatever they are or were called."""
    return Finder(called.of(application), frozenset(application.reveals.values_list("key", flat=True)))


def alias(application):
    return _("Applicant %(number)d") % {"number": application.pk}


def is_blind(cohort):
    """Until anything is published: the shortlist, or results without one. One query where it can be, else none."""
    return cohort.blind_review and not cohort.publications.exists()


def veil_for(person, cohort) -> Veil:
    """For a reader who may see the cohort's applications at all: two queries at most, none without blind review."""
    return Veil(is_blind(cohort) and not _organizes(person, cohort))


def for_reviewers(cohort) -> Veil:
    """For whoever scores applications, organizers who mentor included: one query at most."""
    return Veil(is_blind(cohort))


def _organizes(person, cohort):
    user = getattr(person, "user", None)
    return bool(user and user.is_superuser) or cohort.organizers.current().filter(person=person).exists()
