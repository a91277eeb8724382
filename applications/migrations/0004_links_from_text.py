"""What applicants listed as text becomes rows: one for each address, with the words around it. Nothing typed is lost."""

import re

from django.db import migrations

from applications.links import kind_of, normalized, reference

ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+", re.IGNORECASE)
LONGEST_ADDRESS = 500
WAITING = ("submitted", "in_review", "shortlisted", "waitlisted", "offered")


def rows_of(text):
    """``[(url, words), …]``, each url once, in the order of the text. Without any address: one row of words."""
    words = {}  # by url; "" until the first one appears
    for line in filter(None, map(str.strip, text.splitlines())):
        found = [each.rstrip(".,;:!?'\"") for each in ADDRESS.findall(line)]
        urls = [normalized(each) if len(normalized(each)) <= LONGEST_ADDRESS else "" for each in found]
        for typed, url in zip(found, urls):
            line = line.replace(typed, "", 1) if url else line
        urls = [url for url in urls if url]
        for url in urls:
            words.setdefault(url, [])
        words.setdefault(urls[0] if urls else next(reversed(words), ""), []).append(line.strip())
    before = words.pop("", []) if len(words) > 1 else []
    rows = [[url, "\n".join(filter(None, lines))] for url, lines in words.items()]
    if before:
        rows[0][1] = "\n".join(filter(None, [*before, rows[0][1]]))
    return rows


def forwards(apps, schema_editor):
    Version = apps.get_model("applications", "Version")
    for version in Version.objects.exclude(contributions="").select_related("application").iterator():
        _move(apps, version)


def _move(apps, version):
    Link, Contribution = (apps.get_model("applications", name) for name in ("Link", "Contribution"))
    rows = rows_of(version.contributions)
    Link.objects.bulk_create(
        Link(version=version, position=position, url=url, kind=kind_of(url), title=words)
        for position, (url, words) in enumerate(rows, start=1)
    )
    if version.submitted_at is None:
        return
    application = version.application
    Contribution.objects.bulk_create(
        (
            Contribution(
                person_id=application.person_id,
                cohort_id=application.cohort_id,
                url=url,
                listed_at=version.submitted_at,
                verify_at=version.submitted_at if application.state in WAITING and reference(url) else None,
            )
            for url, _words in rows
            if url
        ),
        ignore_conflicts=True,
    )


def backwards(apps, schema_editor):
    Version = apps.get_model("applications", "Version")
    for version in Version.objects.filter(links__isnull=False).distinct().prefetch_related("links"):
        version.contributions = "\n".join(
            " ".join(filter(None, [link.url, link.title])) for link in version.links.order_by("position")
        )
        version.save(update_fields=["contributions"])


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_contributions_as_rows")]

    operations = [migrations.RunPython(forwards, backwards)]
