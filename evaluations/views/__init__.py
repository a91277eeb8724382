from .answering import evaluate, final_work, summary
from .organizing import copy_questions, decide, pass_unflagged, prepare, preview, release, round
from .results import result

__all__ = [
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
]
