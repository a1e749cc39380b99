"""How to cite a run: its page in the state in which it is frozen."""

import datetime as dt

from django.utils.translation import gettext as _

from analyses.queries.run_page import RunPage
from cases.queries.citation import Work, of_page
from cases.queries.citation.pages import language
from cases.templatetags.casebase import plain


def work_of(page: RunPage, url: str, accessed: dt.date) -> Work:
    """The run's page as a work; its version is the run itself."""
    run = page.run
    finished = run.finished_at.date() if run.finished_at else None
    version = _("run %(ref)s, data version %(version)s") % {"ref": run.ref, "version": run.data_version}
    title = plain(page.inputs.title) or plain(page.inputs.question)
    return of_page(f"run-{run.ref}", title, _("qualitative comparative analysis"), version, finished, url, language(), accessed)
