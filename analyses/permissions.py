"""Who may do what with an analysis: its author works on it, everybody reads a public one."""

from typing import Any


def may_edit(person: Any, analysis: Any) -> bool:
    return bool(person.is_authenticated and analysis.author_id is not None and analysis.author_id == person.pk)
