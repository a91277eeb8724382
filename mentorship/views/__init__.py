from .cohort import MentorshipList, close_attention
from .milestones import move_milestone, replan
from .room import room
from .writing import answer, call, feedback, question, update

__all__ = [
    "MentorshipList",
    "answer",
    "call",
    "close_attention",
    "feedback",
    "move_milestone",
    "question",
    "replan",
    "room",
    "update",
]
