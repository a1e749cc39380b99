"""Write the search index again."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from cases.actions.rewrite import reindex
from cases.queries.search import index_is_whole


class Command(BaseCommand):
    help = (
        "Write the search index again from the live documents. People may search and publish meanwhile; until it has ended, "
        "beginnings of words and suggestions find less. If it was cut off, run it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed", action="store_true", help="only when it is of another version than this one, or was cut off"
        )

    def handle(self, *, if_needed: bool, **options) -> None:
        if if_needed and index_is_whole():
            return
        self.stdout.write(f"{reindex()} records can be found again.")
