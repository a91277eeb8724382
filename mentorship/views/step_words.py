"""The letters about silence in a cohort's own words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.lines import as_plain
from cohorts.access import organized_cohort

from ..care_forms import StepWordsForm
from ..models import Episode, StepWords
from ..step_texts import STEP_TEXTS, filled, words_of


@login_required
def step_letters(request, slug):
    cohort = organized_cohort(request.user, slug)
    own = set(cohort.step_words.values_list("step", flat=True))
    rows = [(text, text.name in own) for text in STEP_TEXTS.values()]
    return render(request, "mentorship/step_letters.html", {"cohort": cohort, "rows": rows})


@login_required
def step_letter(request, slug, step):
    """Edit one; ``preview`` shows it with what is true of a mentorship of the cohort, and keeps nothing."""
    cohort, text = organized_cohort(request.user, slug), _text(step)
    own = cohort.step_words.filter(step=step).first()
    subject, body = words_of(cohort, text)
    instance = own or StepWords(cohort=cohort, step=step)
    form = StepWordsForm(request.POST or None, instance=instance, text=text, initial={"subject": subject, "body": body})
    preview = None
    if request.method == "POST" and form.is_valid():
        if "preview" not in request.POST:
            form.save()
            messages.success(request, _("Kept. Letters sent from now on say it like this."))
            return redirect("mentorship:step-letters", slug)
        preview = _preview(cohort, text, form.cleaned_data, request.user.person, request.received_at)
    context = {"cohort": cohort, "text": text, "form": form, "is_own": own is not None, "preview": preview}
    return render(request, "mentorship/step_letter.html", context, status=422 if form.errors else 200)


def _preview(cohort, text, words, organizer, now):
    """With the cohort's newest silence, else as if its newest mentorship had just fallen silent. No link works."""
    episodes = Episode.objects.filter(mentorship__cohort=cohort).select_related(
        "mentorship__mentee", "mentorship__project"
    )
    mentorship = cohort.mentorships.select_related("mentee", "project").first()
    episode = episodes.first() or (mentorship and Episode(pk=0, mentorship=mentorship, silent_since=now))
    if episode is None:
        return {"subject": words["subject"], "body": words["body"]}
    reader = episode.mentorship.mentee if "fine" in text.needs else organizer
    links = dict.fromkeys(("link", "fine", "help", "break"), "https://…")
    said = filled(text, words["subject"], words["body"], episode=episode, reader=reader, links=links)
    return {part: as_plain(words) for part, words in said.items()}


@login_required
@require_POST
def reset_step_letter(request, slug, step):
    cohort = organized_cohort(request.user, slug)
    for own in cohort.step_words.filter(step=_text(step).name):
        own.delete()
    messages.success(request, _("The usual words hold again."))
    return redirect("mentorship:step-letter", slug, step)


def _text(step):
    if step not in STEP_TEXTS:
        raise Http404
    return STEP_TEXTS[step]
