"""Make one account for each role, to try the site out."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.actions.people import set_roles
from accounts.enums import Role
from accounts.models import DEMO_DOMAIN, User

PASSWORD = "casebase-demo"  # noqa: S105 - public on purpose; such accounts open only while DEBUG is on


class Command(BaseCommand):
    help = "Make one account for each role, named like the role. Only with DEBUG."

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "Demonstration accounts have a public password and exist only with DEBUG=1. "
                "For a real administrator run: manage.py createsuperuser"
            )
        for role in Role:
            demo_account(role)
        width = max(len(role) for role in Role)
        self.stdout.write(f"Demonstration accounts (password of each: {PASSWORD}):")
        for role in Role:
            self.stdout.write(f"  {role:<{width}}  {role.description}")


@transaction.atomic
def demo_account(role: Role) -> User:
    """The account of this role, with the public password and exactly this role."""
    email = f"{role}@{DEMO_DOMAIN}"
    person, created = User.objects.get_or_create(username=role.value, defaults={"email": email})
    if not created and not person.is_demo:
        raise CommandError(f"There is a real account named “{role}”. Demonstration accounts do not mix with real ones.")
    if not person.check_password(PASSWORD):
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=person, email=email, defaults={"primary": True, "verified": True})
    return set_roles(by=None, person=person, roles=[role])
