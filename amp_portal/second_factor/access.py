"""Who may open what: the link that cancels a reset is a key, for whoever reads one of the account's addresses."""

from django.shortcuts import get_object_or_404

from .models import SecondFactorReset


def reset_with(token):
    return get_object_or_404(SecondFactorReset.objects.select_related("user__person", "asked_by"), token=token)
