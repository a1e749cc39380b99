"""In which order documents may be published that name one another. Pure."""

from collections.abc import Iterable, Sequence


def turns(names: Sequence[Iterable[int]]) -> list[int]:
    """The turn of each document, after the turns of those that it names (by place); a circle of documents shares one.

    Tarjan's strongly connected components, without recursion: a chain may be as long as the batch.
    """
    count = len(names)
    seen, low, turn = [-1] * count, [0] * count, [-1] * count
    waiting: list[int] = []
    met = now = 0
    for first in range(count):
        path = [] if seen[first] >= 0 else [(first, iter(names[first]))]
        while path:
            at, rest = path[-1]
            if seen[at] < 0:
                seen[at] = low[at] = met
                met += 1
                waiting.append(at)
            for other in rest:
                if seen[other] < 0:
                    path.append((other, iter(names[other])))
                    break
                if turn[other] < 0:
                    low[at] = min(low[at], seen[other])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[at])
                if low[at] == seen[at]:
                    while turn[at] < 0:
                        turn[waiting.pop()] = now
                    now += 1
    return turn
