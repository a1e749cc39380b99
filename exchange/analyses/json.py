"""JSON: what the run was computed from and what was found, whole."""

import json
from typing import Any

from analyses.queries.run_page import RunPage
from exchange.analyses.leaving import Leaving


def frozen(page: RunPage) -> dict[str, Any]:
    """The run as it is stored."""
    run = page.run
    return {
        "ref": run.ref,
        "analysis": run.analysis.ref,
        "digest": run.digest,
        "engine": run.engine,
        "codebook": run.codebook,
        "data_version": run.data_version,
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "inputs": run.inputs,
        "results": run.results,
    }


def to_json(leaving: Leaving) -> bytes:
    return json.dumps(frozen(leaving.page) | {"url": leaving.url}, ensure_ascii=False, indent=1).encode()
