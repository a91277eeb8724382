"""Django's admin for everything of this app. What has a verb is changed by that verb only."""

from .cohort import CohortAdmin
from .people import InvitationAdmin, MentorApplicationAdmin, OtherProgramPlaceAdmin, ParticipationAdmin
from .projects import ProjectAdmin, SkillAdmin
from .voices import VoiceAdmin

__all__ = [
    "CohortAdmin",
    "InvitationAdmin",
    "MentorApplicationAdmin",
    "OtherProgramPlaceAdmin",
    "ParticipationAdmin",
    "ProjectAdmin",
    "SkillAdmin",
    "VoiceAdmin",
]
