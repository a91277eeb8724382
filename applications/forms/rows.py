"""Rows of the same fields on a form, some of them blank. They work without JavaScript; none knows a primary key."""

from collections.abc import Callable, Mapping

from django import forms

MORE = 3
Parts = Mapping[str, Callable[..., forms.Field]]


class Rows:
    """Fields ``{prefix}_{row}_{part}`` on a form, ready to be drawn row by row, and what was typed into them.

    ``parts`` makes a field of a part from its initial value; ``stored`` are the rows that were kept, by their number,
    which they keep: gaps between them stay. A few blank rows follow; asked for ``more=<prefix>``, the form has more.
    """

    def __init__(
        self,
        form: forms.BaseForm,
        prefix: str,
        parts: Parts,
        stored: Mapping,
        *,
        blank: int,
        most: int,
    ):
        self.form, self.prefix, self.parts = form, prefix, tuple(parts)
        known = max([0, *stored, *self._typed()])
        asked = form.data.get("more") == prefix
        self.numbers = range(1, min(most, max([known + blank, *self._shown()]) + MORE * asked) + 1)
        self.has_room = self.numbers[-1] < most
        for number in self.numbers:
            for part, make in parts.items():
                form.fields[self._name(number, part)] = make(getattr(stored.get(number), part, None))
        if asked and self.has_room:
            first = form.fields[self._name(self.numbers[-MORE], self.parts[0])]
            first.widget.attrs["autofocus"] = True

    def _name(self, number, part):
        return f"{self.prefix}_{number}_{part}"

    def _shown(self):
        """Numbers of the rows that the page had."""
        for name in self.form.data:
            number = name.removeprefix(f"{self.prefix}_").partition("_")[0]
            if name.startswith(f"{self.prefix}_") and number.isdecimal() and len(number) < 3:
                yield int(number)

    def _typed(self):
        """Numbers of those that something was typed into."""
        names = {number: [self._name(number, part) for part in self.parts] for number in self._shown()}
        return [number for number, parts in names.items() if any(self.form.data.get(name) for name in parts)]

    def __iter__(self):
        """A row at a time, its fields by part."""
        for number in self.numbers:
            fields = {part: self.form[self._name(number, part)] for part in self.parts}
            yield {"number": number, "has_errors": any(field.errors for field in fields.values()), **fields}

    def error(self, number, part, words):
        self.form.add_error(self._name(number, part), words)

    def read(self, number):
        """What a row says, by part; where something can't be read, what was there before."""
        names = {part: self._name(number, part) for part in self.parts}
        return {part: self.form.cleaned_data.get(name, self.form.fields[name].initial) for part, name in names.items()}

    def filled(self):
        """``(number, {part: value})`` of the rows that say anything."""
        rows = ((number, self.read(number)) for number in self.numbers)
        return [(number, row) for number, row in rows if any(value not in (None, "") for value in row.values())]
