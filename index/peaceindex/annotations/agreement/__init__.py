"""How far two coders agree: measures by their papers, the places where they differ, and settling these."""
