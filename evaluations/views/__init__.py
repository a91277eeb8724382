from .answering import evaluate, final_work, summary
from .certificates import certificate, certificate_choices, certificate_pdf, verify
from .organizing import copy_questions, decide, pass_unflagged, prepare, preview, release, round
from .results import result

__all__ = [
    "certificate",
    "certificate_choices",
    "certificate_pdf",
    "copy_questions",
    "decide",
    "evaluate",
    "final_work",
    "pass_unflagged",
    "prepare",
    "preview",
    "release",
    "result",
    "round",
    "summary",
    "verify",
]
