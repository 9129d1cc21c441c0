"""The whole of GeoNames: its public dump read, chosen from and built into one SQLite file, and that file as a gazetteer."""
