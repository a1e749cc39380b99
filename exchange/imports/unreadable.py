"""What is said of a file that nobody can read."""


class Unreadable(Exception):
    """The file cannot be read; the text says what to do."""
