"""The looker itself: a page with everything wrong, and what it says of it."""

import pytest

from .looking import Looker, policy_problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BAD = """<!doctype html>
<html><head><title> </title><style>
  :focus { outline: none } a { font-size: 8px } .wide { width: 500px } .pale { color: #bbb }
  .moves { transition: color 1s } .dark-only { color: #000 }
  @media (prefers-color-scheme: dark) { body { background: #111 } h1, p { color: #eee } }
</style></head><body>
  <h1>One</h1><h1>Another</h1>
  <p class="pale">Hardly to be read</p><p class="moves">Moves</p><p class="wide">Wide</p>
  <p class="dark-only">Only by day</p>
  <ul><li><a href="/a">a</a></li><li><a href="/b">b</a></li></ul>
  <input name="age"><input type="radio" name="yes"><input class="is-invalid" aria-label="wrong">
</body></html>"""


@pytest.fixture
def looker(browser, live_server):
    looker = Looker(browser, live_server.url)
    yield looker
    looker.close()


def test_it_sees_what_is_wrong(looker):
    looker.page.set_content(BAD)
    found = looker.look_here()
    kinds = [
        "2 h1",
        "no lang",
        "no title",
        "no label: <input name",
        "a choice without its question",
        "an error that is not announced",
        "focus can't be seen",
        "moves, though asked not to",
        'color-contrast: <p class="pale"',
        "target-size: <a href",
        'in the dark: color-contrast: <p class="dark-only"',
        'at 400 %, wider than the screen: <p class="wide"',
    ]
    assert [kind for kind in kinds if not any(problem.startswith(kind) for problem in found)] == []


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "default-src 'self'; script-src 'self' 'unsafe-inline'",
        "default-src 'self'; script-src 'self'; style-src 'self' *; object-src 'none'",
    ],
)
def test_it_sees_holes_in_a_policy(policy):
    assert policy_problems({"Content-Security-Policy": policy})
