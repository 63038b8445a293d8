"""The exercise of lesson 4 that is no diagnosis: a figure of one's own."""
