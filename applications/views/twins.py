"""Two applications that look like one person's: set one aside, or say that they are two people."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access
from ..models.twin import take_up_again
from .stale import signed_in_or_back_to


@signed_in_or_back_to("applications:screening")
@require_POST
def set_aside(request, slug, pk, twin):
    application, twin = access.suspected_twin(request.user, slug, pk, twin)
    done = _("Set aside: the other one goes on. A kind letter tells %(person)s.")
    return _try(request, application, partial(twin.set_aside, application), done)


@signed_in_or_back_to("applications:screening")
@require_POST
def tell_apart(request, slug, pk, twin):
    application, twin = access.suspected_twin(request.user, slug, pk, twin)
    return _try(request, application, twin.tell_apart, _("They are two people: the mark is gone."))


@signed_in_or_back_to("applications:screening")
@require_POST
def resume(request, slug, pk):
    application = access.screened_application(request.user, slug, pk)
    done = _("Taken up again: it waits for screening, and a letter tells %(person)s.")
    return _try(request, application, partial(take_up_again, application), done)


def _try(request, application, act, done):
    try:
        act(by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
    else:
        messages.success(request, done % {"person": application.person})
    return redirect("applications:application", application.cohort.slug, application.pk)
