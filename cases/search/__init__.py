"""Full-text search: one analyser for both languages, thin adapters to the databases' own indexes.

``analyser`` turns text into tokens, ``syntax`` what somebody typed into terms, ``entries`` documents into what is
searched, ``engine`` holds tokens and finds them (SQLite, PostgreSQL), ``snippet`` shows why something was found.
"""
