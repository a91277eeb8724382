"""YAML as plain text: lists, keys and strings, and nothing else of it. Pure.

What a scalar looks like says nothing here: a login may be ``0755`` or ``no``. Tags are not followed. Anchors and
aliases, with which a few lines become gigabytes, are refused.
"""

import yaml
from django.utils.translation import gettext as _

from .errors import RosterError

DEEPEST = 10
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # PyYAML may have been built without libyaml
_ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


def read(text):
    """The document: nested lists, dicts with text as keys, and strings. Raises RosterError."""
    try:
        return _document(text)
    except (yaml.YAMLError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        line = _(" (line %(line)d)") % {"line": where.line + 1} if where else ""
        raise RosterError(_("The list is not valid YAML%(line)s.") % {"line": line}) from error


def _document(text):
    outermost: list = []
    stack = [outermost]
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RosterError(
                _("Line %(line)d uses an anchor or alias of YAML. Please write the entry out instead.")
                % {"line": event.start_mark.line + 1}
            )
        if isinstance(event, yaml.ScalarEvent):
            stack[-1].append(event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) > DEEPEST:
                raise RosterError(
                    _("The list is nested too deeply (line %(line)d).") % {"line": event.start_mark.line + 1}
                )
            stack.append([])
        elif isinstance(event, _ENDS):
            found = stack.pop()
            stack[-1].append(_mapping(found) if isinstance(event, yaml.MappingEndEvent) else found)
    if len(outermost) > 1:
        raise RosterError(_("This is more than one list: there is a line of three hyphens in it."))
    return outermost[0] if outermost else ""


def _mapping(flat):
    """From keys and values in turn; a key that is no text is none of ours."""
    return {key: value for key, value in zip(flat[::2], flat[1::2], strict=True) if isinstance(key, str)}
