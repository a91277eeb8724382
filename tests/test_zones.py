"""One time zone database for all: the pinned ``tzdata``, in every process, and no other converts anything."""

import os
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib import resources

import pytest
from django.conf import settings
from django.db.models.functions import TruncDay

from amp_portal.users.models import Person
from tests.conftest import converts_zones

SAYS = (
    "from datetime import datetime; from zoneinfo import ZoneInfo;"
    "print(datetime(2026, 12, 1, tzinfo=ZoneInfo('America/Vancouver')).utcoffset())"
)


def test_the_pinned_zones_count():
    december = datetime(2026, 12, 1, tzinfo=zoneinfo.ZoneInfo("America/Vancouver"))
    assert december.utcoffset() == timedelta(hours=-7)


@pytest.mark.parametrize(
    "process",
    [
        ["-c", f"import amp_portal.wsgi; {SAYS}"],
        ["-c", f"import amp_portal.asgi; {SAYS}"],
        ["-c", f"import amp_portal.celery; {SAYS}"],
        ["manage.py", "shell", "--no-imports", "-c", SAYS],
    ],
    ids=["wsgi", "asgi", "worker and beat", "command"],
)
def test_no_process_reads_the_zones_of_the_machine(tmp_path, process):
    (tmp_path / "America").mkdir()
    (tmp_path / "America" / "Vancouver").write_bytes(zone_file("Asia/Tokyo"))
    machine = os.environ | {"PYTHONTZPATH": str(tmp_path)}

    said = subprocess.run(
        [sys.executable, *process], env=machine, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "-1 day, 17:00:00"


def zone_file(name):
    return (resources.files("tzdata") / "zoneinfo" / name).read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        lambda: Person.objects.filter(github_proved_at__date="2027-01-01"),
        lambda: Person.objects.filter(github_proved_at__hour=5),
        lambda: Person.objects.annotate(day=TruncDay("github_proved_at", tzinfo=UTC)).values_list("day"),
        lambda: Person.objects.datetimes("github_proved_at", "month"),
    ],
)
def test_a_query_that_converts_a_zone_is_told_apart(asked):
    """So that every test refuses it (see tests/conftest.py): PostgreSQL has zones of its own."""
    assert converts_zones(str(asked().query))
    with pytest.raises(AssertionError, match="zones"):
        list(asked())


@pytest.mark.django_db
def test_instants_are_compared_as_they_are():
    asked = Person.objects.filter(github_proved_at__gte=datetime(2027, 1, 1, tzinfo=UTC), github_proved_at__year=2027)
    assert not converts_zones(str(asked.query))
    assert list(asked) == []
