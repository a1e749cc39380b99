"""What the worker does."""

from django_tasks import task

from analyses.actions.run import Working, compute, solve, test
from analyses.enums import RunKind

WORKINGS: dict[str, Working] = {RunKind.SOLUTION.value: solve, RunKind.ROBUSTNESS.value: test}


@task()
def compute_run(pk: int) -> None:
    compute(pk, WORKINGS)


def enqueue(pk: int) -> None:
    compute_run.enqueue(pk)
