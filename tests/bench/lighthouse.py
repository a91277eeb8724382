"""Lighthouse on the key pages, as on a phone on a slow line.

    python -m tests.bench.lighthouse [name of a page …]

Needs node and npm; installs Lighthouse into a folder of the system's temporary directory, once. Prints a table; exits 1
where a category is below 95.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .server import CHROMIUM, FLAGS, running

FOLDER = Path(tempfile.gettempdir()) / "amp-lighthouse"
PROGRAM = FOLDER / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LOOKED_AT = {"landing", "idea list", "project", "application form", "mentorship", "organizer's start"}
LEAST = 95
TRIES = 3  # on a busy machine Chromium sometimes misses the beginning of its own trace


def install():
    FOLDER.mkdir(exist_ok=True)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "lighthouse@12"], cwd=FOLDER, check=True)


def judge(site, page):
    """Lighthouse's report on a page."""
    report = FOLDER / "report.json"
    command = [str(PROGRAM), site.url + page.path, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}"]
    if page.reader:
        headers = FOLDER / "headers.json"
        headers.write_text(json.dumps({"Cookie": f"sessionid={site.cookie_of(page.reader)}"}))
        command.append(f"--extra-headers={headers}")
    for _attempt in range(TRIES):
        if subprocess.run(command, env=os.environ | {"CHROME_PATH": CHROMIUM}).returncode == 0:
            return json.loads(report.read_text())
    raise RuntimeError(f"Lighthouse could not look at {page.name}.")


def complaints(report):
    """What cost points, in a line each."""
    for name in CATEGORIES:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                yield f"{name}: {audit['title']} {audit.get('displayValue', '')}".strip()


def main(names):
    if not PROGRAM.exists():
        install()
    low = False
    with running() as site:
        print(f"{'page':20} " + " ".join(f"{name:>15}" for name in CATEGORIES))
        for page in site.pages:
            if page.name not in (names or LOOKED_AT):
                continue
            report = judge(site, page)
            scores = [round(100 * report["categories"][name]["score"]) for name in CATEGORIES]
            low = low or min(scores) < LEAST
            print(f"{page.name:20} " + " ".join(f"{score:15}" for score in scores), flush=True)
            for complaint in complaints(report):
                print(f"    {complaint}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
