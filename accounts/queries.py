"""Finding accounts."""

from allauth.account.utils import filter_users_by_email

from accounts.models import User


def account_named(login: str) -> User | None:
    """The account that somebody means who types this name or e-mail address to sign in."""
    by_name = User.objects.filter(username__iexact=login).order_by("pk").first()
    return by_name or next(iter(filter_users_by_email(login)), None)
