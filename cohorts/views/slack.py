"""The Slack channel of a cohort's organizers: linking it, trying it out, and what went there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.outbox.models import Message, Webhook
from amp_portal.refusals import Refusal

from .. import access, letters, notices
from ..forms.slack import WebhookForm
from ..slack import trial, webhook_of

MOST_SHOWN = 10


@login_required
def slack(request, slug):
    cohort = access.organized_cohort(request.user, slug)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        scope = notices.scope_of(cohort)
        try:
            Webhook.link(scope, form.cleaned_data["url"], by=request.user.person, now=request.received_at)
        except Refusal as error:
            form.add_error("url", str(error))
        else:
            messages.success(request, _("The channel is linked. Send a trial post, to see that it arrives."))
            return redirect("cohorts:slack", slug)
    posts = letters.of(cohort).filter(channel=Message.Channel.SLACK)[:MOST_SHOWN]
    page = {"cohort": cohort, "form": form, "webhook": webhook_of(cohort), "posts": posts}
    return render(request, "cohorts/slack.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def test(request, slug):
    """A post that says who tried it; at most one a minute."""
    cohort = access.organized_cohort(request.user, slug)
    if webhook_of(cohort):
        trial(cohort, request.user.person, request.received_at).queue(request.received_at)
        messages.success(request, _("A trial post is on its way. What becomes of it is below."))
    else:
        messages.error(request, _("Link a channel first."))
    return redirect("cohorts:slack", slug)


@login_required
@require_POST
def unlink(request, slug):
    cohort = access.organized_cohort(request.user, slug)
    Webhook.objects.filter(scope=notices.scope_of(cohort)).delete()
    messages.success(request, _("Nothing is posted to Slack any more."))
    return redirect("cohorts:slack", slug)
