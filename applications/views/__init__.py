from .appeals import Appeals, answer, appeal
from .choosing import choose
from .contribution import contribution
from .contribution_log import contribution_log
from .draft import apply, section, submit, withdraw
from .eligibility import facts, self_check
from .flags import Flags, flag
from .passing import pass_on_many
from .publishing import publication
from .review import assign, reading, recuse, review, reviews, unassign
from .screening import application, decline, extend, offer, pass_on, screening, take_back
from .shortlist import publish_shortlist, ranking, shortlist_add, shortlist_rank, shortlist_remove, shortlists
from .snippets import delete_snippet, snippet, snippets
from .status import accept, status, turn_down
from .submitted import submitted

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
    "contribution",
    "contribution_log",
    "decline",
    "delete_snippet",
    "extend",
    "facts",
    "flag",
    "offer",
    "pass_on",
    "pass_on_many",
    "publication",
    "publish_shortlist",
    "ranking",
    "reading",
    "recuse",
    "review",
    "reviews",
    "screening",
    "section",
    "self_check",
    "shortlist_add",
    "shortlist_rank",
    "shortlist_remove",
    "shortlists",
    "snippet",
    "snippets",
    "status",
    "submit",
    "submitted",
    "take_back",
    "turn_down",
    "unassign",
    "withdraw",
]
