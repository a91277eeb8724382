"""What the key pages weigh over the wire, all told, as a real Chromium counts it: headers, compressed bodies, fonts.

    python -m tests.bench.weights

Prints a table; exits 1 where a first visit (nothing cached) or a next page (after the front page) is too heavy.
"""

import sys

from playwright.sync_api import sync_playwright

from .server import CHROMIUM, FLAGS, running

FIRST = 75_000
NEXT = 15_000


def weigh(context, url):
    """``(bytes, requests, encodings)`` of a page and all it loads; what is cached weighs nothing."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes, encodings = [], set()
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on("response", lambda response: encodings.add(response.headers.get("content-encoding", "")))
    page.goto(url, wait_until="networkidle")
    page.close()
    return sum(sizes), len([size for size in sizes if size]), encodings - {""}


def main():
    heavy = False
    with running() as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        print(f"{'page':20} {'first visit':>12} {'requests':>9} {'next page':>12} {'requests':>9}  encodings")
        for page in site.pages:
            found = []
            for after in (None, site.url):
                context = browser.new_context(viewport={"width": 390, "height": 850})
                if page.reader:
                    context.add_cookies([{"name": "sessionid", "value": site.cookie_of(page.reader), "url": site.url}])
                if after:
                    weigh(context, after)
                found.append(weigh(context, site.url + page.path))
                context.close()
            (first, first_requests, encodings), (following, requests, _) = found
            too_much = first > FIRST or following > NEXT
            heavy = heavy or too_much
            print(
                f"{page.name:20} {first:12,} {first_requests:9} {following:12,} {requests:9}  "
                f"{', '.join(sorted(encodings))}{'  TOO HEAVY' if too_much else ''}"
            )
    print(f"{'at most':20} {FIRST:12,} {'':9} {NEXT:12,}")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
