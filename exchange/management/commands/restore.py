"""Bring a backup back."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from exchange.backup import Unusable, restore


class Command(BaseCommand):
    help = "Put a backup in place of what is here. Stop the site first: what was written since the backup is gone."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do it: without this nothing happens")

    def handle(self, *, file: Path, yes: bool, **options) -> None:
        if not yes:
            raise CommandError(f"This replaces everything in {connection.settings_dict['NAME']}. Add --yes if that is meant.")
        place = dict(connection.settings_dict)
        connections.close_all()
        try:
            about = restore(file, place, Path(settings.MEDIA_ROOT))
        except Unusable as problem:
            raise CommandError(str(problem)) from problem
        call_command("migrate", interactive=False, verbosity=0)  # a backup of an earlier version
        call_command("reindex", if_needed=True)
        self.stdout.write(f"Restored: the state of {about['made']}, publication {about['sequence']}.")
