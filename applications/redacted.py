"""What blind review hides of a submission, text by text: for the organizer who looks before mentors read it."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .blinding import PROSE
from .models import RedactionCheck
from .models.redaction import LONGEST_SHOWN
from .redaction.letters import key
from .redaction.text import Passage, passages_of_line, passages_of_prose

_LABELS = {  # as on reviewers' page
    "about": gettext_lazy("About the applicant"),
    "motivation": gettext_lazy("Motivation"),
    "absences": gettext_lazy("Availability"),
    "ai_use": gettext_lazy("Use of AI"),
    "approach": gettext_lazy("Approach"),
    "deliverables": gettext_lazy("Deliverables"),
}
MOST = 10  # of so many lines of a text one may be hidden; where it is more, an organizer looks


@dataclass(frozen=True)
class Text:
    """A text, with the paragraphs in which something is hidden; and how many lines that is, of how many."""

    label: str
    passages: list[Passage]
    lines: int
    covered: int

    @classmethod
    def of(cls, label, passages):
        counts = [passage.lines() for passage in passages]
        with_something = [passage for passage in passages if passage.spans]
        return cls(label, with_something, sum(lines for lines, _ in counts), sum(covered for _, covered in counts))

    @property
    def is_much(self):
        return self.covered * MOST > self.lines


def texts(version, finder) -> list[Text]:
    """Those of a version in which something is hidden, in the order reviewers read them. Five queries."""
    found = [(str(_LABELS[name]), passages_of_prose(getattr(version, name), finder)) for name in PROSE]
    for choice in version.choices.select_related("project").prefetch_related("steps"):
        proposal = [(_LABELS[name], passages_of_prose(getattr(choice, name), finder)) for name in choice.PROPOSAL]
        plan = [passage for step in choice.steps.all() for passage in passages_of_prose(step.text, finder)]
        found += [(f"{choice.project}: {label}", passages) for label, passages in [*proposal, (_("Timeline"), plan)]]
    titles, duties = version.links.values_list("title", flat=True), version.commitments.values_list("what", flat=True)
    for label, rows in ((_("Past contributions"), titles), (_("Other duties and absences"), duties)):
        found.append((label, [passage for row in rows for passage in passages_of_line(row, finder)]))
    built = (Text.of(label, passages) for label, passages in found)
    return [text for text in built if text.passages]


def hidden_words(found) -> list[tuple[str, str, int]]:
    """``(key, as written first, how often)`` of everything hidden that can be shown, the most frequent first."""
    written: dict[str, str] = {}
    often: Counter = Counter()
    for words in (words for text in found for passage in text.passages for words in passage.hidden):
        if 0 < len(folded := key(words)) <= LONGEST_SHOWN:
            written.setdefault(folded, words)
            often[folded] += 1
    return [(folded, written[folded], times) for folded, times in often.most_common()]


def waits_for_a_look(application, veil, now) -> bool:
    """Whether mentors can't read the last submission yet. Whoever finds that first asks an organizer, once.

    ``veil``: that of reviewers.
    """
    if not veil.is_down:
        return False
    version = application.submitted_version
    check = RedactionCheck.objects.filter(version=version).first()
    if check is None and any(text.is_much for text in texts(version, veil.finder(application))):
        check = RedactionCheck.objects.get_or_create(version=version, defaults={"asked_at": now})[0]
    return check is not None and check.looked_at is None
