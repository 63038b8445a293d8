"""What the figures share: their style, words, colour bars, alt texts, animation, graph data."""
