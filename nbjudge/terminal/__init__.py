"""The commands by which students check their notebooks: `nbjudge check` and `nbjudge watch`."""
