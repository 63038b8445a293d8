"""The exercises of lesson 4 that are no diagnosis: a scale of colours, a figure of one's own."""
