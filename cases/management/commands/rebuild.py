"""Write the tables of the record again from its documents."""

from django.core.management.base import BaseCommand

from cases.actions.rewrite import rebuild


class Command(BaseCommand):
    help = "Write every table again from the live documents, while people go on working. On a sound database no row changes."

    def handle(self, **options) -> None:
        rebuild()
        self.stdout.write("The tables equal the documents.")
