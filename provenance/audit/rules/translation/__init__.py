"""TRA: from what, into what, by whom."""
