"""Who asks: the address behind the proxies that TRUSTED_PROXIES names, and nobody else's word for it.

``TRUSTED_PROXIES`` is a count ("1": one proxy in front; it then holds only for peers on this machine, in a private
network or at a Unix socket) or addresses and networks ("192.0.2.7, 2001:db8::/32"). Everything that forwarded headers
can say goes through here; ``amp_portal.middleware.Fronts`` removes them from any other peer's request.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FORWARDED_FOR = "HTTP_X_FORWARDED_FOR"
FORWARDED = (  # only a proxy knows these; from a client they are made up
    FORWARDED_FOR,
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_REQUEST_START",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
)
ONE_PER_PROXY = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")
NEAR = tuple(map(ip_network, ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
ONE_VISITOR_OF_IPV6 = 64  # bits: whoever has one of its addresses has them all

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Trusted:
    """What TRUSTED_PROXIES says: a count (0: there is no proxy), or networks, or nothing."""

    count: int | None = None
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @property
    def is_set(self):
        return self.count is not None or bool(self.networks)

    def __bool__(self):
        return bool(self.count or self.networks)


def trusted(text: str) -> Trusted:
    """Read the setting. Raises ImproperlyConfigured, in words."""
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    if len(entries) == 1 and entries[0].isdecimal():
        return Trusted(count=int(entries[0]))
    try:
        return Trusted(networks=tuple(ip_network(entry) for entry in entries))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES is the number of proxies in front of the portal, or their addresses and networks, "
            f"separated by commas: {error}."
        ) from error


def is_trusted_front(meta) -> bool:
    """Whether the peer of this request (``request.META``, or a WSGI environ) is a proxy whose word counts."""
    peer = _peer(meta)
    if settings.TRUSTED_PROXIES.networks:
        return peer is not None and _is_in(peer, settings.TRUSTED_PROXIES.networks)
    return bool(settings.TRUSTED_PROXIES.count) and (peer is None or _is_in(peer, NEAR))


def client_address(request) -> str:
    """The address of whoever asks, as far as it is known; empty behind a Unix socket whose front doesn't say."""
    return address_in(request.META)


def client_network(request) -> str:
    """What counts as one visitor where something is limited: an IPv4 address, or a /64 of IPv6."""
    address = client_address(request)
    if ":" in address:
        return str(ip_network((address, ONE_VISITOR_OF_IPV6), strict=False))
    return address


def address_in(meta) -> str:
    """The same as ``client_address``, of a WSGI environ."""
    hops = _hops(meta)
    return str(hops[-1]) if hops else ""


def believe(meta) -> None:
    """Leave in a request's META of the forwarded headers what a trusted proxy said, and nothing else."""
    if not is_trusted_front(meta):
        for name in FORWARDED:
            meta.pop(name, None)
        return
    depth = max(len(_hops(meta)) - (_peer(meta) is not None), 1)
    for name in ONE_PER_PROXY:
        if name in meta:
            said = meta[name].split(",")
            meta[name] = said[-min(depth, len(said))].strip()


def _hops(meta) -> list[Address]:
    """From the peer outwards to the client: each was seen by the one before it, and all but the last are trusted."""
    peer = _peer(meta)
    hops = [] if peer is None else [peer]
    if not is_trusted_front(meta):
        return hops
    trusted_proxies = settings.TRUSTED_PROXIES
    said = reversed(meta.get(FORWARDED_FOR, "").split(","))
    for number, text in enumerate(said, start=1):
        hop = _read(text)
        if hop is None:
            break
        hops.append(hop)
        if number == trusted_proxies.count or (trusted_proxies.networks and not _is_in(hop, trusted_proxies.networks)):
            break
    return hops


def _peer(meta) -> Address | None:
    """Who is at the other end of the connection; None for a Unix socket, which has no address."""
    return _read(meta.get("REMOTE_ADDR") or "")


def _read(text: str) -> Address | None:
    """An address as proxies write it: also in brackets, with a port, or an IPv4 address as IPv6. None if it is none."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_in(address, networks) -> bool:
    return any(address in network for network in networks)
