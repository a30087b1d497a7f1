"""A running account of what an owner tells of takings: lines that are shown, completed, mended."""
