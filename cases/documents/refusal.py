"""A batch that cannot be published, with every reason."""

from cases.documents.rules import Problem


class Refusal(Exception):
    """Documents were refused; ``problems`` names record, field and reason of each."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        first = problems[0]
        place = ".".join(str(part) for part in first.location)
        super().__init__(f"{first.kind} {first.uid}: {place}: {first.type} {first.context} ({len(problems)} in all)")
