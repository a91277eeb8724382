"""A GitHub API of our own on loopback: pulls, issues, commits, comments and users, with ETags and a rate limit."""

import json
import threading
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "secret-token"


class FakeAPI(ThreadingHTTPServer):
    """``answers``: what it has, by path. ``asked``: (path, status) of every question. ``left``: of the rate limit."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, dict] = {}
        self.asked: list[tuple[str, int]] = []
        self.left = 5000
        self.resets_at = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def user(self, login, number):
        """An account; it can be asked for, too."""
        self.answers[f"/users/{login}"] = self.answers[f"/user/{number}"] = {"login": login, "id": number}
        return self.answers[f"/users/{login}"]

    def pull(
        self, repo, number, user, *, created="2026-09-01T10:00:00Z", merged="2026-09-03T10:00:00Z", state="closed"
    ):
        self.answers[f"/repos/{repo}/pulls/{number}"] = {
            "number": number,
            "state": state,
            "user": user,
            "created_at": created,
            "merged_at": merged,
            "base": {"repo": {"full_name": repo, "owner": {"login": repo.split("/")[0]}}},
        }

    def issue(self, repo, number, user, **more):
        self.answers[f"/repos/{repo}/issues/{number}"] = {
            "number": number,
            "state": "open",
            "user": user,
            "created_at": "2026-12-31T23:30:00Z",
            "repository_url": f"{self.url}/api/v3/repos/{repo}",
        } | more

    def comment(self, repo, number, user):
        self.answers[f"/repos/{repo}/issues/comments/{number}"] = {
            "user": user,
            "created_at": "2026-11-05T08:00:00Z",
            "url": f"{self.url}/api/v3/repos/{repo}/issues/comments/{number}",
        }

    def commit(self, repo, sha, author):
        self.answers[f"/repos/{repo}/commits/{sha}"] = {
            "sha": sha,
            "url": f"{self.url}/api/v3/repos/{repo}/commits/{sha}",
            "author": author,
            "commit": {"committer": {"date": "2026-10-10T12:00:00+02:00"}},
        }


class Handler(BaseHTTPRequestHandler):
    server: FakeAPI

    def do_GET(self):
        path = self.path.removeprefix("/api/v3")
        found = self.server.answers.get(path)
        body = json.dumps(found or {"message": "Not Found"}).encode()
        etag = f'W/"{sha256(body).hexdigest()}"'
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            status = 401
        elif found and self.headers["If-None-Match"] == etag:
            status = 304  # costs nothing
        elif self.server.left < 1:
            status = 403
        else:
            status = 200 if found else 404
            self.server.left -= 1
        self.server.asked.append((path, status))
        self.answer(status, body if status != 304 else b"", etag)

    def answer(self, status, body, etag):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", etag)
        self.send_header("X-RateLimit-Remaining", str(self.server.left))
        self.send_header("X-RateLimit-Reset", str(self.server.resets_at))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def serve():
    server = FakeAPI()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
