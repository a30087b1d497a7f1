"""Many wards in a few processes: `donghanh work` has them, `donghanh serve` finds them."""
