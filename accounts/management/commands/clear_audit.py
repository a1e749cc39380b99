"""Forget old audit entries."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import AuditEntry


class Command(BaseCommand):
    help = "Delete audit entries older than --days (400 unless said otherwise): they hold network addresses."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--days", type=int, default=400)

    def handle(self, *args, days: int, **options) -> None:
        deleted, _ = AuditEntry.objects.filter(at__lt=timezone.now() - timedelta(days=days)).delete()
        self.stdout.write(f"{deleted} audit entries deleted")
