from dataclasses import dataclass
from typing import Any


@dataclass
class Brought:
    """Rows by key, and the keys of those that were added and changed."""

    rows: dict
    added: set
    changed: set


def bring(model, wanted: dict[Any, dict], existing: dict) -> Brought:
    """Make the rows be as wanted, in two statements.

    ``wanted`` maps keys to values of fields (of every row the same fields), ``existing`` the same keys to rows.
    """
    added = {key: model(**values) for key, values in wanted.items() if key not in existing}
    changed = {key: existing[key] for key, values in wanted.items() if key in existing and _set(existing[key], values)}
    model._base_manager.bulk_create(added.values(), batch_size=500)
    if changed:
        fields = list(next(iter(wanted.values())))
        model._base_manager.bulk_update(changed.values(), fields, batch_size=100)
    rows = {key: added.get(key) or existing[key] for key in wanted}
    return Brought(rows, set(added), set(changed))


def _set(row, values):
    """Sets what differs; returns whether anything did."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)
