import re

_COMPARISONS = "exact|in|isnull|gt|gte|lt|lte"
_OF_DAYS = "year|month|day"  # of a field of days only: those of an instant would be counted in the database's own zones


class NamedLookups:
    """For a ModelAdmin: its list can be narrowed only by what its filters name.

    Django lets an address compare any field of the model itself (``?token__startswith=a``), by which somebody who sees
    that a row exists could guess, letter by letter, what is hidden in it.
    """

    def lookup_allowed(self, lookup, value, request=None):
        if self.date_hierarchy and re.fullmatch(rf"{self.date_hierarchy}__({_OF_DAYS}|{_COMPARISONS})", lookup):
            return True
        return any(re.fullmatch(rf"{name}(__(id|pk))?(__({_COMPARISONS}))?", lookup) for name in self._named(request))

    def _named(self, request):
        for item in self.get_list_filter(request):
            field = item[0] if isinstance(item, (list, tuple)) else item
            yield field if isinstance(field, str) else field.parameter_name
