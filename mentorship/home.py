"""The mentorships of a person, on their home page."""

from django.utils.translation import gettext as _

from amp_portal.home import Place, belonging

from .todo.people import own_mentorships


@belonging
def mentorships(reader):
    """As mentee and as mentor; also those that have ended."""
    for mentorship in reader.once(own_mentorships):
        if mentorship.mentee_id == reader.person.pk:
            yield _place(mentorship, _("Your mentorship"), mentorship.project.title)
        else:
            yield _place(mentorship, _("You mentor"), str(mentorship.mentee))


def _place(mentorship, kind, title):
    return Place(
        kind,
        title,
        mentorship.get_absolute_url(),
        state="" if mentorship.is_active else mentorship.get_state_display(),
        tone=mentorship.tone,
        group=mentorship.cohort.name,
        group_url=mentorship.cohort.get_absolute_url(),
        is_over=not mentorship.is_active,
        rank=20,
    )
