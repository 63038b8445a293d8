"""What people believe about backpropagation that is not so: one list for questions and checks.

A wrong option of a question names the entry that it shows, and so does each known mistake of the
backward pass (`check.MISTAKES`): a teacher, or a learner's own record, can say which belief comes
back.
"""

MISCONCEPTIONS = {
    # the forward pass
    "a large weight decides": "The input with the largest weight counts for most.",
    "zero in, zero out": "Where nothing comes in, the answer is 0.",
    "bias is small": "The bias is a small correction that can be left out.",
    "depth alone": "More layers or more neurons can always do more.",
    "shapes swapped": "Rows and columns, or the two sides of @, may change places.",
    "path cut short": "What a number does is known without following its way to the end.",
    # the loss
    "loss is accuracy": "The loss counts wrong answers.",
    "output is probability": "An output of 0.52 is right in 52 of 100 cases.",
    "sure is right": "A network that is sure of its answer has learned.",
    # the backward pass
    "delta is blame": "Delta is a mark for how wrong a neuron is, or a share of the guilt.",
    "slope forgotten": "Delta passes an activation without being multiplied by its slope.",
    "slope at the wrong place": "An activation's slope may be taken at a, at the input, anywhere.",
    "wrong weights back": "Backward, a delta takes another way than the signal came.",
    "one path only": "Where several paths join, one of them, or their mean, is enough.",
    "input forgotten": "The gradient of a weight is delta, whatever came in.",
    "batch mixed up": "A batch's gradient may be summed or averaged at any place, or twice.",
    "sign turned": "The difference may be taken the other way round.",
    "backward is undoing": "The backward pass runs the network in reverse, or changes weights.",
    "cost of a nudge": "Every weight needs a pass of its own.",
    # slopes and steps
    "slope is distance": "A slope says how far to go.",
    "slope holds far away": "A slope is true for steps of any size.",
    "uphill": "A weight moves the way its gradient points.",
    "faster is better": "A larger learning rate learns faster, a smaller one is always safer.",
    # learning
    "zero start": "Weights may all start alike, or at 0.",
    "stuck is a minimum": "Where the loss stands still, there is a minimum, and nothing to do.",
    "one run tells": "One run with one seed shows what a method does.",
    "training loss is all": "The lower the training loss, the better the network.",
    "larger is better": "More data in a step, more neurons or more decay is always better.",
    # pictures, frameworks, depth
    "mean hides nothing": "A mean near 0 says that there is nothing.",
    "flat is dead": "Saturated, dead and small are the same.",
    "picture is proof": "What a picture shows at first sight is what happens.",
    "success is proof": "What learns, or passes one check, is right in everything.",
    "framework magic": "A framework finds gradients by nudging, or by another theory.",
    "gradients start anew": "A framework forgets the last step's gradients by itself.",
    "small is learned": "A small gradient means that the network has learned.",
    "one cure for all": "A cure works wherever gradients are too small or too large.",
    "cure without its cause": "Clipping, normalization or skips help by making numbers small.",
    # of working it out
    "slip": "A product or a sum went wrong on the way.",
    "counted wrongly": "Layers, neurons or biases were left out, or counted twice.",
    "guessed": "It looked likely, and was not worked out.",
}
