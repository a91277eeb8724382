"""What of a person's results is for keeps, on their home page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.home import Place, belonging
from mentorship.states import State
from mentorship.todo.people import own_mentorships

from .todo.people import own_certificates


@belonging
def certificates(reader):
    """For keeps."""
    for certificate in reader.once(own_certificates):
        cohort = certificate.mentorship.cohort
        yield Place(
            "",
            _("Your certificate"),
            certificate.get_absolute_url(),
            group=cohort.name,
            group_url=cohort.get_absolute_url(),
            is_over=True,
            rank=10,
        )


@belonging
def across_cohorts(reader):
    """Stipends, recognition, and what mentors write about their mentees."""
    if reader.has("stipend"):
        yield Place("", _("Your stipends"), reverse("evaluations:own-stipends"), group=_("Across cohorts"), rank=90)
    good = [each for each in reader.once(own_mentorships) if each.state in (State.ACTIVE, State.COMPLETED)]
    as_mentee = [mentorship for mentorship in good if mentorship.mentee_id == reader.person.pk]
    if as_mentee:
        yield Place("", _("Your recognition"), reverse("evaluations:own-recognition"), rank=80)
    if len(as_mentee) < len(good):
        yield Place("", _("Letters and nominations"), reverse("evaluations:mentees-recognition"), rank=81)
