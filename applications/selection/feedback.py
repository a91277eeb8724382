"""Feedback for whoever is not selected: what their reviewers scored, in words, to be gone over by an organizer."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import FinalReview, Review

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
TOGETHER_IN_WORDS = {
    "communication": (
        gettext_lazy("It was always clear where you stood, and you asked when something was not."),
        gettext_lazy("You kept in touch; say a little earlier where you are, above all when you are stuck."),
        gettext_lazy("We often did not know where you stood: a short note now and then makes working together easy."),
    ),
    "understanding": (
        gettext_lazy("You understood what the project is for and how it hangs together."),
        gettext_lazy("You found your way into parts of the project; reading along in its issues shows the rest."),
        gettext_lazy("The project is a lot to take in: its guide for contributors and small issues are a good way in."),
    ),
    "quality": (
        gettext_lazy("What you contributed was good work."),
        gettext_lazy("What you contributed was useful; a look at it with a reviewer's eyes makes it stronger."),
        gettext_lazy("What you contributed needed more care: tests and a small scope help the most."),
    ),
    "conduct": (
        gettext_lazy("Working with you was a pleasure."),
        gettext_lazy("Working with you went well; take up what others suggest, and offer them help, too."),
        gettext_lazy("Working together was not easy: listening to what others suggest is half of the work."),
    ),
}


def compose(applications) -> dict[int, str]:
    """``{application: text}``, an empty string for those nobody has scored. Two queries."""
    read, together = _given(Review, applications), _given(FinalReview, applications)
    return {
        application: in_words(read.get(application, []), together.get(application, [])) for application in applications
    }


def _given(model, applications):
    """``{application: [a row of the criteria per review]}``"""
    scores = defaultdict(list)
    for application, *given in model.objects.filter(application__in=applications).values_list(
        "application", *model.CRITERIA
    ):
        scores[application].append(given)
    return scores


def in_words(read, together=()) -> str:
    """A row of the criteria per review: of those of the application, and of final ones."""
    parts = [
        (_("This is what the mentors who read your application found:"), IN_WORDS, read),
        (_("And this is how they found working with you in the contribution period:"), TOGETHER_IN_WORDS, together),
    ]
    return "\n\n".join(_part(*part) for part in parts if part[-1])


def _part(opening, words, scores):
    means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
    lines = [f"- {_sentence(words[criterion], mean)}" for criterion, mean in zip(words, means, strict=True)]
    return "\n".join([opening, "", *lines])


def _sentence(words, mean):
    strong, fair, weak = words
    return strong if mean >= STRONG else fair if mean >= FAIR else weak
