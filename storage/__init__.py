"""What we remember: one transaction at a time, frozen dataclasses out, SQL nowhere else."""
