"""Where somebody writes in a room: one form, its draft kept on the server, posted once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .. import mentions
from ..models import Draft, Mentorship, StaleDraft
from ..models.entry import LONGEST


@dataclass(frozen=True)
class Desk:
    """``form(data, initial=…)`` makes the form, ``post(by=…, now=…, **cleaned_data)`` takes what it holds.

    ``place`` names the draft (see Draft); ``begin(typed)`` may put something into an unposted form's fields.
    """

    mentorship: Mentorship
    place: str
    form: Callable[..., Any]
    post: Callable[..., Any]
    posted: QuerySet  # what the author has posted from here
    thanks: str
    context: dict[str, Any] = field(default_factory=dict)
    template: str = "mentorship/write.html"
    begin: Callable[[dict], dict] = lambda typed: typed
    for_mentee: bool = True  # whether the mentee reads it
    back: str = ""  # where to go on; the room where nothing is said


def write(request, desk):
    """Show the form as it was left; keep a draft of it, also by itself (static/js/autosave.js); post what it holds."""
    draft = Draft.at(desk.mentorship, desk.place, request.user.person)
    if request.method != "POST":
        return _page(request, desk, desk.form(None, initial=desk.begin(draft.content if draft else {})), draft)
    form = desk.form(request.POST)
    if "autosave" in request.POST:
        return _autosave(request, desk, form)
    for button, thanks in (("keep", _("Your draft is kept. Only you can read it.")), ("discard", _("Thrown away."))):
        if button in request.POST:
            return _keep(request, desk, form, {} if button == "discard" else _typed(form), thanks)
    return _post(request, desk, form)


def _typed(form):
    """What stands in the form's fields, readable or not."""
    names = (name for name in form.fields if name != "once")
    return {name: form.data.get(name, "").replace("\0", "").strip()[:LONGEST] for name in names}


def _revision(request):
    """That of the draft when the page was loaded; one that no draft has where it is no such number."""
    revision = request.POST.get("revision") or "0"
    return int(revision) if revision.isdecimal() and len(revision) < len(str(2**63)) else -1


def _saving(request, desk):
    """What the verbs of a Draft need."""
    author, revision = request.user.person, _revision(request)
    return {
        "keep": partial(Draft.keep, desk.mentorship, desk.place, author=author, revision=revision),
        "hand_in": partial(Draft.hand_in, desk.mentorship, desk.place, author=author, revision=revision),
    }


def _autosave(request, desk, form):
    try:
        revision = _saving(request, desk)["keep"](_typed(form), now=request.received_at)
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal)}, status=HTTPStatus.CONFLICT)
    at = time_format(localtime(request.received_at), "H:i")
    return JsonResponse(
        {"revision": revision, "message": _("Draft kept at %(time)s. Only you can read it.") % {"time": at}}
    )


def _keep(request, desk, form, content, thanks):
    try:
        _saving(request, desk)["keep"](content, now=request.received_at)
    except StaleDraft as refusal:
        return _written_elsewhere(request, desk, form, refusal)
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, thanks)
    return redirect(request.path)


def _post(request, desk, form):
    if form.is_valid():
        post = partial(desk.post, by=request.user.person, now=request.received_at, **form.cleaned_data)
        try:
            _saving(request, desk)["hand_in"](post, once=form.cleaned_data["once"])
        except StaleDraft as refusal:
            return _written_elsewhere(request, desk, form, refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, desk.thanks)
            return redirect(desk.back or desk.mentorship)
    return _page(request, desk, form, revision=_revision(request), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _written_elsewhere(request, desk, form, refusal):
    """What was typed stays; posted or kept once more it takes the place of what was written elsewhere."""
    messages.error(request, refusal)
    draft = Draft.at(desk.mentorship, desk.place, request.user.person)
    return _page(request, desk, form, draft, written_elsewhere=True, status=HTTPStatus.CONFLICT)


def _page(request, desk, form, draft=None, *, revision=None, written_elsewhere=False, status=HTTPStatus.OK):
    drafts = f"room/{desk.mentorship.pk}/{desk.place}/"
    context = desk.context | {
        "mentorship": desk.mentorship,
        "form": form,
        "draft": draft,
        "drafts": drafts,
        "draft_name": f"{drafts}{desk.posted.count()}",  # another one after each post
        "revision": revision if revision is not None else draft.revision if draft else 0,
        "written_elsewhere": written_elsewhere,
        "handles": [
            (handle, person)
            for handle, person in mentions.people(desk.mentorship, with_mentee=desk.for_mentee).items()
            if person != request.user.person
        ],
    }
    return render(request, desk.template, context, status=status)
