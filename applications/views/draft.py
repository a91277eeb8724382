"""Writing an application: an overview with what is missing, a page per section, and submitting."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from amp_portal import typed
from amp_portal.refusals import Refusal

from .. import access, completeness, eligibility, outlook
from ..completeness import Section
from ..forms import SECTION_FORMS
from ..models import Application
from ..refusals import StaleSection
from ..status import gone

PAGE_NAME = 16  # letters by which a page that is open in some tab is known


@login_required
@never_cache
def apply(request, slug):
    """Without an application: what to expect, and a button to start. Then: what is written and what is missing."""
    cohort, application = access.applicants_cohort(request.user, slug)
    if request.method == "POST":
        return _start(request, cohort, application)
    context = {"cohort": cohort, "phase": cohort.phase("applications"), "application": application}
    context["is_open"] = cohort.is_open("applications", request.received_at)
    context["is_ahead"] = context["phase"] is not None and request.received_at < context["phase"].starts_at
    context["announced"] = cohort.phase("mentees_announced")
    context["leads"] = cohort.leads()
    if application is None or application.is_withdrawn:
        context["in_the_way"] = eligibility.roles_in_the_way(request.user.person, cohort, request.received_at)
        return render(request, "applications/start.html", context)
    if not application.is_editable:
        return redirect(application)
    version = application.text()
    progress = completeness.progress(version, cohort)
    appeals = application.appeals.with_answer()
    context |= {
        "version": version,
        "progress": progress,
        "done": sum(not step.missing for step in progress),
        "gone": gone(version),
        "hints": completeness.hints(version, cohort),
        "outlook": outlook.of(version, cohort),
        "is_new": version.submitted_at is None,
        "verdict": eligibility.verdict_on(request.user.person, cohort, request.received_at, version=version),
        "appeals": appeals,
        "appealed": {appeal.rule for appeal in appeals if appeal.is_open},
    }
    return render(request, "applications/overview.html", context)


def _start(request, cohort, application):
    person = request.user.person
    try:
        if application and application.is_withdrawn:
            application.reopen(by=person, now=request.received_at)
        else:
            Application.start(cohort, person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
        return redirect("applications:apply", cohort.slug)
    return redirect("applications:section", cohort.slug, Section.ABOUT)


@typed.login_required
@never_cache
def section(request, slug, section):
    """One section of the draft. Also answers the autosave of static/js/autosave.js, in JSON."""
    cohort, application = access.own_draft(request.user, slug)
    if section not in Section:
        raise Http404
    section = Section(section)
    version = application.text()
    form = SECTION_FORMS[section](request.POST or None, instance=version, cohort=cohort, now=request.received_at)
    if request.method == "POST":
        save = _autosave if "autosave" in request.POST else _save
        return save(request, application, section, form)
    if not application.is_editable:
        return redirect(application)
    if words := _typed_before(request, application):
        form = SECTION_FORMS[section](words, instance=version, cohort=cohort, now=request.received_at)
        messages.warning(request, _("You were signed out meanwhile. Here is what you typed: save it."))
        return _render_section(request, application, section, form, revision=_revision(words), is_unsaved=True)
    return _render_section(request, application, section, form, revision=version.revision(section))


def _typed_before(request, application):
    """What this person sent to the page just before they signed in again; nobody else at this browser gets it."""
    words = typed.take(request)
    return words if words and words.get("application") == str(application.pk) else None


def _write(request, application, section, form):
    """Save what can be read of the form. Returns the section's revision afterwards. Raises Refusal."""
    form.is_valid()
    if not form.has_changed():
        return form.instance.revision(section)
    draft = application.save_section(
        section,
        form.write,
        revision=_revision(request.POST),
        page=request.POST.get("page", "")[:PAGE_NAME],
        now=request.received_at,
    )
    return draft.revision(section)


def _revision(words):
    """The section's revision when the page was loaded; one that no section has where that is no such number."""
    revision = words.get("revision", "")
    return int(revision) if revision.isdecimal() and len(revision) < len(str(2**31)) else -1


