"""What the address of the search may say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.search.syntax import MOST_CHARACTERS, Kind, Remark, parse

VALUE_ORDERS = {"count": _("Most frequent"), "name": _("Name (pinyin)"), "english": _("Name (English)")}
TOO_LONG = _("Search for at most 200 characters.")


class WordsField(forms.CharField):
    """Words to search for: few enough, and with something in them that can be found."""

    def __init__(self, forgiving: bool = False, **more) -> None:
        """A forgiving field searches without U+0000, as without any character that cannot be printed."""
        self.forgiving = forgiving
        super().__init__(required=False, max_length=MOST_CHARACTERS, strip=True, error_messages={"max_length": TOO_LONG}, **more)

    def clean(self, value):
        words = super().clean((value or "").replace("\x00", " ") if self.forgiving else value)
        query = parse(words)
        if words and not query:
            raise forms.ValidationError(Remark.ONLY_MINUS.label if query.unwanted else Remark.NOTHING.label)
        return words


class SearchForm(forms.Form):
    """Words, one kind or all, page, and whether to count to the end. What is not understood counts as left out, and is said."""

    q = WordsField(forgiving=True)
    kind = forms.ChoiceField(required=False, choices=Kind.choices)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)
    count = forms.ChoiceField(required=False, choices=[("exact", "")])

    def asked(self) -> tuple[str, str, int]:
        self.is_valid()
        said = self.cleaned_data
        return said.get("q") or "", said.get("kind") or "", said.get("page") or 1

    @property
    def exact(self) -> bool:
        return self.cleaned_data.get("count") == "exact"


class FindForm(forms.Form):
    """Letters to look for inside a long list of values, and the order of the values."""

    find = forms.CharField(required=False, max_length=100)
    order = forms.ChoiceField(required=False, choices=VALUE_ORDERS.items())

    def words(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("find") or ""

    def chosen_order(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("order") or "count"


class AfterForm(forms.Form):
    """From where on a long list is read: a word of the address, as the links to its pages have it."""

    after = forms.CharField(required=False, max_length=2_000)

    def word(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("after") or ""
