"""Make a backup."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from exchange.backup import Unusable, backup


class Command(BaseCommand):
    help = "Write one file with the database and the uploads, while people go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="casebase-<time>.tar.gz in this folder unless said")

    def handle(self, *, file: Path | None, **options) -> None:
        target = (file or Path(f"casebase-{timezone.now():%Y%m%d-%H%M%S}.tar.gz")).absolute()
        try:
            about = backup(target, connection.settings_dict, Path(settings.MEDIA_ROOT))
        except (Unusable, OSError) as problem:
            raise CommandError(str(problem)) from problem
        size = target.stat().st_size / 1_000_000
        self.stdout.write(f"{target}: {size:.1f} MB, publication {about['sequence']}.")
