"""Each page of screening, review and selection: at most 25 queries, and as many for few applications as for many.

``python -m tests.bench.applications`` says the same of 3,000, and what a row costs.
"""

import pytest

from tests.bench.application_pages import LISTS, SINGLE, Season
from tests.bench.applications import MOST_QUERIES

HIDDEN = {"what is hidden of one": ("lead", "applications:redaction", "application")}


def costs(pages, *seasons):
    """Pages that cost more for many, or too much: ``{name: queries of each season}``."""
    counts = {
        name: [season.queries(who, season.url(route, *about)) for season in seasons]
        for name, (who, route, *about) in pages.items()
    }
    return {name: found for name, found in counts.items() if len(set(found)) > 1 or max(found) > MOST_QUERIES}


@pytest.mark.django_db
def test_pages_cost_as_many_queries_for_few_as_for_many():
    assert costs(LISTS | SINGLE, Season("few", 3, 30), Season("many", 30, 90)) == {}


@pytest.mark.django_db
def test_reviewed_blindly_they_cost_no_more_for_many():
    few, many = Season("few", 3, 8), Season("many", 30, 30)
    for season in (few, many):
        season.cohort.blind_review = True
        season.cohort.save(update_fields=["blind_review"])

    assert costs(LISTS | SINGLE | HIDDEN, few, many) == {}
