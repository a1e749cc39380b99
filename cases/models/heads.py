"""Which table heads which kind of record."""

from cases.models.case import Case
from cases.models.codebook import Code, CodebookVersion
from cases.models.dataset import DataSet
from cases.models.place import Actor, Place
from cases.models.revision import Head
from cases.models.source import Source
from cases.models.study import Study

HEADS: dict[str, type[Head]] = {
    "codebook": CodebookVersion,
    "code": Code,
    "place": Place,
    "source": Source,
    "actor": Actor,
    "case": Case,
    "study": Study,
    "dataset": DataSet,
}
"""In the order in which records may refer to one another. (Codes' links name studies: they are written last.)"""
