"""Data sets: the table (``browse``), one value (``value``), a figure (``plot``), the tile grid (``grid``)."""
