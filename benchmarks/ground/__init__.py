"""What benchmarks stand on: people and talk, lines, pairs, contests. Measures nothing by itself."""
