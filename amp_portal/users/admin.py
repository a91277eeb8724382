"""People and accounts are for superusers; whoever may enter the admin decides about joins."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from amp_portal.refusals import Refusal

from .merging import rows_of_each
from .models import Join, Person, User

admin.site.unregister(Group)  # roles hang on rows of a cohort, not on groups of users


class Kept(admin.ModelAdmin):
    """Rows that come from elsewhere in the portal and are not deleted here."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Person)
class PersonAdmin(Kept):
    about = _("Everybody the portal knows, with or without an account.")
    list_display = ("__str__", "email", "github_login", "github_id", "github_is_proved", "account", "time_zone")
    list_filter = (
        ("user", admin.EmptyFieldListFilter),
        ("github_proved_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("name", "email", "github_login", "=github_id")
    list_select_related = ("user",)
    fields = ("name", "email", "time_zone", "github_login", "github_id", "github_proved_at", "account", "created_at")

    def get_readonly_fields(self, request, obj=None):
        """A GitHub identity comes from signing in or from a list, an account's address from whoever proved it there;
        of somebody known only the labels can be corrected."""
        kept = ("github_id", "github_proved_at", "account", "created_at")
        return kept if obj and not obj.has_account else ("email", "github_login", *kept)

    @admin.display(description=_("account"))
    def account(self, person):
        return person.user if person.has_account else None

    @admin.display(description=_("GitHub confirmed"), boolean=True, ordering="github_proved_at")
    def github_is_proved(self, person):
        return person.github_is_proved


@admin.register(User)
class UserAdmin(Kept):
    """Closing an account ends its sessions too. Superusers are made by ``manage.py createsuperuser`` only."""

    about = _("Who can sign in. Closing an account ends its sessions.")
    list_display = ("email", "person", "is_active", "is_superuser", "last_login", "date_joined")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "person__name", "person__github_login")
    list_select_related = ("person",)
    ordering = ("email",)
    fields = ("email", "person", "is_active", "is_superuser", "last_login", "date_joined")

    def get_readonly_fields(self, request, obj=None):
        kept = ("email", "person", "is_superuser", "last_login", "date_joined")
        return ("is_active", *kept) if obj == request.user else kept


class WithEvidence(ChangeList):
    """The joins of one page with what hangs on the known person, in a constant number of queries."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        counts = rows_of_each([join.known for join in self.result_list if join.known])
        for join in self.result_list:
            join.rows = counts.get(join.known_id, {})


@admin.register(Join)
class JoinAdmin(Kept):
    about = _("Is this account that known person? Somebody has to say.")
    list_display = ("known_label", "account_label", "state", "evidence", "reason", "created_at", "decided_by")
    list_filter = ("state",)
    search_fields = ("known_label", "account__name", "account__email", "account__github_login")
    list_select_related = ("account", "known", "decided_by")
    actions = ("confirm", "refuse")
    fields = (
        "known_label",
        "account_label",
        "state",
        "evidence",
        "reason",
        "created_at",
        "decided_by",
        "decided_at",
    )
    readonly_fields = fields

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request, obj=None):
        return False

    def get_changelist(self, request, **kwargs):
        return WithEvidence

    def get_object(self, request, object_id, from_field=None):
        join = super().get_object(request, object_id, from_field)
        if join:
            join.rows = rows_of_each([join.known])[join.known_id] if join.known else {}
        return join

    @admin.display(description=_("account"), ordering="account__name")
    def account_label(self, join):
        return f"{join.account} (@{join.account.github_login})"

    @admin.display(description=_("what the known person has here"))
    def evidence(self, join):
        rows = sorted((str(model._meta.verbose_name), count) for model, count in join.rows.items())
        return ", ".join(f"{name}: {count}" for name, count in rows)

    @admin.action(description=_("They are one person: join them"), permissions=["view"])
    def confirm(self, request, queryset):
        self._decide(request, queryset, "confirm")

    @admin.action(description=_("They are two people: leave them apart"), permissions=["view"])
    def refuse(self, request, queryset):
        self._decide(request, queryset, "refuse")

    def _decide(self, request, queryset, verb):
        decided = 0
        for join in queryset:
            try:
                getattr(join, verb)(by=request.user.person, now=request.received_at)
            except Refusal as refusal:
                self.message_user(request, f"{join}: {refusal}", messages.ERROR)
            else:
                self.log_change(request, join, join.get_state_display())
                decided += 1
        if decided:
            text = ngettext("%d decision is recorded.", "%d decisions are recorded.", decided)
            self.message_user(request, text % decided, messages.SUCCESS)
