"""What people type to check notebooks of theirs: `nbjudge check` and `nbjudge watch`."""
