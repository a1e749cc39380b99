"""Cases, and the terms by which they are found."""

from django.db import models

from cases.enums import Blank, Level, Origin, Unit
from cases.models.place import Place
from cases.models.revision import Head


class CaseQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state="live")


class Case(Head):
    """A bounded instance of a unit of analysis, in a place or under a pseudonym. Not the place itself."""

    label_en = models.CharField(max_length=300, blank=True)
    label_zh = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=12, choices=Origin)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="cases")
    anonymous = models.BooleanField(help_text="Named by a pseudonym; never on a map, never linked to a place.")
    level = models.CharField(max_length=12, choices=Level)
    unit = models.CharField(max_length=12, choices=Unit)
    subject_en = models.CharField(max_length=300, blank=True)
    subject_zh = models.CharField(max_length=300, blank=True)
    lede_en = models.TextField(blank=True)
    lede_zh = models.TextField(blank=True)
    period = models.CharField(max_length=60, blank=True)
    period_min = models.DateField(null=True)
    period_max = models.DateField(null=True)
    period_blank = models.CharField(max_length=16, choices=Blank, blank=True)
    sequence = models.PositiveBigIntegerField(help_text="When its terms last changed.")

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [  # one for each order of the list (queries/case_list.py)
            models.Index(fields=["sort_key", "uid"], name="case_by_name"),
            models.Index(fields=["label_en", "uid"], name="case_by_english"),
            models.Index(fields=["-sequence", "uid"], name="case_by_newest"),
            models.Index(fields=["level", "sort_key", "uid"], name="case_by_level"),
        ]


class CaseText(models.Model):
    """The narrative of a case, kept out of the table that lists read."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="words")
    narrative_en = models.TextField(blank=True, help_text="HTML, rendered when published.")
    narrative_zh = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.case_id)


class Term(models.Model):
    """A value of a facet, such as level = county or problem = digital formalism."""

    facet = models.CharField(max_length=16)
    key = models.CharField(max_length=210)  # a code and one of its levels

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "key"], name="term_once")]

    def __str__(self) -> str:
        return f"{self.facet}={self.key}"


class CaseFacet(models.Model):
    """The case has the term."""

    pk = models.CompositePrimaryKey("term_id", "case_id")
    term = models.ForeignKey(Term, models.CASCADE, related_name="+", db_index=False)  # the key begins with it
    case = models.ForeignKey(Case, models.CASCADE, related_name="facets", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["case", "term"], name="case_facet_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.term_id}"
