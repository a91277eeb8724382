from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..admin_scope import ScopedAdmin
from ..models import Voice


@admin.register(Voice)
class VoiceAdmin(ScopedAdmin):
    """Who may be quoted on the front page, and since when they agree. To take a voice back, hide or delete it."""

    about = _("What alumni say on the front page, with their consent.")
    organizers_may = frozenset({"view", "add", "change", "delete"})
    list_display = ("name", "role", "cohort", "consented_on", "published")
    list_filter = ("published", ("cohort", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("cohort",)
    search_fields = ("name", "words")
