"""The forms in which a run leaves the site, and their words; exchange writes them."""

from django.utils.translation import gettext_lazy as _

FILES = {
    "docx": _("Word: the report"),
    "xlsx": _("Excel: every table, numbers unrounded"),
    "tex": _("LaTeX: the tables"),
    "R": _("R: a script that repeats everything with the package QCA"),
    "fsqca.csv": _("fsQCA: the calibrated data"),
    "raw.csv": _("CSV: raw values with sources, flags and reasons of blanks"),
    "json": _("JSON: inputs and results"),
}
FIGURES = {"svg": "SVG", "png": "PNG"}
CITATIONS = {"bib": "BibTeX", "ris": "RIS"}
