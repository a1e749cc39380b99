"""People and their audit trail in the administration pages, and the read-only base for everybody else's tables."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.actions.people import set_active, set_roles
from accounts.models import ApiToken, AuditEntry, User
from accounts.permissions import Permission, has_permission


class ReadOnlyAdmin(admin.ModelAdmin):
    """A table to look at. Records change through their pages, so that every change is a revision."""

    view_permission = Permission.USE_ADMIN

    def has_module_permission(self, request) -> bool:
        return has_permission(request.user, self.view_permission)

    def has_view_permission(self, request, obj=None) -> bool:
        return has_permission(request.user, self.view_permission)

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Roles and open or closed are all that an administrator changes about a person."""

    view_permission = Permission.MANAGE_PEOPLE
    list_display = ["username", "email", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    search_fields = ["username", "email"]
    fields = ["username", "email", "date_joined", "last_login", "is_superuser", "is_active", "groups"]
    readonly_fields = ["username", "email", "date_joined", "last_login", "is_superuser"]
    filter_horizontal = ["groups"]

    def has_change_permission(self, request, obj=None) -> bool:
        return has_permission(request.user, Permission.MANAGE_PEOPLE)

    def get_readonly_fields(self, request, obj=None):
        own = obj is not None and obj.pk == request.user.pk
        return [*self.readonly_fields, "is_active"] if own else self.readonly_fields

    def save_model(self, request, obj, form, change) -> None:
        if "is_active" in form.changed_data:
            set_active(by=request.user, person=User.objects.get(pk=obj.pk), active=obj.is_active)

    def save_related(self, request, form, formsets, change) -> None:
        set_roles(by=request.user, person=form.instance, roles=[group.name for group in form.cleaned_data["groups"]])


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    view_permission = Permission.SEE_AUDIT
    list_display = ["at", "kind", "person", "by", "address", "detail"]
    list_filter = ["kind", "at"]
    search_fields = ["person__username"]
    list_select_related = ["person", "by"]


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    view_permission = Permission.MANAGE_PEOPLE
    list_display = ["prefix", "owner", "scope", "created_at", "expires_at", "last_used_at", "revoked_at"]
    exclude = ["digest"]
    list_select_related = ["owner"]


admin.site.unregister(Group)
admin.site.unregister(Authenticator)  # secrets
