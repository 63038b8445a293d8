"""The exercises of lesson 6: a bound, weights that keep delta, clipping, the deepest network."""
