"""A cohort's channels in Slack, its organizers' and its community's: linking them, trying them out, what went there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.outbox.models import Message, Webhook
from amp_portal.refusals import Refusal

from .. import access, letters, notices
from ..forms.slack import WebhookForm
from ..slack import TRIALS, Audience, channels_of

MOST_SHOWN = 10


@login_required
def slack(request, slug):
    """Both channels; a POST links one."""
    cohort = access.organized_cohort(request.user, slug)
    posted = _audience(request) if request.method == "POST" else None
    forms = {each: WebhookForm(request.POST if each == posted else None, prefix=each) for each in Audience}
    form = forms.get(posted)
    if form and form.is_valid():
        by = {"by": request.user.person, "now": request.received_at}
        try:
            Webhook.link(notices.scope_of(cohort), form.cleaned_data["url"], audience=posted, **by)
        except Refusal as error:
            form.add_error("url", str(error))
        else:
            messages.success(request, _("The channel is linked. Send a trial post, to see that it arrives."))
            return redirect("cohorts:slack", slug)
    linked = channels_of(cohort)
    page = {
        "cohort": cohort,
        "form": form,
        "organizers": {"form": forms[Audience.ORGANIZERS], "webhook": linked.get(Audience.ORGANIZERS)},
        "everybody": {"form": forms[Audience.EVERYBODY], "webhook": linked.get(Audience.EVERYBODY)},
        "posts": letters.of(cohort).filter(channel=Message.Channel.SLACK)[:MOST_SHOWN],
    }
    return render(request, "cohorts/slack.html", page, status=422 if form else 200)


@login_required
@require_POST
def test(request, slug):
    """A post that says who tried it; at most one a minute."""
    cohort = access.organized_cohort(request.user, slug)
    audience = _audience(request)
    if audience in channels_of(cohort):
        TRIALS[audience](cohort, request.user.person, request.received_at).queue(request.received_at)
        messages.success(request, _("A trial post is on its way. What becomes of it is below."))
    else:
        messages.error(request, _("Link a channel first."))
    return redirect("cohorts:slack", slug)


@login_required
@require_POST
def unlink(request, slug):
    cohort = access.organized_cohort(request.user, slug)
    Webhook.objects.filter(scope=notices.scope_of(cohort), audience=_audience(request)).delete()
    messages.success(request, _("Nothing is posted to that channel any more."))
    return redirect("cohorts:slack", slug)


def _audience(request):
    """Whose channel a POST is about: the organizers', or everybody's."""
    asked = request.POST.get("audience")
    return Audience.EVERYBODY if asked == Audience.EVERYBODY else Audience.ORGANIZERS
