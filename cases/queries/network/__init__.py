"""Who is in a case and how they are tied, phase by phase or year by year."""

from cases.queries.network.page import NetworkPage, network_page

__all__ = ["NetworkPage", "network_page"]
