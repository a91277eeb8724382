from .cohort import Cohort, Phase
from .mentor import MentorApplication, MentorApplicationMove
from .mentor_wish import MentorWish
from .organizer import Invitation, Organizer
from .participation import OtherProgramPlace, ParticipantList, Participation
from .project import Project
from .project_parts import ProjectMentor, ProjectMilestone, ProjectMove, ProjectTask, Skill
from .schedule_change import ScheduleChange, Shift
from .settled import Settled
from .voice import Voice

__all__ = [
    "Cohort",
    "Invitation",
    "MentorApplication",
    "MentorApplicationMove",
    "MentorWish",
    "Organizer",
    "OtherProgramPlace",
    "ParticipantList",
    "Participation",
    "Phase",
    "Project",
    "ProjectMentor",
    "ProjectMilestone",
    "ProjectMove",
    "ProjectTask",
    "ScheduleChange",
    "Settled",
    "Shift",
    "Skill",
    "Voice",
]
