"""docs/api.md: its examples run, and it names what there is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.openapi import openapi
from api.queries import CodingQuery, LinkQuery

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_examples_run_as_they_stand(content, live_server, program, cast, tmp_path):
    token = program(cast.contributor).headers["Authorization"].removeprefix("Bearer ")
    environment = {**os.environ, "SITE": live_server.url, "TOKEN": token}
    examples = [[sys.executable, "-c", code] for code in blocks("python")]
    examples += [["sh", "-ec", line] for code in blocks("sh") for line in code.splitlines() if line.startswith("curl")]
    assert len(examples) > 6
    said = ""
    for example in examples:
        done = subprocess.run(example, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, (example[-1], done.stderr)
        said += done.stdout
    assert "304" in said
    assert "submitted" in said
    assert (tmp_path / "codings.csv").read_text(encoding="utf-8").count("\n") > 50


def test_every_address_and_filter_is_documented():
    for path in openapi()["paths"]:
        root = "/".join(path.split("/")[:3])
        assert root in TEXT, path
    for query in (CodingQuery, LinkQuery):
        for name in map(str, query().fields):
            assert name == "cursor" or f"`{name}`" in TEXT, name


def test_every_status_is_documented():
    statuses = {code for path in openapi()["paths"].values() for operation in path.values() for code in operation["responses"]}
    assert {code for code in statuses if code not in TEXT} == set()
