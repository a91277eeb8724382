from .cohort import MentorshipList
from .milestones import move_milestone, replan
from .notes import notes
from .room import entry, room
from .writing import answer, call, correct, feedback, question, update

__all__ = [
    "MentorshipList",
    "answer",
    "call",
    "correct",
    "entry",
    "feedback",
    "move_milestone",
    "notes",
    "question",
    "replan",
    "room",
    "update",
]
