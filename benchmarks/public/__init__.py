"""What the benchmarks on public corpora share: tagging with a corpus's own labels, and runs over seeds with one result."""
