from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .. import access
from ..forms import SayForm
from ..models import Note
from .desk import Desk, write


@login_required
@never_cache
def notes(request, pk):
    """What mentors and organizers note for each other, and a form for one more."""
    seat = access.among_mentors(request.user, pk)
    mentorship, person = seat.mentorship, request.user.person
    written = Note.objects.readable_by(seat)
    desk = Desk(
        mentorship,
        place="note",
        form=lambda data, **kwargs: SayForm(data, label=_("Your note"), **kwargs),
        post=lambda **said: Note.write(mentorship, **said),
        posted=written.filter(author=person),
        thanks=_("Noted."),
        template="mentorship/notes.html",
        for_mentee=False,
        back=request.path,
        context={
            "title": _("Private notes"),
            "button": _("Note it"),
            "seat": seat,
            "page_obj": Paginator(written.select_related("author"), 25).get_page(request.GET.get("page")),
            "lead": _("For the project's mentors and the organizers. %(mentee)s never sees them.")
            % {"mentee": mentorship.mentee},
        },
    )
    return write(request, desk)
