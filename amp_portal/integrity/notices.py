"""The e-mail about tables that disagree."""

from amp_portal.outbox.letters import Draft, letter

from .models import FoundDisagreement


def _of(message):
    return FoundDisagreement.objects.filter(pk__in=message.facts["rows"], ended_at=None)


def _still_disagrees(message, now):
    return _of(message).exists()


def _rows(message):
    return {"rows": _of(message)}


@letter("integrity/mail/data_disagrees", kind="organizing", still_due=_still_disagrees, context=_rows)
def data_disagrees(person, scope, day, rows):
    """All that is new in one night for one scope; ``rows`` are the pks of what was found."""
    return Draft(
        key=f"data-disagrees/{day}/{scope or 'portal'}/{person.pk}", to=person, facts={"rows": rows}, scope=scope
    )
