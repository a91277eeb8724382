"""Each page of screening, review and selection: at most 25 queries, and as many for few applications as for many.

``python -m tests.bench.applications`` says the same of 3,000, and what a row costs.
"""

import pytest

from tests.bench.application_pages import LISTS, SINGLE, Season
from tests.bench.applications import MOST_QUERIES


@pytest.mark.django_db
def test_pages_cost_as_many_queries_for_few_as_for_many():
    few, many = Season("few", 3, 30), Season("many", 30, 90)
    counts = {
        name: [season.queries(who, season.url(route, *about)) for season in (few, many)]
        for name, (who, route, *about) in (LISTS | SINGLE).items()
    }
    assert {name: found for name, found in counts.items() if len(set(found)) > 1 or max(found) > MOST_QUERIES} == {}
