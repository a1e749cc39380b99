"""Move a site to another database."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from exchange.moving import Unmovable, move_from


class Command(BaseCommand):
    help = "Copy everything from the database at an address into the new one of DATABASE_URL. Stop the site first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", help="the old DATABASE_URL, for instance sqlite:////srv/casebase/var/casebase.sqlite3")

    def handle(self, *, url: str, **options) -> None:
        try:
            moved = move_from(url)
        except Unmovable as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{moved} rows are here now. Uploads are in MEDIA_ROOT as before: copy them if that is another folder.")
