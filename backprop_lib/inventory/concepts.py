"""What each item of a form is about, and what makes it."""

from . import deltas, depth, forward, gradients, learning, programs

MINUTES = 20
# In the order of a form.
CONCEPTS = {
    "bias": ("what a neuron answers when nothing comes in", forward.bias),
    "shapes": ("the shape of a batch's answers", forward.shapes),
    "loss": ("the loss and the count of right answers", forward.loss),
    "output-delta": ("a − y at the output", deltas.output_delta),
    "delta-is-a-slope": ("what a δ is", deltas.delta_is_a_slope),
    "chain": ("along a path multiply", deltas.chain),
    "fork": ("over all paths add", deltas.fork),
    "weight-gradient": ("from δ to the slopes along W and b", gradients.weight_gradient),
    "gradient-shapes": ("the shape of a gradient", forward.gradient_shapes),
    "shared-delta": ("the shared way is walked once", deltas.shared_delta),
    "saturation": ("what a δ is not: wrong where it is flat", deltas.saturation),
    "bias-learns": ("one step of gradient descent, for a bias", gradients.bias_learns),
    "batch-mean": ("the gradient of a batch", gradients.batch_mean),
    "order": ("first all slopes, then the update", gradients.order),
    "learning-rate": ("a learning rate that is too large", learning.learning_rate),
    "falling-loss": ("a falling loss proves no slope", learning.falling_loss),
    "twins": ("neurons that start alike", learning.twins),
    "zero-slope": ("a zero gradient is no minimum", learning.zero_slope),
    "dead": ("a ReLU that is off", learning.dead),
    "vanishing": ("what sigmoids leave of δ", depth.vanishing),
    "exploding": ("what weights make of δ", depth.exploding),
    "cost": ("one forward and one backward pass for all slopes", programs.cost),
    "what-backward-writes": ("what a framework computes", programs.what_backward_writes),
    "gradient-check": ("what a gradient check proves", programs.gradient_check),
}
