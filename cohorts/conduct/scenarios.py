"""A report as it comes in, for tests. Nobody is real."""

import uuid

from . import codes
from .models import ConductReport


def report(cohort, now, *, body="They shouted in every call.", about="", keep_from=(), reporter="", code=None):
    code = code or codes.code_of(uuid.uuid4().hex)
    return ConductReport.receive(
        cohort,
        body=body,
        about=about,
        reporter=reporter,
        keep_from=keep_from,
        code_hash=codes.hashed(code),
        now=now,
    )
