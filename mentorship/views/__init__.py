from .activity import github_activity
from .care import care, end_snooze
from .cohort import MentorshipList
from .ending import end, lift_bar
from .extending import extend
from .leave import leave, leaves, take_back_leave, take_leave
from .milestones import move_milestone, replan
from .notes import notes
from .replying import reply
from .room import entry, room, tick
from .step_words import reset_step_letter, step_letter, step_letters
from .writing import answer, call, correct, feedback, no_reply, question, update

__all__ = [
    "MentorshipList",
    "answer",
    "call",
    "care",
    "correct",
    "end",
    "end_snooze",
    "entry",
    "extend",
    "feedback",
    "github_activity",
    "leave",
    "leaves",
    "lift_bar",
    "move_milestone",
    "no_reply",
    "notes",
    "question",
    "replan",
    "reply",
    "reset_step_letter",
    "room",
    "step_letter",
    "step_letters",
    "take_back_leave",
    "take_leave",
    "tick",
    "update",
]
