"""The tables that data sets were read from: kept beside their documents, compared cell by cell."""

import csv
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from cases.documents.schema import DataSetDocument, VariableItem
from exchange.content import read_content

FOLDER = Path(settings.BASE_DIR) / "content" / "datasets"
WORDS_ONLY = {"it-organisation-2021", "attention-policy-documents-2021"}


def documents() -> dict[str, DataSetDocument]:
    found = [document for _path, document in read_content(FOLDER) if document["kind"] == "dataset"]
    return {document["uid"]: DataSetDocument.model_validate(document) for document in found}


def table(name: str, key: str) -> dict[str, dict[str, str]]:
    with (FOLDER / "files" / name).open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def test_every_observation_is_the_cell_of_its_file() -> None:
    sizes = {}
    for uid, document in documents().items():
        files = {item.ref: table(item.name, item.key) for item in document.files}
        columns = {variable.ref: variable for variable in document.variables}
        labels = {unit.ref: unit.label.en for unit in document.units}
        assert all(list(labels.values()) == list(rows) for rows in files.values()), uid
        assert len(document.observations) == len(columns) * len(labels), uid
        for seen in document.observations:
            variable = columns[seen.variable]
            printed = files[variable.file][labels[seen.unit]][variable.column]
            assert (printed == "") if seen.value is None else (float(printed) == seen.value), (uid, seen)
        sizes[uid] = (len(labels), len(columns))
    assert sizes == {
        "online-service-capability-2019": (31, 1),
        "provinces-2018-2019": (31, 16),
        "provinces-2021": (31, 21),
        "eu27-egovernment": (27, 14),
    }


def _decimals(text: str) -> int:
    return len(text.rstrip("0").partition(".")[2]) if "e" not in text else 6


def test_no_column_prints_more_digits_than_its_file() -> None:
    for document in documents().values():
        files = {item.ref: table(item.name, item.key) for item in document.files}
        for variable in document.variables:
            given = max(_decimals(row[variable.column]) for row in files[variable.file].values())
            assert (variable.decimals or 0) <= given, variable.ref


def known(variable: VariableItem) -> tuple:
    return variable.source, variable.edition, variable.locator, variable.basis, variable.confidence, variable.year


def test_provincial_columns_say_how_they_are_known_and_blanks_are_whole_columns() -> None:
    found = documents()
    for uid in ("provinces-2018-2019", "provinces-2021"):
        document = found[uid]
        assert [variable.ref for variable in document.variables if not all(known(variable))] == [], uid
        assert all(unit.place for unit in document.units)
        blank = {seen.variable for seen in document.observations if seen.blank}
        assert not blank & {seen.variable for seen in document.observations if seen.value is not None}
        assert all(variable.note for variable in document.variables if variable.ref in blank)
    flagged = {seen.unit for seen in found["provinces-2018-2019"].observations if seen.flag and "2019" in seen.variable}
    assert {"anhui", "fujian", "shandong"} <= flagged
    words = [seen for seen in found["provinces-2021"].observations if seen.variable in WORDS_ONLY]
    assert {seen.blank for seen in words if seen.flag} == {"not-comparable"}
    assert [sum(bool(seen.flag) for seen in words if seen.variable == name) for name in sorted(WORDS_ONLY)] == [20, 17]
    assert not any(unit.place or unit.case for unit in found["eu27-egovernment"].units)


@pytest.mark.django_db
def test_loader_refuses_a_file_that_is_not_the_stated_one(tmp_path) -> None:
    document = yaml.safe_load((FOLDER / "online-service-capability-2019.yaml").read_text())
    (tmp_path / "set.yaml").write_text(yaml.safe_dump(document, allow_unicode=True))
    name = document[0]["files"][0]["name"]
    with pytest.raises(CommandError, match=f"files/{name} is missing"):
        call_command("load_content", tmp_path, stdout=StringIO())
    (tmp_path / "files").mkdir()
    changed = (FOLDER / "files" / name).read_bytes().replace(b"91.33", b"91.34")
    (tmp_path / "files" / name).write_bytes(changed)
    with pytest.raises(CommandError, match=f"{name} is not the file that the document states. Stated SHA-256 7d36"):
        call_command("load_content", tmp_path, stdout=StringIO())
