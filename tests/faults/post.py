"""A real SMTP server that drops connections, and remembers on which connection it took what."""

import asyncio
import random
import re
from collections import Counter, defaultdict
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from tests.servers import HOST, free_port


class PostOffice:
    """``drops``: how many of a hundred letters it drops the connection at, before it has taken them."""

    def __init__(self, drops, delay, seed):
        self.drops, self.delay, self.chance = drops, delay, random.Random(seed)
        self.port = free_port()
        self.dropped = 0
        self.taken = defaultdict(list)  # of each Message-ID, on which connections
        self.said = defaultdict(set)  # what each letter's text names, and the Message-IDs it came with
        self.last = {}  # of each connection, the last Message-ID taken
        self.ended_well = set()  # connections that said goodbye

    @property
    def url(self):
        return f"smtp://{HOST}:{self.port}"

    def _drops_now(self):
        if self.chance.random() * 200 < self.drops:  # at one of two places
            self.dropped += 1
            return True
        return False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self._drops_now():
            server.transport.abort()
            return "421 Gone"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.delay)
        if self._drops_now():
            server.transport.abort()
            return "421 Gone"
        letter = message_from_bytes(envelope.content, policy=policy.default)
        number, connection = letter["Message-ID"], session.peer
        self.taken[number].append(connection)
        self.last[connection] = number
        self.ended_well.discard(connection)
        for word in re.findall(r"\bword-\w+", letter.get_body(("plain",)).get_content()):
            self.said[word].add(number)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        self.ended_well.add(session.peer)
        return "221 Bye"

    # What came of it

    @property
    def letters(self):
        return sum(len(connections) for connections in self.taken.values())

    @property
    def doubled(self):
        """How often a letter came once more than once."""
        return sum(len(connections) - 1 for connections in self.taken.values())

    def unexplained(self):
        """Message-IDs that came again although the connection of an earlier time ended well, or went on after it."""
        return [
            number
            for number, connections in self.taken.items()
            for connection in connections[:-1]
            if connection in self.ended_well or self.last[connection] != number
        ]

    def under_several_ids(self):
        return [word for word, numbers in self.said.items() if len(numbers) > 1]

    def most_often(self):
        return Counter({number: len(connections) for number, connections in self.taken.items()}).most_common(3)


@contextmanager
def post_office(*, drops=5, delay=0.0, seed=1):
    office = PostOffice(drops, delay, seed)
    controller = Controller(office, hostname=HOST, port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
