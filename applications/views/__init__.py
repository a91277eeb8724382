from .appeals import Appeals, answer, appeal
from .assignment import assign, reading, unassign
from .choosing import choose
from .contribution import contribution
from .contribution_log import comment, contribution_log, log_entry
from .draft import apply, section, submit, withdraw
from .eligibility import facts, self_check
from .flags import Flags, flag
from .passing import pass_on_many
from .publishing import publication
from .recusal import lift_own_recusal, lift_recusal
from .redaction import redaction
from .review import final_review, recuse, review, reviews
from .screening import application, decline, extend, offer, pass_on, screening, take_back
from .shortlist import (
    publish_shortlist,
    ranking,
    shortlist_add,
    shortlist_by_finals,
    shortlist_rank,
    shortlist_remove,
    shortlists,
)
from .snippets import delete_snippet, snippet, snippets
from .status import accept, status, turn_down
from .submitted import submitted
from .twins import resume, set_aside, tell_apart

__all__ = [
    "Appeals",
    "Flags",
    "accept",
    "answer",
    "appeal",
    "application",
    "apply",
    "assign",
    "choose",
    "comment",
    "contribution",
    "contribution_log",
    "decline",
    "delete_snippet",
    "extend",
    "facts",
    "final_review",
    "flag",
    "lift_own_recusal",
    "lift_recusal",
    "log_entry",
    "offer",
    "pass_on",
    "pass_on_many",
    "publication",
    "publish_shortlist",
    "ranking",
    "reading",
    "recuse",
    "redaction",
    "resume",
    "review",
    "reviews",
    "screening",
    "section",
    "self_check",
    "set_aside",
    "shortlist_add",
    "shortlist_by_finals",
    "shortlist_rank",
    "shortlist_remove",
    "shortlists",
    "snippet",
    "snippets",
    "status",
    "submit",
    "submitted",
    "take_back",
    "tell_apart",
    "turn_down",
    "unassign",
    "withdraw",
]
