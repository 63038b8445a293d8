"""The mistakes of the backward pass: the list, what each computes, how it trains."""
