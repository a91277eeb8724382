"""The sections of an application, and what each still needs before it can be submitted. Drafts may be anything."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts import weeks

is_link = URLValidator(schemes=["http", "https"])


class Section(TextChoices):
    ABOUT = "about", gettext_lazy("About you")
    MOTIVATION = "motivation", gettext_lazy("Motivation")
    PROJECTS = "projects", gettext_lazy("Projects and proposals")
    CONTRIBUTIONS = "contributions", gettext_lazy("Past contributions")
    AVAILABILITY = "availability", gettext_lazy("Availability")
    DECLARATIONS = "declarations", gettext_lazy("Declarations and consent")


@dataclass(frozen=True)
class Problem:
    section: Section
    text: str


def problems(version, cohort) -> list[Problem]:
    """What stands between a draft and its submission, in the order of the sections. Four queries at most."""
    version.load_parts()
    found = {
        Section.ABOUT: _about(version),
        Section.MOTIVATION: _motivation(version),
        Section.PROJECTS: _projects(version.choices.all(), cohort),
        Section.CONTRIBUTIONS: _contributions(version),
        Section.AVAILABILITY: _availability(version),
        Section.DECLARATIONS: _declarations(version, cohort),
    }
    return [Problem(section, text) for section in Section for text in found[section]]


def hints(version, cohort) -> list[Problem]:
    """What is unusual but never refused."""
    found = []
    version.load_parts()
    for choice in version.choices.all():
        planned = {week for step in choice.steps.all() for week in step.covers}
        if choice.project and planned and len(planned) < cohort.weeks_expected:
            text = _("“%(project)s”: your timeline covers %(planned)d weeks; the program expects %(expected)d.")
            words = {"project": choice.project, "planned": len(planned), "expected": cohort.weeks_expected}
            found.append(Problem(Section.PROJECTS, text % words))
    if version.hours_per_week is not None and version.hours_per_week < cohort.hours_expected:
        text = _(
            "The program expects about %(expected)d hours a week. Fewer is no reason to refuse an application: "
            "tell your mentors how you would arrange it."
        )
        found.append(Problem(Section.AVAILABILITY, text % {"expected": cohort.hours_expected}))
    return found + list(_beside(version, weeks.of(cohort)))


def _beside(version, program) -> Iterator[Problem]:
    """Duties that don't touch the program at all: perhaps a day was mistyped."""
    if not program:
        return
    for row in version.commitments.all():
        if row.duty and (row.ends_on < program[0].first or row.starts_on > program[-1].last):
            text = _("“%(what)s” is before or after the program (%(days)s), so it takes no hours. Are its days right?")
            days = weeks.days(program[0].first, program[-1].last)
            yield Problem(Section.AVAILABILITY, text % {"what": row.what, "days": days})


def _about(version) -> Iterator[str]:
    if not version.about.strip():
        yield _("Tell us a little about you.")


def _motivation(version) -> Iterator[str]:
    if not version.motivation.strip():
        yield _("Say why you would like to take part.")


def _projects(choices, cohort) -> Iterator[str]:
    limit = cohort.choices_per_application
    if not choices:
        yield _("Choose at least one project.")
    if len(choices) > limit:
        yield _("This cohort allows %(limit)d choices: clear the others.") % {"limit": limit}
    for choice in choices:
        if choice.project is None:
            yield _("Choice %(rank)d: choose the project this proposal is for, or clear its texts.") % vars(choice)
            continue
        named = {"project": choice.project}
        is_listed = choice.project.is_published and choice.project.cohort_id == cohort.pk and cohort.published_at
        if not is_listed:
            yield _("“%(project)s” is not on the idea list any more: choose another project.") % named
        steps = choice.steps.all()
        if not steps or any(not getattr(choice, field).strip() for field in choice.PROPOSAL):
            yield _("“%(project)s”: the proposal needs an approach, deliverables and a timeline.") % named
        if any(not step.is_complete for step in steps):
            yield _("“%(project)s”: each row of the timeline needs its weeks and what you will do.") % named


def _contributions(version) -> Iterator[str]:
    links = list(version.links.all())
    if not links:
        yield _("Add at least one link to something you contributed: code, docs, design or community support.")
    for link in links:
        if not link.url:
            yield _("Contribution %(number)d: add the link, so that somebody can look at it.") % {
                "number": link.position
            }
            continue
        try:
            is_link(link.url)
        except ValidationError:
            yield _("“%(line)s” is not a link: a link begins with https://") % {"line": link.url[:60]}
        if not link.kind:
            yield _("Say what “%(link)s” was: code, docs, design, helping others or a talk.") % {"link": link.url[:60]}


def _availability(version) -> Iterator[str]:
    if version.hours_per_week is None:
        yield _("Say how many hours a week you have.")
    for row in version.commitments.all():
        if not row.is_complete:
            named = row.what or _("Row %(number)d") % {"number": row.row}
            yield _("“%(what)s”: say what it is, and from when to when.") % {"what": named}


def _declarations(version, cohort) -> Iterator[str]:
    if not version.ai_use.strip():
        yield _("Say how you used AI for this application. “Not at all” is an answer too.")
    if not version.other_program:
        yield _("Say whether you hold a place in another program during this cohort.")
    if cohort.adults_only and not version.adult:
        yield _("Say whether you are 18 or over when the program starts.")
    if not version.consent:
        yield _("Read the Code of Conduct and agree to it.")


@dataclass(frozen=True)
class Step:
    """A section in the progress list, with what it still needs."""

    section: Section
    missing: tuple[str, ...]


def progress(version, cohort) -> list[Step]:
    """All sections in order. Costs what ``problems`` does."""
    found = problems(version, cohort)
    return [Step(section, tuple(p.text for p in found if p.section == section)) for section in Section]
