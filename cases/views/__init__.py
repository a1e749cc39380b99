"""Pages. A view loads, asks a query or an action, and renders."""
