"""Applications that look like one person's with two accounts. Found as they are submitted; organizers decide.

What is compared is kept as traces: addresses and GitHub accounts as they are, of the texts a sketch (the smallest
hashes of their runs of words, as in Broder's work on near-duplicate pages), so that finding costs one query.
"""

import re
from collections import defaultdict
from hashlib import blake2b

from allauth.account.models import EmailAddress

from .models.twin import Trace, Twin

RUN = 5  # words
SKETCH = 16  # hashes
ALIKE = 9  # of them in common: more than half of what was written
MOST = 400  # traces of others looked at
_TEXTS = ("about", "motivation")


def look(application, now):
    """Keep the traces of what was just submitted, and pair it with whatever has the same. A few queries."""
    traces = {(kind, value) for kind, value in _traces(application)}
    application.traces.all().delete()
    Trace.objects.bulk_create(Trace(application=application, kind=kind, value=value) for kind, value in traces)
    found = {pk: kinds for pk, kinds in _shared(application, traces).items() if kinds}
    Twin.objects.of(application).filter(told_apart_at=None).delete()
    pairs = [(*sorted((application.pk, pk)), sorted(kinds)) for pk, kinds in found.items()]
    Twin.objects.bulk_create(
        [Twin(first_id=first, second_id=second, kinds=kinds, found_at=now) for first, second, kinds in pairs],
        ignore_conflicts=True,
    )


def _shared(application, traces):
    """``{other application: the kinds they share}``"""
    alike = Trace.objects.filter(
        application__cohort=application.cohort_id, value__in={value for _kind, value in traces}
    ).exclude(application=application)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pk, kind, value in alike.values_list("application", "kind", "value")[:MOST]:
        if (kind, value) in traces:
            counts[pk][kind] += 1
    return {
        pk: {kind for kind, count in of_kind.items() if kind != Trace.Kind.TEXT or count >= ALIKE}
        for pk, of_kind in counts.items()
    }


def _traces(application):
    person = application.person
    proved = EmailAddress.objects.filter(user__person=person, verified=True)
    for address in proved.values_list("email", flat=True):
        yield Trace.Kind.EMAIL, _mailbox(address)
    if person.github_login:
        yield Trace.Kind.GITHUB, person.github_login.casefold()
    for mark in _sketch(_words(application.submitted_version)):
        yield Trace.Kind.TEXT, mark


def _mailbox(address):
    """Where the post goes: a part after a plus sign, and at Google dots, make no difference."""
    name, _at, host = address.casefold().partition("@")
    name = name.partition("+")[0]
    if host in ("gmail.com", "googlemail.com"):
        name, host = name.replace(".", ""), "gmail.com"
    return f"{name}@{host}"


def _words(version):
    texts = [getattr(version, name) for name in _TEXTS]
    for choice in version.choices.all():
        texts += [getattr(choice, name) for name in choice.PROPOSAL]
    return re.findall(r"\w+", " ".join(texts).casefold())


def _sketch(words):
    """The smallest hashes of all runs of words; none of a text too short to tell anything."""
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    marks = sorted(blake2b(run.encode(), digest_size=8).hexdigest() for run in runs)
    return marks[:SKETCH] if len(marks) >= SKETCH else []
