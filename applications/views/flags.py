"""What the nightly look at running places found: organizers decide what follows."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import ListView

from amp_portal.refusals import Refusal

from .. import access
from ..forms import FlagForm
from ..models import Flag


class Flags(LoginRequiredMixin, ListView):
    """All flags of a cohort, the open ones first."""

    template_name = "applications/flags.html"
    context_object_name = "flags"
    paginate_by = 25

    def get_queryset(self):
        self.cohort = access.screened_cohort(self.request.user, self.kwargs["slug"])
        return Flag.objects.of(self.cohort).waiting_first().select_related("application__person")

    def get_context_data(self, **kwargs):
        return super().get_context_data(cohort=self.cohort, **kwargs)


@login_required
def flag(request, slug, pk):
    """One flag: what was found, by what evidence, what one may think of, and the decision."""
    flag = access.organized_flag(request.user, slug, pk)
    form = FlagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            flag.close(**form.cleaned_data, by=request.user.person, now=request.received_at)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Decided. Nothing has changed by itself: what follows is up to you."))
            return redirect(flag)
    context = {"flag": flag, "application": flag.application, "cohort": flag.application.cohort, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "applications/flag.html", context, status=status)
