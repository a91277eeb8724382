"""States and transition tables of projects and mentor applications (docs/program.md, Projects and Mentors)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProjectState(TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for review")
    CHANGES_REQUESTED = "changes", _("changes asked for")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("not taken up")
    WITHDRAWN = "withdrawn", _("withdrawn")


PROJECT_TRANSITIONS: dict[str, set[str]] = {
    ProjectState.DRAFT: {ProjectState.SUBMITTED, ProjectState.WITHDRAWN},
    ProjectState.SUBMITTED: {
        ProjectState.APPROVED,
        ProjectState.CHANGES_REQUESTED,
        ProjectState.REJECTED,
        ProjectState.WITHDRAWN,
    },
    ProjectState.CHANGES_REQUESTED: {ProjectState.SUBMITTED, ProjectState.WITHDRAWN},
    ProjectState.APPROVED: {ProjectState.SUBMITTED, ProjectState.WITHDRAWN},  # edited: back to review
    ProjectState.REJECTED: {ProjectState.CHANGES_REQUESTED},  # the organizers changed their mind
    ProjectState.WITHDRAWN: {ProjectState.DRAFT},
}

PROJECT_TONES = {
    ProjectState.SUBMITTED: "info",
    ProjectState.CHANGES_REQUESTED: "warning",
    ProjectState.APPROVED: "success",
}


class MentorState(TextChoices):
    INVITED = "invited", _("invited")
    APPLIED = "applied", _("waiting for an organizer")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("not this time")
    WITHDRAWN = "withdrawn", _("withdrawn")


MENTOR_TRANSITIONS: dict[str, set[str]] = {
    MentorState.INVITED: {MentorState.APPROVED, MentorState.DECLINED, MentorState.WITHDRAWN},
    MentorState.APPLIED: {MentorState.APPROVED, MentorState.DECLINED, MentorState.WITHDRAWN},
    MentorState.APPROVED: {MentorState.WITHDRAWN},
    MentorState.DECLINED: {MentorState.INVITED},
    MentorState.WITHDRAWN: {MentorState.APPLIED, MentorState.INVITED},
}
MENTOR_TONES = {MentorState.APPLIED: "info", MentorState.APPROVED: "success"}
