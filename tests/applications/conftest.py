import pytest

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person

from .applying import opening
from .github_api import TOKEN, serve


@pytest.fixture
def cohort(db):
    return cohorts.cohort()


@pytest.fixture
def now(cohort):
    """Two days after applications opened, with a fresh maintainers list."""
    now = opening(cohort)
    applying.fresh_roster(now)
    return now


@pytest.fixture
def mentor(cohort, now):
    return cohorts.mentor(cohort, person("Mira Finch"), now=now)


@pytest.fixture
def project(cohort, mentor, now):
    return cohorts.project(cohort, mentor, now=now, title="Faster parser")


@pytest.fixture
def other_project(cohort, now):
    mentor = cohorts.mentor(cohort, person("Omar Haddad"), now=now)
    return cohorts.project(cohort, mentor, now=now, title="Docs that answer")


@pytest.fixture
def lead(cohort):
    return applying.organizer(cohort)


@pytest.fixture
def applicant(now):
    return person("Nia Okafor", now=now)


@pytest.fixture
def github(settings):
    """A stand-in for GitHub with a repository of the community, ``asyncapi/spec``."""
    settings.GITHUB_TOKEN = TOKEN
    settings.COMMUNITY_GITHUB_ORGS = ["AsyncAPI"]
    with serve() as server:
        settings.GITHUB_URL = server.url
        server.repo("asyncapi/spec")
        yield server
