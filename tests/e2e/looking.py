"""A reader who looks hard at a page: what is wrong with it, on any screen, in either theme, by any way of reading."""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

DESKTOP = {"width": 1280, "height": 900}
ZOOMED = {"width": 320, "height": 640}  # 1280 CSS pixels at 400 %
LOOK = (Path(__file__).parent / "look.js").read_text()
ALL_RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
AS_MAIL = {
    "resultTypes": ["violations"],
    "rules": {name: {"enabled": False} for name in ("landmark-one-main", "region", "page-has-heading-one")},
}
WHEN_ZOOMED = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]},
}
CONTRAST = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
# Wider than the screen, and not within something that scrolls by itself.
WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const sticksOut = (element) => element.getBoundingClientRect().right > clientWidth + 1;
  const out = [...document.querySelectorAll("body *")].filter(sticksOut);
  return out.map((e) => e.outerHTML.replace(/\\s+/g, " ").slice(0, 120)).slice(0, 3);
}"""
OPEN_UP = "document.querySelectorAll('details').forEach((details) => { details.open = true; })"
TOKENS = re.compile(r"\b[A-Za-z0-9]{64}\b")  # against forged requests: new in every page
# What each page's policy says of these; a source that is not here is a hole.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


class Looker:
    """One browser window in which one after the other reads. ``look`` returns what is wrong, in words."""

    def __init__(self, browser, base):
        self.base = base
        self.titles = {}  # title → subject
        self._seen = set()
        self._said = []
        self._axe = Axe()
        self._context = browser.new_context(
            viewport=DESKTOP, reduced_motion="reduce", color_scheme="light", timezone_id="Europe/Berlin"
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._said.append(f"script: {error}"))
        self.page.on("response", self._answered)

    def close(self):
        self._context.close()

    def _heard(self, message):
        if message.type in ("error", "warning"):
            self._said.append(f"console: {message.text}")

    def _answered(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
            self._said.append(f"{response.status} for {response.url}")

    def become(self, client):
        """Read on with the cookies of this test client, so as whoever is signed in there."""
        self._context.clear_cookies()
        cookies = [{"name": name, "value": cookie.value, "url": self.base} for name, cookie in client.cookies.items()]
        self._context.add_cookies([cookie for cookie in cookies if cookie["value"]])

    def look(self, client, path, status=200, *, subject):
        """Pages about another ``subject`` may not have this one's title."""
        self.become(client)
        self._said.clear()
        response = self.page.goto(self.base + path)
        if response.status != status:
            return [f"answers {response.status}"]
        if not response.headers["content-type"].startswith("text/html"):
            return [f"is {response.headers['content-type']}"]
        return [*policy_problems(response.headers), *self._title_problems(subject), *self._new_here(status)]

    def read_letter(self, path):
        """An e-mail is no page: it has no landmarks, its styles are inline, the reader's program rings the focus."""
        self.page.goto(self.base + path)
        problems = self._axe_finds(AS_MAIL)
        self.page.emulate_media(color_scheme="dark")
        problems += [f"in the dark: {problem}" for problem in self._axe_finds(CONTRAST)]
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(ZOOMED)
        problems += [f"at 400 %, wider than the screen: {what}" for what in self.page.evaluate(WIDE)]
        self.page.set_viewport_size(DESKTOP)
        return problems

    def _new_here(self, status):
        """What is wrong with the page, unless this very page was looked at before (as somebody else)."""
        html = TOKENS.sub("", self.page.content())
        if html in self._seen:
            return []
        self._seen.add(html)
        return self.look_here(status)

    def look_here(self, status=200):
        """The page as it stands, which came with this status."""
        # Axe styles what it measures; the policy holds it off, and says so: what is said from here on does not count.
        problems = [said for said in self._said if f"status of {status} " not in said]
        page = self.page
        page.evaluate(OPEN_UP)
        problems += page.evaluate(LOOK)
        problems += self._axe_finds(ALL_RULES)
        page.emulate_media(color_scheme="dark")
        problems += [f"in the dark: {problem}" for problem in self._axe_finds(CONTRAST)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(ZOOMED)
        problems += [f"at 400 %, wider than the screen: {what}" for what in page.evaluate(WIDE)]
        problems += [f"at 400 %: {problem}" for problem in self._axe_finds(WHEN_ZOOMED)]
        page.set_viewport_size(DESKTOP)
        return problems

    def contrast(self):
        return self._axe_finds(CONTRAST)

    def _axe_finds(self, options):
        violations = self._axe.run(self.page, options=options).response["violations"]
        return [
            f"{violation['id']}: {' '.join(node['html'].split())[:160]} ({summary(node)})"
            for violation in violations
            for node in violation["nodes"][:3]
        ]

    def _title_problems(self, subject):
        title = self.page.title()
        if self.titles.setdefault(title, subject) != subject:
            return [f"titled {title!r}, as {self.titles[title]} is"]
        return []


def summary(node):
    return " ".join(node["failureSummary"].split()).removeprefix("Fix any of the following: ")[:200]


def policy_problems(headers):
    header = {name.lower(): value for name, value in headers.items()}.get("content-security-policy", "")
    said = dict(part.strip().partition(" ")[::2] for part in header.split(";") if part.strip())
    wrong = [f"policy: {name} {said.get(name)}" for name, sources in POLICY.items() if said.get(name) != sources]
    return wrong + [f"policy: {header}"] * ("unsafe" in header or "*" in header)


def listed(problems):
    """Each problem once, and where it was seen."""
    return "\n".join(
        f"{problem}\n    on {', '.join(places[:4])}{' and more' * (len(places) > 4)}"
        for problem, places in problems.items()
    )
