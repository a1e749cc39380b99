"""Publish the content files, as far as they differ from the record."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from pydantic import ValidationError

from analyses.actions.run import test_as_customary
from analyses.actions.worked import load_worked
from analyses.enums import RunState
from analyses.queries.assembling import Unready
from analyses.queries.tables import NoSuchTable
from analyses.tasks import WORKINGS, enqueue
from cases.actions.content import publish_content
from cases.documents.refusal import Refusal
from exchange.content import UnreadableContent, read_content


class Command(BaseCommand):
    help = "Check all documents below a folder together and publish those that differ."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--no-robustness", action="store_true", help="Do not have the worked analyses tested by the worker.")
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "content")

    def handle(self, *, folder: Path, no_robustness: bool, **options) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        try:
            found = list(read_content(folder))
        except UnreadableContent as error:
            raise CommandError(str(error)) from error
        paths = {(document.get("kind"), document.get("uid")): path for path, document in found}
        try:
            outcome, kept = publish_content(document for _, document in found if document.get("kind") != "analysis")
        except Refusal as refusal:
            for problem in refusal.problems:
                where = ".".join(str(part) for part in problem.location)
                path = paths.get((problem.kind, problem.uid), "")
                self.stderr.write(
                    f"{path}: {problem.uid}: {where}: {problem.context.get('message', problem.type)} {problem.context}"
                )
            raise CommandError(f"Nothing was published: {len(refusal.problems)} problems.") from refusal
        for kind, uid in kept:
            self.stdout.write(f"{kind} {uid} was edited on the site and is left alone; merge the file by hand.")
        try:
            runs = load_worked([document for _, document in found if document.get("kind") == "analysis"], WORKINGS)
        except (ValidationError, Unready, NoSuchTable) as error:
            raise CommandError(f"A worked analysis cannot be carried out: {error}") from error
        for run in runs:
            if run.state != RunState.DONE:
                raise CommandError(f"{run.analysis.ref}: {run.trouble}")
            if not no_robustness:
                test_as_customary(run, by=None, enqueue=enqueue)
        self.stdout.write(f"{len(outcome.created)} new, {len(outcome.changed)} changed, {len(outcome.unchanged)} unchanged.")
