"""The key of an entry: its kind in the high bits, the key of the row below, so that a kind is one range of keys."""

from cases.search.syntax import Kind

BITS = 40
_NUMBER = {kind.value: number for number, kind in enumerate(
    (Kind.CASE, Kind.CODE, Kind.PLACE, Kind.ACTOR, Kind.EVENT, Kind.STUDY, Kind.SOURCE, Kind.EXCERPT, Kind.DATASET), start=1
)}  # fmt: skip
"""Never renumbered: the keys are stored."""
_KIND = {number: kind for kind, number in _NUMBER.items()}


def number(kind: str) -> int:
    return _NUMBER[kind]


def key(kind: str, pk: int) -> int:
    return (_NUMBER[kind] << BITS) + pk


def pk_of(entry: int) -> int:
    return entry & ((1 << BITS) - 1)


def kind_of(entry: int) -> str:
    return _KIND[entry >> BITS]


def bounds(kind: str) -> tuple[int, int]:
    """The first and the last key that entries of the kind may have."""
    return key(kind, 0), key(kind, (1 << BITS) - 1)
