"""A web server on loopback that answers byte by byte as a test says: slowly, packed, endlessly, with redirects."""

import socket
import threading
from contextlib import contextmanager

from .servers import HOST


class Hostile:
    """``answers``: by path a list of pieces, sent ``pause`` seconds apart. ``asked``: the requests' first lines."""

    def __init__(self, listener):
        self._listener = listener
        self._over = threading.Event()
        self.answers: dict[str, list[bytes]] = {}
        self.pause = 0.0
        self.asked: list[str] = []

    @property
    def port(self):
        return self._listener.getsockname()[1]

    def url(self, path="/list", host=HOST):
        return f"http://{host}:{self.port}{path}"

    def answer(self, path, body=b"", *, status="200 OK", **headers):
        """A whole answer at once; headers by name, with underscores for hyphens."""
        lines = {"Content-Length": len(body), "Connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.answers[path] = [f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body]

    def serve(self):
        while not self._over.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, connection):
        with connection:
            try:
                first = connection.recv(65536).decode().partition("\r\n")[0]
                self.asked.append(first)
                for piece in self.answers.get(first.split(" ")[1], []):
                    connection.sendall(piece)
                    if self._over.wait(self.pause):
                        return
            except (OSError, IndexError):
                return  # whoever asked has had enough

    def stop(self):
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def hostile_server(host=HOST):
    with socket.create_server((host, 0)) as listener:
        server = Hostile(listener)
        thread = threading.Thread(target=server.serve, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stop()
            thread.join()
