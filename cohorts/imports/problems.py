from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, and where: ``line`` counts from 1 (0: the whole file), ``column`` is of the header, or ""."""

    line: int
    column: str
    text: str

    def __str__(self):
        if not self.line:
            return self.text
        if not self.column:
            return _("line %(line)s: %(text)s") % {"line": self.line, "text": self.text}
        return _("line %(line)s, column %(column)s: %(text)s") % {
            "line": self.line,
            "column": self.column,
            "text": self.text,
        }


class ImportRefused(Exception):
    """A list that can't be imported, with all its ``problems`` in the order of lines. Nothing has changed."""

    def __init__(self, problems):
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))
