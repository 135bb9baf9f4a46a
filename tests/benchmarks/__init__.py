"""The benchmarks themselves are right: rounds, ratios, verdicts, reports. Nothing is timed."""
