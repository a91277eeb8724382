from .cohort import MentorshipList
from .ending import end, lift_bar
from .milestones import move_milestone, replan
from .notes import notes
from .room import entry, room
from .writing import answer, call, correct, feedback, question, update

__all__ = [
    "MentorshipList",
    "answer",
    "call",
    "correct",
    "end",
    "entry",
    "feedback",
    "lift_bar",
    "move_milestone",
    "notes",
    "question",
    "replan",
    "room",
    "update",
]
