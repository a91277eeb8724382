"""For processes that the outbox's tests start: the portal's settings and the tests' own letters.

Tables are made without migrations (``migrate --run-syncdb``), which is quicker.
"""

from copy import deepcopy

from amp_portal import settings as portal
from amp_portal.settings import *  # noqa: F403

INSTALLED_APPS = [*portal.INSTALLED_APPS, "tests.outbox.office"]
TEMPLATES = deepcopy(portal.TEMPLATES)
TEMPLATES[1]["DIRS"].append(portal.BASE_DIR / "tests" / "outbox" / "office" / "templates")


class NoMigrations:
    def __contains__(self, label):
        return True

    def __getitem__(self, label):
        return None


MIGRATION_MODULES = NoMigrations()
