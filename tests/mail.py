"""A real SMTP server on loopback, in the test's own process, that can also be difficult."""

import asyncio
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from .servers import HOST, free_port


class MailServer:
    """``letters`` holds what was accepted.

    ``answers`` maps a recipient to an answer like "450 Later", to "drop" (the connection) or to "hang" (until that is
    changed); ``hanging`` is set once somebody waits.
    """

    def __init__(self):
        self.letters = []
        self.answers = {}
        self.hanging = threading.Event()
        self.connections = 0
        self.port = free_port()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get(address, "250 OK")
        while self.answers.get(address) == "hang":
            self.hanging.set()
            await asyncio.sleep(0.01)
        if answer == "drop":
            server.transport.abort()
        elif answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, address):
        return [letter for letter in self.letters if letter["To"] == address]

    @property
    def url(self):
        return f"smtp://{HOST}:{self.port}"

    def use(self, settings):
        """Send the portal's mail here, as in production."""
        send_to(settings, self.port)


@contextmanager
def mail_server():
    server = MailServer()
    controller = Controller(server, hostname=HOST, port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def send_to(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, port, 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.PRODUCTION = True
