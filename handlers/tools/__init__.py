"""Calculators and plans for one owner: tax, group, loans, enterprise, deadlines, notebook."""