def _save(request, application, section, form):
    if "elsewhere" in request.POST and "preview" in request.POST:  # only a look: nothing is replaced by it
        form.is_valid()
        revision = _revision(request.POST)
        return _render_section(request, application, section, form, revision=revision, saved_elsewhere=True)
    try:
        revision = _write(request, application, section, form)
    except StaleSection as error:
        messages.error(request, error)
        revision = application.text().revision(section)
        return _render_section(
            request, application, section, form, revision=revision, saved_elsewhere=True, status=HTTPStatus.CONFLICT
        )
    except Refusal as error:
        messages.error(request, error)
        return redirect(application)
    if form.errors:
        messages.warning(request, _("Saved, except for what is marked below."))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _render_section(request, application, section, form, revision=revision, is_unsaved=True, status=status)
    messages.success(request, _("Saved."))
    if "preview" in request.POST or "more" in request.POST:
        return _render_section(request, application, section, form, revision=revision)
    following = _after(section) if "continue" in request.POST else section
    if following is None:
        return redirect("applications:apply", application.cohort.slug)
    return redirect("applications:section", application.cohort.slug, following)


def _autosave(request, application, section, form):
    try:
        revision = _write(request, application, section, form)
    except Refusal as error:
        return JsonResponse({"message": str(error)}, status=HTTPStatus.CONFLICT)
    answer = {
        "revision": revision,
        "message": _("Saved at %(time)s.") % {"time": time_format(localtime(request.received_at))},
        "pieces": _pieces(request, application, section),
    }
    if form.errors:
        answer["message"] = _("Saved, except for: %(fields)s") % {
            "fields": ", ".join(form.fields[name].label for name in form.errors)
        }
        return JsonResponse(answer, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse(answer)


def _pieces(request, application, section):
    """What of the page follows from what is saved, by id: for the autosave to put in place."""
    context = _follows(application, section) | {"cohort": application.cohort, "section": section, "is_own": True}
    names = {"progress": "applications/_progress.html"}
    if section == Section.AVAILABILITY:
        names["outlook"] = "applications/_outlook.html"
    return {name: render_to_string(template, context, request) for name, template in names.items()}


def _follows(application, section):
    """The parts with what each still needs; beside the availability, what the weeks look like."""
    version, cohort = application.text(), application.cohort
    return {
        "progress": completeness.progress(version, cohort),
        "outlook": outlook.of(version, cohort) if section == Section.AVAILABILITY else None,
    }


def _after(section):
    sections = list(Section)
    following = sections.index(section) + 1
    return sections[following] if following < len(sections) else None


def _render_section(
    request, application, section, form, *, revision, saved_elsewhere=False, is_unsaved=False, status=HTTPStatus.OK
):
    cohort = application.cohort
    context = {
        "application": application,
        "cohort": cohort,
        "phase": cohort.phase("applications"),
        "section": section,
        "following": _after(section),
        "form": form,
        "revision": revision,
        "page": request.POST.get("page") or get_random_string(PAGE_NAME),
        "saved_elsewhere": saved_elsewhere,
        "is_unsaved": is_unsaved,
        "gone": gone(application.text()) if section == Section.PROJECTS else [],
        **_follows(application, section),
    }
    return render(request, "applications/section.html", context, status=status)


@login_required
@require_POST
def submit(request, slug):
    application = access.own_submittable(request.user, slug)
    try:
        application.submit(by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
        return redirect("applications:apply", slug)
    messages.success(
        request, _("Your application has arrived. Thank you! You’ll get a receipt by email in a few minutes.")
    )
    return redirect(application)


@login_required
@require_POST
def withdraw(request, pk):
    application = access.own_application(request.user, pk)
    try:
        application.withdraw(by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
    else:
        again = application.cohort.is_open("applications", request.received_at)
        said = _("Your application is withdrawn. You can apply again until the deadline.")
        messages.success(request, said if again else _("You are not on the waiting list any more. All the best!"))
    return redirect(application)
