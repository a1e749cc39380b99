"""Finding accounts, and all that is kept about one."""

from typing import Any

from allauth.account.utils import filter_users_by_email

from accounts.models import User

LEFT_OUT = {
    "accounts.user": {"password"},
    "accounts.apitoken": {"digest"},
    "mfa.authenticator": {"data"},
    "cases.comparison": {"table"},
}
"""What opens an account, which is given to nobody; and a table, which is read at its own address as long as it may be read."""
NAMED = {"cases.revision.reviewer": ("kind", "uid", "number", "state", "decided_at")}
"""What is told of other people's work that the person had a part in: which it is, and nothing of what it says."""


def account_named(login: str) -> User | None:
    """The account that somebody means who types this name or e-mail address to sign in."""
    by_name = User.objects.filter(username__iexact=login).order_by("pk").first()
    return by_name or next(iter(filter_users_by_email(login)), None)


def kept_about(person: Any) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that names the person, by table and column: whatever table there will ever be."""
    kept = {"accounts.user": _plain(User, {"pk": person.pk})}
    for relation in User._meta.related_objects:
        model = relation.related_model
        name = f"{model._meta.label_lower}.{relation.field.name}"
        rows = _plain(model, {relation.field.name: person.pk}, *NAMED.get(name, ()))
        if rows:
            kept[name] = rows
    return kept


def _plain(model, chosen: dict[str, Any], *told: str) -> list[dict[str, Any]]:
    hidden = LEFT_OUT.get(model._meta.label_lower, set())
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in hidden]
    return list(model._base_manager.filter(**chosen).order_by("pk").values(*(told or names)))
