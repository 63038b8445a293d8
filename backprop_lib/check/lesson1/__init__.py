"""The exercises of lesson 1: the weighted sum of a layer, and a whole forward pass."""
