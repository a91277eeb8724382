"""Tables that say the same thing are compared: by ``manage.py check_data``, nightly, and after every fault test.

Verbs keep them together and the database holds what it can; here is what only a comparison finds. An app says so in its
``data_checks.py``, one function for each thing that must agree:

    @checks
    def places_are_counted() -> Iterable[Disagreement]: ...
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from .hooks import Hook

checks = Hook()  # function() -> Iterable[Disagreement], in a constant number of queries


@dataclass(frozen=True)
class Disagreement:
    """Two tables that don't say the same. ``key`` names it: the same disagreement has the same key each time.

    ``scope`` says whose organizers are told, as of a message ("cohort/3"); empty for the operators of the portal.
    """

    key: str
    words: str
    mend: str  # what somebody can do about it
    scope: str = ""

    def __str__(self):
        return f"{self.words} {self.mend}"


def find() -> list[Disagreement]:
    """Everything that disagrees, by scope and key.

    Who writes meanwhile may be seen between two queries of a check: only what disagrees twice in a row counts.
    """
    found = {disagreement.key: disagreement for disagreement in checks.gather()}
    if found:
        found = {each.key: each for each in checks.gather() if each.key in found}
    return sorted(found.values(), key=lambda each: (each.scope, each.key))


def out_of_step(rows: QuerySet, cohort: str, scope: Callable[[int], str]) -> Iterator[Disagreement]:
    """Stateful rows whose history ends with another state than they have. One query.

    ``cohort`` is the way from a row to its cohort, as a lookup ("mentorship__cohort"), whose pk has that ``scope``.
    """
    model = rows.model
    last = model.moves.rel.related_model._base_manager.filter(of=OuterRef("pk")).order_by("-pk").values("state")[:1]
    differing = rows.annotate(last=Subquery(last)).exclude(last=None).exclude(last=F("state")).order_by("pk")
    for pk, state, said, of in differing.values_list("pk", "state", "last", cohort):
        names = {"what": model._meta.verbose_name, "pk": pk, "state": state, "last": said}
        yield Disagreement(
            key=f"history/{model._meta.label_lower}/{pk}",
            words=_("%(what)s %(pk)d is “%(state)s”, but its history ends with “%(last)s”.") % names,
            mend=_("Find out from its history which is right, and bring the other in line."),
            scope=scope(of),
        )
