"""Pictures of the key pages on a phone and a desktop, light and dark, on one sheet for a person to look at.

    python -m tests.bench.contact_sheet FOLDER

Writes FOLDER/index.html (each picture leads to its full size) and FOLDER/sheet.png.
"""

import argparse
import html
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from .server import CHROMIUM, FLAGS, running

SCREENS = {"phone": (390, 844), "desktop": (1280, 800)}
SCHEMES = ("light", "dark")
SHEET = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Contact sheet</title><style>
body {{ margin: 1.5rem; background: #888; font: 16px system-ui; }}
h2 {{ margin: 1.5rem 0 0.5rem; color: #fff; }}
.row {{ display: flex; gap: 1rem; align-items: flex-start; }}
.row a {{ display: block; max-height: 760px; overflow: hidden; box-shadow: 0 2px 12px #0006; }}
.phone img {{ width: 260px; }} .desktop img {{ width: 640px; }} img {{ display: block; }}
</style></head><body>{rows}</body></html>"""


def picture(browser, site, page, screen, scheme, path):
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    if page.reader:
        context.add_cookies([{"name": "sessionid", "value": site.cookie_of(page.reader), "url": site.url}])
    tab = context.new_page()
    tab.goto(site.url + page.path, wait_until="networkidle")
    tab.screenshot(path=path, full_page=True)
    context.close()


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with running() as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        rows = []
        for page in site.pages:
            links = []
            for screen in SCREENS:
                for scheme in SCHEMES:
                    name = f"{page.name}-{screen}-{scheme}.png".replace(" ", "-").replace("'", "")
                    picture(browser, site, page, screen, scheme, folder / name)
                    words = html.escape(f"{page.name}, {screen}, {scheme}")
                    links.append(f'<a class="{screen}" href="{name}"><img src="{name}" alt="{words}"></a>')
            rows.append(f'<h2>{html.escape(page.name)}</h2><div class="row">{"".join(links)}</div>')
        sheet = folder / "index.html"
        sheet.write_text(SHEET.format(rows="".join(rows)))
        tab = browser.new_page(viewport={"width": 1920, "height": 1080})
        tab.goto(sheet.as_uri(), wait_until="networkidle")
        tab.screenshot(path=folder / "sheet.png", full_page=True)
    print(f"{folder / 'index.html'}\n{folder / 'sheet.png'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    sys.exit(main(parser.parse_args().folder))
