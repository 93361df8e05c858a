"""EDI: editions, errata, withheld texts."""
