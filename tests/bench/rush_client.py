"""A crowd of browsers for ``tests.bench.rush``, cheap beside what it measures: raw sockets in one thread.

An open loop: when the bytes of each request leave is settled beforehand, and waits for nobody's answer.
"""

import asyncio
import time
from dataclasses import dataclass

from tests.servers import HOST

CSRF = "c" * 32  # what a page of the portal would have put into the cookie and the form
PATIENCE = 300  # seconds for an answer


@dataclass(frozen=True)
class Answer:
    sent: float  # seconds since 1970
    ended: float
    status: int  # 0: there was none
    location: str = ""


def post(path, session):
    """The bytes of a signed-in POST without a text, as a front or the portal receives them."""
    body = f"csrfmiddlewaretoken={CSRF}"
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {HOST}",
        f"Cookie: sessionid={session}; csrftoken={CSRF}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", body]).encode()


def volley(port, requests, *, at=0.0, over=0.0):
    """Send each request on a connection of its own, evenly over so many seconds from ``at`` on: their Answers."""
    times = [at + number * over / len(requests) for number in range(len(requests))]
    return asyncio.run(_all(port, requests, times))


async def _all(port, requests, times):
    return await asyncio.gather(*(_send(port, request, at) for request, at in zip(requests, times, strict=True)))


async def _send(port, request, at):
    await asyncio.sleep(at - time.time())
    sent = time.time()
    try:
        reader, writer = await asyncio.open_connection(HOST, port)
        sent = time.time()
        writer.write(request)
        answer = await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()
    except (OSError, TimeoutError):
        answer = b""
    return _read(answer, sent, time.time())


def _read(answer, sent, ended):
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:])
    status = head[0].split(" ")[1] if answer else 0
    return Answer(sent, ended, int(status), headers.get("location", ""))


def rate(volleys):
    """Answers a second, of volleys one after another."""
    took = sum(max(each.ended for each in answers) - min(each.sent for each in answers) for answers in volleys)
    return sum(map(len, volleys)) / took
