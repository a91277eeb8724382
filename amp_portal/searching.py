"""Searching finds "Émile" by "emile", on both databases and everywhere: ``icontains`` of a text compares what
``amp_fold`` makes of both sides. Every search (of the pages, filters and the admin) is an ``icontains``.
"""

from django.db.models import CharField, Func, TextField
from django.db.models.lookups import Contains

from .folding import fold


class Fold(Func):
    """``folding.fold`` by the database."""

    function = "amp_fold"
    arity = 1
    output_field = TextField()


class FoldedContains(Contains):
    """Whether a text holds another, in any case, with or without accents."""

    def __init__(self, lhs, rhs):
        super().__init__(Fold(lhs), Fold(rhs) if hasattr(rhs, "resolve_expression") else fold(str(rhs)))


def register():
    for field in (CharField, TextField):
        field.register_lookup(FoldedContains, "icontains")
