"""Writes docs/data-model.md, an entity diagram per app, from the models: ``python -m tests.data_model``.

``tests/test_docs.py`` compares the file with what this writes, so that it never falls behind.
"""

import os
from pathlib import Path

FILE = Path(__file__).parent.parent / "docs" / "data-model.md"
APPS = {
    "users": "The platform: people and their accounts",
    "second_factor": "The platform: lost second factors",
    "integrity": "The platform: what disagrees",
    "outbox": "The platform: messages",
    "roster": "The platform: the maintainers list",
    "cohorts": "Cohorts: schedule, people's roles, projects, conduct",
    "applications": "Applications: writing, eligibility, review, selection",
    "mentorship": "Mentorships: conversation, silence, leave, milestones",
    "evaluations": "Evaluations: rounds, stipends, recognition, outcomes",
}
HEAD = """# Data model

Generated from the models by `python -m tests.data_model`; a test compares. An arrow goes from the row that holds a
foreign key to the row it names: `||` exactly one, `o|` one or none, `}o` any number. A table of another app is drawn as
an empty box. People (`Person`) are left out where a column only records who did something (`by`, `…_by`).
"""


def text() -> str:
    """The whole file, in Markdown with Mermaid diagrams."""
    return "\n".join([HEAD, *(_of_app(label, title) for label, title in APPS.items())])


def _of_app(label, title):
    from django.apps import apps

    models = sorted(_own(apps.get_app_config(label)), key=lambda model: model.__name__)
    arrows = [arrow for model in models for arrow in _arrows(model)]
    tables = [_table(model) for model in models]
    contracts = [line for model in models for line in _constraints(model)]
    rules = ["", "Held by the database:", "", *contracts] if contracts else []
    return "\n".join([f"## {title}", "", "```mermaid", "erDiagram", *arrows, *tables, "```", *rules, ""])


def _own(config):
    return [model for model in config.get_models() if not model.__name__.startswith("Historical")]


def _arrows(model):
    for field in model._meta.local_fields:
        if not field.is_relation or not field.remote_field or _records_who(field):
            continue
        mine = "|o" if field.unique else "}o"
        theirs = "o|" if field.null else "||"
        yield f"    {model.__name__} {mine}--{theirs} {field.related_model.__name__} : {field.name}"
    for field in model._meta.local_many_to_many:
        yield f"    {model.__name__} }}o--o{{ {field.related_model.__name__} : {field.name}"


def _records_who(field):
    return field.related_model.__name__ == "Person" and (field.name == "by" or field.name.endswith("_by"))


def _table(model):
    columns = [f"        {_kind(field)} {field.column}{_key(field)}" for field in model._meta.local_fields]
    return "\n".join([f"    {model.__name__} {{", *columns, "    }"])


def _kind(field):
    return field.get_internal_type().removesuffix("Field")


def _key(field):
    if field.primary_key:
        return " PK"
    if field.is_relation:
        return " FK"
    return " UK" if field.unique else ""


def _constraints(model):
    for constraint in model._meta.constraints:
        yield f"- `{model.__name__}`: `{constraint.name}`"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")
    django.setup()
    FILE.write_text(text(), encoding="utf-8")
