"""What the search has found at hand: entries to show, words to suggest. The tokens lie beside, in the database's own index."""

from django.db import models


class SearchEntry(models.Model):
    """Something that can be found: a record, or an event or passage of one. Its key says which kind and which row."""

    id = models.BigIntegerField(primary_key=True)
    owner = models.BigIntegerField(db_index=True, help_text="The entry of the record whose document it comes from.")
    kind = models.CharField(max_length=10)
    part = models.CharField(
        max_length=24, blank=True, help_text="Kind of code, source, actor or event, in the record's own terms."
    )
    name_en = models.CharField(max_length=700, blank=True)
    name_zh = models.CharField(max_length=700, blank=True)
    about_en = models.CharField(
        max_length=300, blank=True, help_text="What it belongs to: the case of an event, the source of a passage."
    )
    about_zh = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=300, help_text="Its address without the language.")
    names = models.TextField(help_text="Names, other names, pinyin, identifiers: a line each.")
    text = models.TextField(help_text="What is said in it, a line for each text.")

    def __str__(self) -> str:
        return f"{self.kind} {self.path}"


class SearchWord(models.Model):
    """A word as it stands somewhere, or a whole Chinese name: what a mistyped word may have meant."""

    word = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.word


class SearchState(models.Model):
    """The one row that says by which version of the analyser the index was written."""

    version = models.PositiveIntegerField()
    whole = models.BooleanField(default=True, help_text="Not while it is written again, nor after that was cut off.")

    def __str__(self) -> str:
        return str(self.version)
