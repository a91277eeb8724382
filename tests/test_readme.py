"""The README's tables agree with the code."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text()


def test_every_setting_read_from_the_environment_is_in_the_table():
    code = (ROOT / "amp_portal" / "settings.py").read_text()
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', code))
    section = README.partition("## Settings")[2].partition("\n## ")[0]
    documented = {
        name
        for row in section.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])
    }
    assert documented == read


def test_every_command_in_the_table_exists_and_none_is_missing():
    ours = {
        name
        for name, app in get_commands().items()
        if not app.startswith(("django.", "allauth", "simple_history", "csp"))
    }
    section = README.partition("| command | does |")[2].partition("\n\n")[0]
    documented = set(re.findall(r"^\| `(\w+)", section, re.MULTILINE))
    assert documented == {name for name in ours if not name.startswith("clean_")} - {"runserver"}


def test_ci_runs_the_readmes_test_command():
    assert "<!-- test command -->" in README
    assert "/<!-- test command -->/" in (ROOT / ".ci" / "run").read_text()
