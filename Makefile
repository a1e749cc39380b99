# Every target works from a fresh clone: the bootstrap script builds what is missing first.
.PHONY: help run prepare test test-long bench lock messages clean

help:
	@echo 'make run        start the site on http://localhost:8000 (PORT=8001 make run for another port)'
	@echo 'make test       checks and tests, with a browser and PostgreSQL where they can be had'
	@echo 'make test-long  the tests that take long: made-up requests, races, journeys on PostgreSQL'
	@echo 'make bench      measure the site on made-up records, into docs/performance.md (SIZES=1000,10000,100000 make bench)'
	@echo 'make prepare    all that make run does before it starts the site'
	@echo 'make lock       pin requirements*.in again (UPGRADE=1 for newer versions)'
	@echo 'make messages   bring the Chinese catalogue up to the texts in code and templates'
	@echo 'make clean      remove what was built; the database and uploads in var/ stay'

run prepare test test-long bench lock messages:
	@exec sh scripts/bootstrap $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks var/static var/tests var/prepared.json
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
