"""A stand-in for Slack on loopback: takes what is posted, and answers as it is told."""

import json
import threading
from collections import defaultdict
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .servers import HOST


class Slack:
    """``answers``: what the next posts get, ``(status, headers)``, or "drop" (the connection); then always 200."""

    def __init__(self):
        self.posts = []  # texts taken
        self.by_path = defaultdict(list)  # the same, by where they were posted
        self.asked = 0
        self.answers = []
        self.port = None

    @property
    def origin(self):
        return f"http://{HOST}:{self.port}"

    @property
    def url(self):
        return f"{self.origin}/services/T0/B0/s3cr3t"


def _handler(slack):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            slack.asked += 1
            posted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = slack.answers.pop(0) if slack.answers else (200, {})
            if answer == "drop":
                self.close_connection = True
                return
            status, headers = answer
            if status == 200:
                slack.posts.append(posted["text"])
                slack.by_path[self.path].append(posted["text"])
            said = b"ok" if status == 200 else b"no_service"
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_args):
            """Says nothing."""

    return Handler


@contextmanager
def slack_server():
    slack = Slack()
    with ThreadingHTTPServer((HOST, 0), _handler(slack)) as server:
        slack.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield slack
        finally:
            server.shutdown()
            thread.join()
