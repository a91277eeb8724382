from .cohort import Cohort, Phase
from .cohort_change import CohortChange, SettingShift, SettingsProposal, Shift
from .event import Event
from .invitation_claim import InvitationClaim
from .mentor import MentorApplication, MentorApplicationMove
from .mentor_wish import MentorWish
from .name_check import NameCheck
from .organizer import Invitation, Organizer
from .participation import ImportedPlace, OtherProgramPlace, ParticipantList, Participation
from .project import Project
from .project_parts import ProjectMentor, ProjectMilestone, ProjectMove, ProjectTask, Skill
from .settled import Listed, Settled
from .voice import Voice

from ..conduct.models import ConductHandler  # isort: skip - a package of its own, built on the models above

__all__ = [
    "Cohort",
    "CohortChange",
    "ConductHandler",
    "Event",
    "ImportedPlace",
    "Invitation",
    "InvitationClaim",
    "Listed",
    "MentorApplication",
    "MentorApplicationMove",
    "MentorWish",
    "NameCheck",
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
    "SettingShift",
    "SettingsProposal",
    "Settled",
    "Shift",
    "Skill",
    "Voice",
]
