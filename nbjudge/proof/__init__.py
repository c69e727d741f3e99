"""The proof of a course's checks: variants and mutants judged, and what is amiss."""
