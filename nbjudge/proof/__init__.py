"""The proof of a course's checks: judges variants and mutants, and reports mistakes."""
