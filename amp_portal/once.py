"""One press makes one thing, and no second text is lost: the rule of every form that creates something.

A form carries a token, new with each page. A press is the token together with what was sent along: the same press
again (a double click, a reload, an answer that got lost) makes nothing more; other words under the same token (the
page brought back and rewritten) are another press, so a second entry. Two ways to say so:

    class SayForm(OnceForm): …         # the row itself keeps cleaned_data["once"], under a unique constraint

    @login_required
    @once.per_press                    # everything else; {% once %} in the form
    def propose(request, slug): …
"""

import hashlib
import json
import uuid
from functools import wraps

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .users.models import Press

FLEETING = ("csrfmiddlewaretoken", "once")  # they differ from page to page, and are no words


def token() -> str:
    return uuid.uuid4().hex


def key(*parts) -> str:
    """Of a press: 32 characters, the same for the same parts only."""
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:32]


def once_field(**options):
    """The token of a form. A browser must not bring back an earlier page's: that would be a press of that page."""
    widget = forms.HiddenInput(attrs={"autocomplete": "off"})
    return forms.CharField(**{"max_length": 32, "required": False, "widget": widget, "initial": token} | options)


class OnceForm(forms.Form):
    """``cleaned_data["once"]`` is the key of the press; empty where the form came without a token."""

    once = once_field()

    def clean_once(self):
        given = self.cleaned_data["once"]
        said = [(name, self[name].data) for name in sorted(self.fields) if name != "once"]
        return key(given, said) if given else ""


def per_press(view):
    """A view whose redirect says that it made something: the same press leads there again, and makes nothing more.

    Where it answers with its page, or calls ``undo``, nothing was made and the press may come again. Without a token
    (no page of ours) the words alone are the press, for a day.
    """

    @wraps(view)
    def taken_once(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            now = request.received_at
            press, is_new = Press.objects.get_or_create(key=_key_of(request), defaults={"made": "", "at": now})
            if not is_new:
                messages.info(request, _("This arrived twice and was saved once."))
                return redirect(press.made)
            answer = view(request, *args, **kwargs)
            if answer.status_code == 302 and not getattr(request, "is_undone", False):
                Press.objects.filter(pk=press.pk).update(made=answer["Location"])
            else:
                press.delete()
        return answer

    return taken_once


def undo(request):
    """Nothing was made after all, though the answer is a redirect."""
    request.is_undone = True


def _key_of(request):
    given = request.POST.get("once", "") or f"{request.received_at:%Y-%m-%d}"
    said = sorted((name, values) for name, values in request.POST.lists() if name not in FLEETING)
    return key(request.user.pk, request.path, given, said)
