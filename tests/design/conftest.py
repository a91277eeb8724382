import pytest


@pytest.fixture
def guide(client, settings, db):
    """The style guide's HTML."""
    settings.ROOT_URLCONF = "tests.design.urls"
    return client.get("/styleguide/").content.decode()
