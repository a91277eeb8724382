"""Pages and posts about people who agreed to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from cohorts.access import organized_cohort

from ...models import PublicEntry, Testimonial
from .. import access, posts, public


def alumni(request):
    """For everybody: who completed a program and wants to be found here. 24 a page."""
    page = Paginator(PublicEntry.objects.alumni().with_all().by_name(), 24).get_page(request.GET.get("page"))
    context = {"page_obj": page, "cards": public.cards(list(page), "on_alumni_page")}
    return render(request, "evaluations/recognition/alumni.html", context)


@login_required
def post(request, slug, kind):
    """A post to copy, for organizers."""
    cohort = organized_cohort(request.user, slug)
    made = posts.of_cohort(cohort, _known(kind))
    texts = [("md", _("As Markdown"), made.markdown), ("html", _("As HTML"), made.html)]
    context = {"cohort": cohort, "kind": kind, "post": made, "texts": texts}
    return render(request, "evaluations/recognition/post.html", context)


@login_required
def post_file(request, slug, kind, form):
    """The same as a file: ``form`` is md or html."""
    cohort = organized_cohort(request.user, slug)
    made = posts.of_cohort(cohort, _known(kind))
    if form not in ("md", "html"):
        raise Http404
    text = made.markdown if form == "md" else made.html
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{cohort.slug}-{kind}.{form}"'
    return response


def _known(kind):
    if kind not in posts.KINDS:
        raise Http404
    return kind


@login_required
def testimonials(request, slug):
    """What people agreed to have quoted, for organizers: they choose what stands on the front page."""
    cohort = organized_cohort(request.user, slug)
    said = Testimonial.objects.consented().filter(cohort=cohort)
    page = Paginator(said, 25).get_page(request.GET.get("page"))
    return render(request, "evaluations/recognition/testimonials.html", {"cohort": cohort, "page_obj": page})


@login_required
@require_POST
def feature_testimonial(request, slug, pk):
    """On the front page, or off it again."""
    said = access.testimonial_to_feature(request.user, slug, pk)
    try:
        if "take_off" in request.POST:
            said.unfeature()
            messages.success(request, _("It is off the front page."))
        else:
            said.feature(by=request.user.person, now=request.received_at)
            messages.success(request, _("It is on the front page now."))
    except Refusal as error:
        messages.error(request, error)
    return redirect("evaluations:testimonials", slug)
