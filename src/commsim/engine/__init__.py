"""The compiled twin of ``agents``: the same month over columns of numbers, the same bits, no interpreter inside."""
