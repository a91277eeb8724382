"""People and accounts are for superusers; possible matches for organizers of the cohorts they concern, too."""

from allauth.account.adapter import get_adapter
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineFormField
from amp_portal.refusals import Refusal

from . import deciders, freezing
from .merging import in_words, rows_of_each
from .models import AccountChange, Join, Objection, Person, User

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


class WithReason(ActionForm):
    reason = LineFormField(label=_("Reason (kept)"), required=False, max_length=1000)


class Frozen(admin.SimpleListFilter):
    title = _("frozen")
    parameter_name = "frozen"

    def lookups(self, request, model_admin):
        return [("yes", _("Frozen"))]

    def queryset(self, request, queryset):
        return queryset.filter(has_objection=True) if self.value() else queryset


class Shown(admin.TabularInline):
    """What happened to an account, to be read only."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ObjectionInline(Shown):
    model = Objection
    fields = ("made_at", "change", "address", "ended_at", "ended_by", "reason")


class AccountChangeInline(Shown):
    model = AccountChange
    fields = ("made_at", "what", "address", "told")


@admin.register(User)
class UserAdmin(Kept):
    """Closing an account ends its sessions too. Superusers are made by ``manage.py createsuperuser`` only.

    Where somebody objected to a change, a superuser decides here, with a reason: nothing else ends the freeze.
    """

    about = _("Who can sign in. Closing an account ends its sessions. Frozen accounts need a decision.")
    list_display = ("email", "person", "is_active", "frozen", "is_superuser", "last_login", "date_joined")
    list_filter = (Frozen, "is_active", "is_superuser")
    inlines = (ObjectionInline, AccountChangeInline)
    action_form = WithReason
    actions = ("unfreeze", "give_back")
    search_fields = ("email", "person__name", "person__github_login")
    list_select_related = ("person",)
    ordering = ("email",)
    fields = ("email", "person", "is_active", "is_superuser", "last_login", "date_joined")

    def get_readonly_fields(self, request, obj=None):
        kept = ("email", "person", "is_superuser", "last_login", "date_joined")
        return ("is_active", *kept) if obj == request.user else kept

    def get_queryset(self, request):
        is_open = Objection.objects.filter(user=OuterRef("pk"), ended_at=None)
        return super().get_queryset(request).annotate(has_objection=Exists(is_open))

    @admin.display(description=_("frozen"), ordering="has_objection")
    def frozen(self, user):
        return _("FROZEN: needs a decision") if user.has_objection else "–"

    @admin.action(description=_("End the freeze, keep the account as it is"), permissions=["change"])
    def unfreeze(self, request, queryset):
        self._decide(request, queryset, AccountChange.What.UNFROZEN)

    @admin.action(description=_("Give the account to the address that objected"), permissions=["change"])
    def give_back(self, request, queryset):
        self._decide(request, queryset, AccountChange.What.GIVEN_BACK)

    def _decide(self, request, queryset, what):
        how = {"by": request.user.person, "reason": request.POST.get("reason", ""), "now": request.received_at}
        for user in queryset:
            try:
                with transaction.atomic():
                    get_adapter(request).tell_of_change(user, what)
                    freezing.decide(user, give_back=what == AccountChange.What.GIVEN_BACK, **how)
            except Refusal as refusal:
                self.message_user(request, f"{user}: {refusal}", messages.ERROR)
            else:
                self.log_change(request, user, f"{what.label}: {how['reason']}")
                self.message_user(request, f"{user}: {what.label}", messages.SUCCESS)


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
    """Of the cohorts one organizes; each is decided on its own page."""

    about = _("Is this account that known person? Somebody it concerns decides.")
    list_display = ("known_label", "account_label", "page", "state", "evidence", "reason", "created_at", "decided_by")
    list_filter = ("state",)
    search_fields = ("known_label", "account__name", "account__email", "account__github_login")
    list_select_related = ("account", "known", "decided_by")
    fields = (
        "known_label",
        "account_label",
        "state",
        "evidence",
        "reason",
        "created_at",
        "source",
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

    def get_queryset(self, request):
        return deciders.visible(super().get_queryset(request), request.user)

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj else None

    def get_changelist(self, request, **kwargs):
        return WithEvidence

    def get_object(self, request, object_id, from_field=None):
        join = super().get_object(request, object_id, from_field)
        if join:
            join.rows = rows_of_each([join.known])[join.known_id] if join.known else {}
        return join

    @admin.display(description=_("decision"))
    def page(self, join):
        text = _("Decide") if join.is_open else _("Details")
        label = _("%(action)s: %(known)s") % {"action": text, "known": join.known_label}
        return format_html('<a href="{}" aria-label="{}">{}</a>', join.get_absolute_url(), label, text)

    @admin.display(description=_("account"), ordering="account__name")
    def account_label(self, join):
        return f"{join.account} (@{join.account.github_login})"

    @admin.display(description=_("what the known person has here"))
    def evidence(self, join):
        return in_words(join.rows)
