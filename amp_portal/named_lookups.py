import re

_COMPARISONS = "exact|in|isnull|gt|gte|lt|lte|year|month|day"


class NamedLookups:
    """For a ModelAdmin: its list can be narrowed only by what its filters name.

    Django lets an address compare any field of the model itself (``?token__startswith=a``), by which somebody who sees
    that a row exists could guess, letter by letter, what is hidden in it.
    """

    def lookup_allowed(self, lookup, value, request=None):
        return any(re.fullmatch(rf"{name}(__(id|pk))?(__({_COMPARISONS}))?", lookup) for name in self._named(request))

    def _named(self, request):
        yield from filter(None, [self.date_hierarchy])
        for item in self.get_list_filter(request):
            field = item[0] if isinstance(item, (list, tuple)) else item
            yield field if isinstance(field, str) else field.parameter_name
