"""Markdown: tables by group, and passages as a numbered list."""

import re

from django.utils.translation import gettext as _

from exchange.comparison.grid import Grid

SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def escaped(text: str) -> str:
    """Text that means nothing to Markdown, on one line."""
    return SPECIAL.sub(r"\\\1", text).replace("\r", "").replace("\n", "<br>")


def to_markdown(grid: Grid) -> bytes:
    lines = [f"# {escaped(grid.title)}", "", *(f"{escaped(line)}  " for line in grid.about), ""]
    if grid.notes:
        lines += [f"## {_('Before you compare')}", "", *(f"- {escaped(note)}" for note in grid.notes), ""]
    for group, rows in grid.groups:
        lines += [f"## {escaped(group)}", "", _line(_("Question"), *grid.columns), _rule(len(grid.columns) + 1)]
        lines += [_line(f"{row.title} ({row.note})" if row.note else row.title, *row.cells) for row in rows]
        lines.append("")
    lines += [f"## {_('Passages')}", "", *(f"{number}. {escaped(text)}" for number, text in grid.passages), ""]
    lines += [f"## {_('Sources')}", "", *(f"- {escaped(source)}" for source in grid.sources), ""]
    return "\n".join(lines).encode()


def _line(*cells: str) -> str:
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


def _rule(number: int) -> str:
    return f"|{' --- |' * number}"
