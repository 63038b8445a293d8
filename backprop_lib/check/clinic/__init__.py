"""The clinic of lesson 4: five networks that do not learn as they should, and why."""
