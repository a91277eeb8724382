"""A GitHub API of our own on loopback, with ETags, a rate limit, moved repositories and refusals.

As on GitHub, a repository's address also answers for the commits of its forks, and a commit has whatever day its
author typed.
"""

import json
import threading
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "secret-token"


class FakeAPI(ThreadingHTTPServer):
    """``answers``: what it has, by path. ``asked``: (path, status) of every question. ``left``: of the rate limit.

    ``refuses``: ``{path: (status, headers, message)}`` of what it does not answer; ``moved``: ``{path: address}``.
    """

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, dict | list] = {}
        self.refuses: dict[str, tuple[int, dict, str]] = {}
        self.moved: dict[str, str] = {}
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

    def repo(self, name, *, branch="main"):
        self.answers[f"/repos/{name}"] = {
            "full_name": name,
            "owner": {"login": name.split("/")[0]},
            "default_branch": branch,
        }

    def pull(
        self,
        repo,
        number,
        user,
        *,
        created="2026-09-01T10:00:00Z",
        merged="2026-09-03T10:00:00Z",
        state="closed",
        branch="main",
        merge_sha="",
        commits=(),
        fork="nia/spec",
    ):
        """Its head is in a ``fork``, None where that was deleted; ``commits`` as they were before a merge."""
        self.answers[f"/repos/{repo}/pulls/{number}"] = {
            "number": number,
            "state": state,
            "user": user,
            "created_at": created,
            "merged_at": merged,
            "merge_commit_sha": merge_sha or None,
            "head": {"repo": fork and {"full_name": fork}},
            "base": {"ref": branch, "repo": {"full_name": repo, "owner": {"login": repo.split("/")[0]}}},
        }
        self.answers[f"/repos/{repo}/pulls/{number}/commits?per_page=100"] = [{"sha": sha} for sha in commits]
        return self.answers[f"/repos/{repo}/pulls/{number}"]

    def review(self, repo, pull, number, user, *, state="APPROVED", body=""):
        self.answers[f"/repos/{repo}/pulls/{pull}/reviews/{number}"] = {
            "id": number,
            "user": user,
            "state": state,
            "body": body,
            "submitted_at": "2026-10-20T08:00:00Z",
        }

    def issue(self, repo, number, user, **more):
        self.answers[f"/repos/{repo}/issues/{number}"] = {
            "number": number,
            "state": "open",
            "state_reason": None,
            "user": user,
            "created_at": "2026-12-31T23:30:00Z",
            "repository_url": f"{self.url}/api/v3/repos/{repo}",
        } | more

    def commit(self, repo, sha, author, *, on=("main",), pulls=(), typed="2020-01-01T12:00:00Z", message="Mend it"):
        """``on``: branches of the repository that lead to it, none for one that is only in a fork; ``typed``: its day
        in git; ``pulls`` that GitHub connects it with."""
        self.answers[f"/repos/{repo}/commits/{sha}"] = {
            "sha": sha,
            "url": f"{self.url}/api/v3/repos/{repo}/commits/{sha}",
            "author": author,
            "commit": {"message": message, "author": {"date": typed}, "committer": {"date": typed}},
        }
        self.answers[f"/repos/{repo}/commits/{sha}/pulls?per_page=100"] = list(pulls)
        self.compare(repo, "main", sha, "behind" if "main" in on else "diverged")
        for branch in on:
            self.compare(repo, branch, sha, "behind")

    def compare(self, repo, branch, sha, status):
        path = f"/repos/{repo}/compare/{branch}...{sha}?per_page=1&page=2"
        self.answers[path] = {"status": status, "commits": []}

    def pushes(self, repo, actor, *pushed):
        """What the server noted of pushes: ``(after, branch, when, activity_type)``."""
        self.answers[f"/repos/{repo}/activity?actor={actor['login']}&per_page=100"] = [
            {"after": after, "ref": f"refs/heads/{branch}", "timestamp": at, "activity_type": kind, "actor": actor}
            for after, branch, at, kind in pushed
        ]


class Handler(BaseHTTPRequestHandler):
    server: FakeAPI

    def do_GET(self):
        path = self.path.removeprefix("/api/v3")
        found = self.server.answers.get(path)
        refused = self.server.refuses.get(path)
        body = json.dumps({"message": "Not Found"} if found is None else found).encode()
        headers = {"ETag": f'W/"{sha256(body).hexdigest()}"'}
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            status = 401
        elif path in self.server.moved:
            status, headers = 301, {"Location": self.server.moved[path]}
        elif refused:
            status, headers, message = refused
            body = json.dumps({"message": message}).encode()
        elif found is not None and self.headers["If-None-Match"] == headers["ETag"]:
            status = 304  # costs nothing
        elif self.server.left < 1:
            status = 403
        else:
            status = 404 if found is None else 200
            self.server.left -= 1
        self.server.asked.append((path, status))
        self.answer(status, body if status != 304 else b"", headers)

    def answer(self, status, body, headers):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-RateLimit-Remaining", str(self.server.left))
        self.send_header("X-RateLimit-Reset", str(self.server.resets_at))
        for name, value in headers.items():
            self.send_header(name, value)
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
