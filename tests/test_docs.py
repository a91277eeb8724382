"""The papers in docs/: what they cite and what cites them exists, and the picture of the data is today's."""

import re
from pathlib import Path

from tests import data_model

ROOT = Path(__file__).parent.parent
FOLDERS = ("amp_portal", "cohorts", "applications", "mentorship", "evaluations", "templates", "static", "tests", "docs")
READ = {".py", ".html", ".md", ".css", ".js", ".toml", ".yml", ".yaml", ".txt"}
PAPER = re.compile(r"(?<![\w/.:-])((?:docs/)?(?:[\w-]+/)*[\w-]+\.md)\b")


def sources():
    """Every text file of the project that could cite a paper, as a path from the top."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")] + list(ROOT.glob("*"))
    return sorted(path.relative_to(ROOT) for path in found if path.suffix in READ and path.is_file())


def cited(path):
    """The papers that a file names: paths from the top, or in Markdown links also from its own folder."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.suffix == ".md":
        return {target for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text) if "." in target}
    return {name for name in PAPER.findall(text) if name.startswith("docs/") or name.removesuffix(".md").isupper()}


def exists(path, name):
    return (ROOT / name).exists() or (ROOT / path.parent / name).exists()


def test_nothing_cites_a_paper_that_is_not_there():
    assert [(str(path), name) for path in sources() for name in sorted(cited(path)) if not exists(path, name)] == []


def test_the_picture_of_the_data_is_todays():
    assert data_model.FILE.read_text(encoding="utf-8") == data_model.text(), "python -m tests.data_model"
