"""A stand-in for GitHub's sign-in on loopback: the pages and endpoints that OAuth needs, for invented accounts."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit


class FakeGitHub(ThreadingHTTPServer):
    """``account`` is who is signed in there: a dict with id, login, name and email, the one on their public profile.

    ``emails``, if given, is what GitHub tells of their addresses (see ``address``): None where it tells nothing at all.
    Without it they have proved their ``email`` there.
    """

    account: dict

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


def address(email, *, verified=True, primary=False, visibility="private"):
    """One of somebody's addresses, as GitHub tells of it."""
    return {"email": email, "primary": primary, "verified": verified, "visibility": visibility}


class Handler(BaseHTTPRequestHandler):
    server: FakeGitHub

    def do_GET(self):
        target = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        if target.path == "/login/oauth/authorize":
            self.send_response(302)
            answer = urlencode({"code": "let-me-in", "state": query["state"]})
            self.send_header("Location", f"{query['redirect_uri']}?{answer}")
            self.end_headers()
        elif target.path == "/api/v3/user":
            self.answer({name: value for name, value in self.server.account.items() if name != "emails"})
        elif target.path == "/api/v3/user/emails" and (emails := self.emails()) is not None:
            self.answer(emails)
        else:
            self.send_error(404)

    def emails(self):
        account = self.server.account
        return account["emails"] if "emails" in account else [address(account["email"], primary=True)]

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "token", "token_type": "bearer", "scope": "read:user,user:email"})

    def answer(self, data):
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def serve():
    server = FakeGitHub(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
