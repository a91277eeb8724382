from .cohort import Cohort, Phase
from .mentor import MentorApplication, MentorApplicationMove
from .organizer import Invitation, Organizer
from .participation import OtherProgramPlace, Participation
from .project import Project, ProjectMentor, ProjectMilestone, ProjectMove, ProjectTask, Skill

__all__ = [
    "Cohort",
    "Invitation",
    "MentorApplication",
    "MentorApplicationMove",
    "Organizer",
    "OtherProgramPlace",
    "Participation",
    "Phase",
    "Project",
    "ProjectMentor",
    "ProjectMilestone",
    "ProjectMove",
    "ProjectTask",
    "Skill",
]
