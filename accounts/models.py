"""People."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in. Names and roles only; what they contribute stands in revisions."""
