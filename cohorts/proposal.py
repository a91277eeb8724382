"""What a project idea says, apart from where it is kept: in a form, in a project's rows, or waiting for approval."""

from dataclasses import asdict, dataclass, fields

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from amp_portal import lines
from amp_portal.refusals import Refusal

MILESTONES = (3, 5)
BRACKETS = {"(": ")", "[": "]", "{": "}"}


class Kind(TextChoices):
    CODE = "code", _lazy("code")
    DOCS = "docs", _lazy("documentation")
    DESIGN = "design", _lazy("design")
    COMMUNITY = "community", _lazy("community")


class Difficulty(TextChoices):
    EASY = "easy", _lazy("easy to start")
    MEDIUM = "medium", _lazy("medium")
    MEDIUM_HARD = "medium_hard", _lazy("medium to hard")
    HARD = "hard", _lazy("hard")


def separate_skills(text: str) -> list[str]:
    """What commas and line breaks separate, each once. A comma in brackets, closed on the same line, belongs to it."""
    names = [lines.line(name) for line in text.splitlines() for name in _parts(line)]
    return list({name.casefold(): name for name in names if name}.values())


def _parts(line):
    brackets, closes, begin = _pairs(line), 0, 0
    for place, letter in enumerate(line):
        if place in brackets:
            closes = max(closes, brackets[place])
        elif letter == "," and place >= closes:
            yield line[begin:place]
            begin = place + 1
    yield line[begin:]


def _pairs(line):
    """``{place of an opening bracket: that of the one which closes it}``."""
    found, opened = {}, []
    for place, letter in enumerate(line):
        if letter in BRACKETS:
            opened.append(place)
        elif opened and letter == BRACKETS[line[opened[-1]]]:
            found[opened.pop()] = place
    return found


@dataclass(frozen=True)
class Proposal:
    """The text of an idea. Milestones are ``(week, title)``, tasks ``(title, url)``, co-mentors are pks of people."""

    title: str
    summary: str = ""
    kind: str = "code"
    goals: str = ""
    difficulty: str = "medium"
    hours: int = 360
    repository: str = ""
    licence: str = ""
    setup: str = ""
    onboarding: str = ""
    sponsored_slots: int = 1
    volunteer_slots: int = 0
    skills: tuple[str, ...] = ()
    milestones: tuple[tuple[int, str], ...] = ()
    tasks: tuple[tuple[str, str], ...] = ()
    co_mentors: tuple[int, ...] = ()

    @classmethod
    def of(cls, project):
        """The text a project's own rows hold, in five queries."""
        return cls(
            **{name: getattr(project, name) for name in COLUMNS},
            skills=tuple(project.skills.values_list("name", flat=True)),
            milestones=tuple(project.milestones.values_list("week", "title")),
            tasks=tuple(project.tasks.values_list("title", "url")),
            co_mentors=tuple(project.mentors.current().filter(is_lead=False).values_list("person", flat=True)),
        )

    @classmethod
    def from_json(cls, data):
        return cls(
            **data
            | {
                "skills": tuple(data["skills"]),
                "milestones": tuple((week, title) for week, title in data["milestones"]),
                "tasks": tuple((title, url) for title, url in data["tasks"]),
                "co_mentors": tuple(data["co_mentors"]),
            }
        )

    def as_json(self):
        return asdict(self)

    @property
    def places(self):
        return self.sponsored_slots + self.volunteer_slots

    @property
    def kind_label(self):
        return Kind(self.kind).label

    @property
    def difficulty_label(self):
        return Difficulty(self.difficulty).label

    @property
    def first_steps(self):
        """The onboarding checklist, one item per line."""
        return [line.strip() for line in self.onboarding.splitlines() if line.strip()]

    @property
    def repository_name(self):
        """The repository without what every address has."""
        return self.repository.removeprefix("https://").removeprefix("github.com/")

    def missing(self):
        """``{field: what to do}`` for everything docs/program.md asks of a proposal that this one lacks."""
        least, most = MILESTONES
        wanted = {
            "title": (self.title, _("Give the project a title.")),
            "summary": (self.summary.strip(), _("Say what the project is about.")),
            "goals": (self.goals.strip(), _("Name goals that can be measured.")),
            "skills": (self.skills, _("Name at least one skill a mentee needs or learns.")),
            "hours": (self.hours, _("Say how many hours the project takes.")),
            "repository": (self.repository, _("Say which repository the work happens in.")),
            "licence": (self.licence, _("Choose the licence of the work.")),
            "onboarding": (self.onboarding.strip(), _("Write down the mentee's first steps, one per line.")),
            "sponsored_slots": (self.places, _("Offer at least one place.")),
            "milestones": (
                least <= len(self.milestones) <= most,
                _("Plan %(least)d to %(most)d milestones.") % {"least": least, "most": most},
            ),
        }
        return {name: advice for name, (present, advice) in wanted.items() if not present}

    def changed(self, other):
        """Names of the fields in which this text differs from another. The order of skills and people says nothing."""
        mine, others = self._comparable(), other._comparable()
        return [name for name in mine if mine[name] != others[name]]

    def _comparable(self):
        skills = {name.casefold() for name in self.skills}
        return asdict(self) | {"skills": skills, "co_mentors": set(self.co_mentors)}


# What is a column of the project itself.
COLUMNS = tuple(
    field.name for field in fields(Proposal) if field.name not in ("skills", "milestones", "tasks", "co_mentors")
)


class Incomplete(Refusal):
    """A proposal lacks what submission asks for; ``missing`` says what, by field."""

    def __init__(self, missing):
        self.missing = missing
        super().__init__(_("Some parts are still missing: %(parts)s") % {"parts": " ".join(missing.values())})


class Stale(Refusal):
    """Somebody saved the proposal after this page was opened; ``revision`` is the current one."""

    def __init__(self, revision):
        self.revision = revision
        super().__init__(_("Somebody else changed this proposal since you opened it."))
