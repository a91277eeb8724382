"""The portal's settings with one address more."""

from amp_portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.rush_urls"
