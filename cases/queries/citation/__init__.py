"""Citations: what is cited (``work``), in three styles (``apa``, ``chicago``, ``gbt``) and two file formats (``files``)."""

from cases.queries.citation.apa import apa
from cases.queries.citation.chicago import chicago
from cases.queries.citation.files import bibtex, ris
from cases.queries.citation.gbt import gbt
from cases.queries.citation.names import Name, parse_name
from cases.queries.citation.work import Work, of_page, of_source

STYLES = {"APA 7": apa, "Chicago": chicago, "GB/T 7714-2025": gbt}
FILES = {"bib": (bibtex, "application/x-bibtex"), "ris": (ris, "application/x-research-info-systems")}

__all__ = ["FILES", "STYLES", "Name", "Work", "apa", "bibtex", "chicago", "gbt", "of_page", "of_source", "parse_name", "ris"]
