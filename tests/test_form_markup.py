"""The one template of all forms: labels, hints and errors that belong to their control."""

import re

import pytest
from django import forms


class Sample(forms.Form):
    title = forms.CharField(label="Title", help_text="As printed.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    unit = forms.ChoiceField(
        label="Unit", choices=[("a", "platform"), ("b", "service")], widget=forms.RadioSelect, help_text="One."
    )
    kinds = forms.MultipleChoiceField(
        label="Kinds", choices=[("a", "one"), ("b", "two")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="I have read it")
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Both <cannot> be.")


@pytest.fixture
def html() -> str:
    return str(Sample({"title": "", "unit": "x", "secret": "s"}))


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def test_every_id_is_unique(html):
    assert len(ids(html)) == len(set(ids(html)))


def test_every_label_names_a_control(html):
    assert [name for name in re.findall(r'<label for="([^"]+)"', html) if name not in ids(html)] == []
    assert html.count("<label") == len(re.findall(r'<label for="[^"]+"', html))


def test_every_description_is_there(html):
    named = " ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split()
    assert set(named) <= set(ids(html))
    assert {"id_title_helptext", "id_title_error", "id_unit_helptext", "id_unit_error", "id_agreed_error"} <= set(named)


def test_choices_stand_in_a_fieldset_with_a_legend(html):
    assert re.findall(r"<legend>\s*(\w+)", html) == ["Unit", "Kinds"]


def test_optional_fields_say_so_and_required_ones_do_not(html):
    assert html.count("(optional)") == 2


def test_errors_of_the_whole_form_are_announced_first_and_escaped(html):
    summary = html.index('role="alert"')
    assert summary < html.index("<label")
    assert "Both &lt;cannot&gt; be." in html[summary : html.index("<label")]


def test_wrong_controls_are_marked(html):
    assert html.count('class="field invalid"') == 3
    assert 'aria-invalid="true"' in html


def test_hidden_fields_are_kept(html):
    assert '<input type="hidden" name="secret" value="s"' in html
