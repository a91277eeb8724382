"""Refusals of this app that a page answers in its own way."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal

UNJUDGED = gettext_lazy("A newer version has arrived and is being checked. Please try again in a few minutes.")


class StaleSection(Refusal):
    """The section was saved somewhere else after this page was loaded."""

    def __init__(self):
        super().__init__(
            _("This section was saved in another tab or on another device meanwhile, so this was not saved over it.")
        )


class Incomplete(Refusal):
    """``problems``: what is missing before submission (see ``completeness``)."""

    def __init__(self, problems):
        self.problems = problems
        sections = dict.fromkeys(str(problem.section.label) for problem in problems)
        super().__init__(_("Not submitted yet. Still missing: %(sections)s.") % {"sections": ", ".join(sections)})


class NewerVersion(Refusal):
    """Something else was submitted after this page was loaded."""

    def __init__(self):
        super().__init__(_("A newer version was submitted while you were reading. Here it is: please look once more."))


class DecidedElsewhere(Refusal):
    """The decision, or the words with it, were changed after this page was loaded."""

    def __init__(self):
        super().__init__(
            _(
                "Somebody changed this meanwhile, so nothing was saved over it. "
                "What you typed is still here: saving it now takes the place of theirs."
            )
        )


class NotEligible(Refusal):
    """``rules``: the results that stand in the way, each with a reason."""

    def __init__(self, rules):
        self.rules = rules
        reasons = " ".join(str(rule.reason) for rule in rules)
        super().__init__(_("The fairness rules stand in the way: %(reasons)s") % {"reasons": reasons})


class Gone(Http404):
    """Not there any more for somebody who had it open: a page says kindly what became of it, and what they can do."""


class TakenBack(Gone):
    """It is a draft again, and nobody else reads drafts."""

    def __init__(self):
        super().__init__(
            _(
                "This application is a draft again: the applicant took it back to work on it, or an eligibility rule "
                "wasn’t met. You’ll find it here once it’s submitted."
            )
        )


class LeftReview(Gone):
    """It was withdrawn or decided, or its applicant chose other projects."""

    def __init__(self):
        super().__init__(
            _("This application has left the review meanwhile: nothing is left to do for you, and nothing was saved.")
        )
