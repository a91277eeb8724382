"""Feedback for whoever is not selected: what their reviewers scored, in words, to be gone over by an organizer."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Review

STRONG, FAIR = 3.75, 2.75  # of 5, means over all reviewers: nobody learns what a single one gave

IN_WORDS = {
    "alignment": (
        gettext_lazy("Your proposal fits what the project is after."),
        gettext_lazy("Your proposal fits the project in part; say more on how it serves its goals."),
        gettext_lazy(
            "Your proposal was some way from what the project is after: begin from its description next time."
        ),
    ),
    "clarity": (
        gettext_lazy("It was clear what you would do, and why."),
        gettext_lazy("Much of it was clear; some steps could be spelled out more."),
        gettext_lazy("It was hard to see what exactly you would do: smaller, concrete steps help."),
    ),
    "feasibility": (
        gettext_lazy("What you planned can be done in the time there is."),
        gettext_lazy("The plan was ambitious in places; leave room for what goes wrong."),
        gettext_lazy("The plan would not have fitted the time: a smaller first result is more convincing."),
    ),
    "experience": (
        gettext_lazy("What you had contributed so far was convincing."),
        gettext_lazy("Your contributions were a good beginning; a few more in this project would help."),
        gettext_lazy(
            "We saw few contributions in the area of the project: small ones count, and are welcome any time."
        ),
    ),
}


def compose(applications) -> dict[int, str]:
    """``{application: text}``, an empty string for those nobody has scored. One query."""
    scores = defaultdict(list)
    for application, *given in Review.objects.filter(application__in=applications).values_list(
        "application", *Review.CRITERIA
    ):
        scores[application].append(given)
    return {application: in_words(scores.get(application, [])) for application in applications}


def in_words(scores) -> str:
    """``scores``: a row of the criteria per review."""
    if not scores:
        return ""
    means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
    lines = [f"- {_sentence(criterion, mean)}" for criterion, mean in zip(Review.CRITERIA, means, strict=True)]
    return "\n".join([_("This is what the mentors who read your application found:"), "", *lines])


def _sentence(criterion, mean):
    strong, fair, weak = IN_WORDS[criterion]
    return strong if mean >= STRONG else fair if mean >= FAIR else weak
