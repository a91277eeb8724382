"""What SECURITY.md names is there, and it answers for each chapter of the standard."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "SECURITY.md").read_text()


def test_every_file_it_refers_to_exists():
    named = set(re.findall(r"`([\w*][\w/.*-]*(?:\.(?:py|html|toml)|/))`", TEXT))
    missing = [name for name in sorted(named) if not any(any(place.glob(name)) for place in (ROOT, ROOT / "tests"))]
    assert (len(named) > 20, missing) == (True, [])


def test_every_setting_it_refers_to_exists():
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", TEXT))
    assert not [name for name in named if f"`{name}`" not in (ROOT / "README.md").read_text()]


def test_every_requirement_says_whether_it_is_met():
    rows = [row.strip("| ").split(" | ") for row in TEXT.splitlines() if re.match(r"\| \d+\.\d+", row)]
    assert {len(cells) for cells in rows} == {3}
    assert {status for _requirement, status, _how in rows} == {"met", "not met", "n/a"}
    assert {requirement.partition(".")[0] for requirement, *_rest in rows} == {str(number) for number in range(1, 15)}
