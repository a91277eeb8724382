"""The portal's way out: each HTTP request that it makes itself is made here.

    with outgoing.Client(largest=2_000_000, redirects=3) as client:
        answer = client.ask("GET", "https://example.org/list.yaml")

One deadline holds over all of it, from looking up the name to the last byte, however slowly they come. The body's limit
is one of what it unpacks to. Connections are made to public addresses only: the one that was checked is the one that
is connected to, after each redirect again. A host of the community's own network has to be named (PRIVATE_HOSTS).
"""

import functools
import ipaddress
import json
import queue
import socket
import threading
import time
import zlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT = httpx.Timeout(10, connect=5)  # of a single wait
PATIENCE = 20  # seconds for a question and its whole answer
LARGEST = 5_000_000  # bytes of an answer, unpacked
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Unanswered(Exception):
    """There is no answer that can be used; ``str(error)`` says why, and nothing of the address."""


class TooSlow(Unanswered):
    """The deadline passed before the last byte."""


class TooLarge(Unanswered):
    """The answer is larger than allowed, perhaps only once unpacked."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def is_success(self):
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def text(self):
        return self.content.decode(errors="replace")

    def json(self) -> Any:
        """Raises ValueError where it is none, or nested beyond reason."""
        try:
            return json.loads(self.content)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


class Client:
    """Asks one server after another, in one thread. A context manager.

    ``private_hosts`` are named on top of the setting; ``redirects``: how many are followed, and where it ``stays``,
    on the server that was asked only.
    """

    def __init__(
        self,
        *,
        base_url="",
        headers=None,
        private_hosts=(),
        largest=LARGEST,
        patience=PATIENCE,
        redirects=0,
        stays=False,
    ):
        self._named = {host.lower() for host in (*settings.PRIVATE_HOSTS, *private_hosts)}
        self._network = _Network(self._named)
        self._largest, self._patience, self._redirects, self._stays = largest, patience, redirects, stays
        self._http = httpx.Client(
            base_url=base_url,
            headers={"User-Agent": settings.SITE_NAME, **(headers or {}), "Accept-Encoding": "gzip"},
            timeout=TIMEOUT,
            transport=_Transport(self._network),
            trust_env=False,
        )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._http.close()

    def ask(self, method, url, *, headers=None, json=None) -> Answer:
        """Raises Unanswered. Any status is an answer, but a redirect beyond those that are followed."""
        until = self._network.until = time.monotonic() + self._patience
        try:
            request = self._http.build_request(method, url, headers=headers, json=json)
            for _hop in range(self._redirects + 1):
                self._check_scheme(request.url)
                response = self._http.send(request, stream=True)
                try:
                    if response.next_request is None or not self._redirects:
                        return Answer(response.status_code, response.headers, _body(response, self._largest, until))
                    request = self._followed(request, response.next_request)
                finally:
                    response.close()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if time.monotonic() >= until:
                raise TooSlow(_("too slow")) from None
            raise Unanswered(type(error).__name__) from None
        raise Unanswered(_("too many redirects"))

    def _followed(self, request, onward):
        if self._stays and _server(request.url) != _server(onward.url):
            raise Unanswered(_("it leads to another server"))
        return onward

    def _check_scheme(self, url):
        """In production nothing is asked in the clear, but of a host of our own network."""
        if url.scheme == "https" or (url.scheme == "http" and (not settings.PRODUCTION or url.host in self._named)):
            return
        raise Unanswered(
            _("neither https nor a host named in PRIVATE_HOSTS") if settings.PRODUCTION else _("neither http nor https")
        )


def _server(url):
    return url.scheme, url.host, url.port


def _body(response, largest, until):
    """The body, unpacked as it comes and never beyond the limit."""
    unpacked, packed, unpacker = bytearray(), 0, None
    for chunk in response.iter_raw():
        unpacker = unpacker or _Unpacker(response.headers.get("Content-Encoding", "identity"))
        packed += len(chunk)
        unpacked += unpacker.unpack(chunk, largest + 1 - len(unpacked))
        if max(packed, len(unpacked)) > largest:
            raise TooLarge(_("too large"))
        if time.monotonic() > until:
            raise TooSlow(_("too slow"))
    if unpacker and not unpacker.is_complete:
        raise Unanswered(_("broken off"))
    return bytes(unpacked)


class _Unpacker:
    """Takes gzip, which is all that is asked for: other decoders unpack without a limit."""

    def __init__(self, packed_as):
        self._zlib = None
        if packed_as.strip().lower() in ("gzip", "x-gzip"):
            self._zlib = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        elif packed_as.strip().lower() not in ("", "identity"):
            raise Unanswered(_("packed in a way we did not ask for"))

    def unpack(self, chunk, limit):
        """At most so many bytes; what is left then is dropped."""
        try:
            return self._zlib.decompress(chunk, limit) if self._zlib else chunk
        except zlib.error as error:
            raise Unanswered(_("broken off")) from error

    @property
    def is_complete(self):
        return self._zlib is None or (self._zlib.eof and not self._zlib.unused_data)


class _Transport(httpx.HTTPTransport):
    def __init__(self, network):
        super().__init__(verify=_trusted())
        # httpx has no other door for a network of one's own.
        self._pool = httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=network)


@functools.cache
def _trusted():
    """Reading the certificates takes longer than most requests."""
    return httpx.create_ssl_context()


class _Network(httpcore.NetworkBackend):
    """Sockets to checked addresses; each single wait ends at the deadline ``until`` (of time.monotonic)."""

    def __init__(self, named):
        self._named = named
        self._sockets = httpcore.SyncBackend()
        self.until = 0.0

    def left(self, timeout):
        """Seconds that a wait may take."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TooSlow(_("too slow"))
        return left if timeout is None else min(timeout, left)

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        failed = httpcore.ConnectError("no address")
        for address in self._addresses(host, port, timeout):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self.left(timeout), local_address=local_address, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Stream(stream, self)
        raise failed

    def _addresses(self, host, port, timeout):
        found = _look_up(host, port, self.left(timeout))
        if host.lower() in self._named:
            return found
        public = [address for address in found if is_public(address)]
        if found and not public:
            raise Unanswered(_("a private address; name the host in PRIVATE_HOSTS if it is yours"))
        return public


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, stream, network):
        self._stream, self._network = stream, network

    def read(self, max_bytes, timeout=None):
        return self._stream.read(max_bytes, self._network.left(timeout))

    def write(self, buffer, timeout=None):
        self._stream.write(buffer, self._network.left(timeout))

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        stream = self._stream.start_tls(ssl_context, server_hostname, self._network.left(timeout))
        return _Stream(stream, self._network)

    def close(self):
        self._stream.close()

    def get_extra_info(self, info):
        return self._stream.get_extra_info(info)


def _look_up(host, port, seconds):
    """The addresses of a name, each once. A resolver has no time limit, so a thread waits for it."""
    answers: queue.SimpleQueue = queue.SimpleQueue()

    def ask():
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return list(dict.fromkeys(entry[4][0] for entry in answers.get(timeout=seconds)))
    except queue.Empty:
        raise httpcore.ConnectTimeout from None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where it carries one of the older kind inside."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside:
            return is_public(str(inside))
    return ip.is_global and not ip.is_multicast
