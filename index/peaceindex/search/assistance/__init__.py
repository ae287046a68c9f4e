"""Help for people who type queries: completion, advice, word families."""
