"""The organizers' attention list, and what was decided about what stood on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.onward import is_onward
from amp_portal.refusals import Refusal

from .. import access, attention
from ..forms.attention import SettleForm
from ..tabs import Tab


@login_required
def attention_list(request, slug):
    """What waits for somebody, the most urgent first; ``?show=settled`` what was decided."""
    cohort = access.organized_cohort(request.user, slug)
    waiting, settled = attention.waiting(cohort, request.received_at), cohort.settled.select_related("by")
    is_trail = request.GET.get("show") == "settled"
    page_obj = Paginator(settled if is_trail else waiting, 25).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "tabs": [
            Tab(_("waiting"), len(waiting), "", not is_trail),
            Tab(_("decided"), settled.count(), "show=settled", is_trail),
        ],
        "is_trail": is_trail,
        "page_obj": page_obj,
        "query": "show=settled" if is_trail else "",
        "matters": [] if is_trail else [(each, SettleForm.of(each.key, at)) for at, each in enumerate(page_obj)],
    }
    return render(request, "cohorts/attention.html", context)


@login_required
@require_POST
def settle(request, slug):
    """Take a matter off the list, with a word on what came of it."""
    cohort = access.organized_cohort(request.user, slug)
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say in a word what came of it. Nothing has changed."))
        return redirect(_back(request, slug))
    try:
        attention.settle(cohort, **form.cleaned_data, by=request.user.person, now=request.received_at)
        messages.success(request, _("Decided. Thank you for looking after this."))
    except Refusal as refusal:
        messages.error(request, refusal)
    return redirect(_back(request, slug))


def _back(request, slug):
    """The page it was decided on, where that says so (``next``); else the list."""
    onward = request.POST.get("next", "")
    return onward if is_onward(onward) else reverse("cohorts:attention", args=[slug])
