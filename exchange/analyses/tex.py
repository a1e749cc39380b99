"""LaTeX: the tables of the report, to be read in by \\input or taken over one by one."""

from analyses.report import Cell, Table
from analyses.report.parts import ABSENT, PRESENT, SMALL
from exchange.analyses.leaving import Leaving

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", PRESENT: r"{\Large$\bullet$}", SMALL: r"{\scriptsize$\bullet$}",
    ABSENT: r"$\otimes$",
}  # fmt: skip
SPECIAL |= {letter: f"\\{letter}" for letter in "&%$#_"}
HEAD = (
    "% In the preamble: \\usepackage{booktabs,longtable,array,amsmath} and, for Chinese, \\usepackage[UTF8]{ctex}\n"
    "% Large signs are core conditions, small ones peripheral: \\bullet present, \\otimes absent.\n"
)


def to_tex(leaving: Leaving) -> bytes:
    about = "".join(f"% {_line(words)}\n" for words in [leaving.report.title, *leaving.report.about, leaving.url])
    return (about + HEAD + "".join(f"\n{_table(table)}" for table in leaving.report.tables)).encode()


def _table(table: Table) -> str:
    """A long table, which may break between pages and repeats its head."""
    columns = "".join(_column(table, at) for at in range(len(table.head)))
    head = " & ".join(escaped(words) for words in table.head) + r" \\"
    rows = [" & ".join(_cell(cell) for cell in row) + r" \\" for row in table.rows]
    lines = [
        f"\\begin{{longtable}}{{{columns}}}",
        f"\\caption{{{escaped(table.caption)}}}\\label{{tab:{table.key}}}\\\\",
        "\\toprule", head, "\\midrule", "\\endhead", *rows, "\\bottomrule", "\\end{longtable}",
        *(f"\\noindent{{\\footnotesize {escaped(note)}}}\\par" for note in table.notes),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _column(table: Table, at: int) -> str:
    if table.is_chart and at:
        return ">{\\centering\\arraybackslash}p{.15\\linewidth}" if len(table.head) < 6 else "c"
    if table.numeric[at]:
        return "r"
    longest = max((len(row[at].text) for row in table.rows), default=0)
    return ">{\\raggedright\\arraybackslash}p{.2\\linewidth}" if longest > 24 else "l"


def _cell(cell: Cell) -> str:
    if not cell.symbol or not cell.text:
        return escaped(cell.text)
    size = r"\Large" if cell.is_core else r"\scriptsize"
    mark = r"$\otimes$" if cell.text.startswith(ABSENT) else r"$\bullet$"
    return f"{{{size}{mark}}}{escaped(cell.text[1:])}"


def escaped(text: str) -> str:
    return "".join(SPECIAL.get(letter, letter) for letter in _line(text))


def _line(text: str) -> str:
    return " ".join(text.split())
