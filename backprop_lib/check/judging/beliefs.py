"""Which misconception a named mistake shows: the keys are those that questions use, too.

The mistakes of the backward pass carry their own (`check.MISTAKES`); here are the others, each
under what a learner who makes it may believe. A slip shows no belief, and says so.
"""

import re

from ..backward_pass.mistakes import MISTAKES

MADE_BY = {  # by semicolons, as some names have commas
    "bias is small": """
        bias forgotten; bias forgotten in layer 1; bias forgotten in layer 2; both biases
        forgotten
    """,
    "depth alone": """
        no activation; no activation at all; hidden activation forgotten
    """,
    "path cut short": """
        z for a; layer 2 fed with z; layer 2 fed with X; stopped after layer 1; a1 for the
        answer; output activation forgotten; gradient before the slope; gamma's gradient before the
        normalization; what arrived is forgotten
    """,
    "shapes swapped": """
        W transposed; W and x in the wrong order; rows and columns swapped; columns for
        rows; not transposed; reshaped, not transposed; results in the wrong order; layers
        changed places; the wrong way round; the two swapped
    """,
    "sign turned": """
        bias subtracted; sign flipped; sign of the slope; signs of the paths through the
        batch
    """,
    "zero start": """
        zeros as start; neurons alike; start near zero
    """,
    "loss is accuracy": """
        rounded answers; only where the target is 1; only where the target is 0; target
        forgotten
    """,
    "delta is blame": """
        loss for its slope; shared out in proportion; slope shared out
    """,
    "slope forgotten": """
        slope forgotten; slope taken once; a slope too few; slope along a
    """,
    "slope at the wrong place": """
        a for the slope; slope's formula wrong; slope of z instead of a; the sigmoid once
        more; half of the slope; slope of tanh; slope of the next layer; slope once more;
        value for slope; a slope too many; the slope behind W; the skip passes the slope;
        slope for the sigmoid; the slope for the loss; the product for a slope
    """,
    "wrong weights back": """
        W of the wrong layer; weights forgotten; signs of the weights lost; W not turned;
        the skip passes W; the skip added to the wrong layer; gamma forgotten on the way
        back; the division forgotten; multiplied where it was divided
    """,
    "one path only": """
        * instead of @; set, not added; handed on too early; handed on twice; paths
        averaged; paths multiplied; the skip's own path forgotten; the way through the
        layer forgotten; both paths through the batch forgotten; the mean's path forgotten;
        the variance's path forgotten; sum missing
    """,
    "input forgotten": """
        bias gradient with the input; bias added to the weights; copies instead of swaps;
        slopes of a sum; slopes of a product; b moved along the slope of W; dgamma for
        dbeta; gamma in its own gradient
    """,
    "batch mixed up": """
        only one sample; only the first sample; only the last sample; samples with each
        other; axis forgotten; sum over the wrong axis; mean of the wrong thing; mean over
        the outputs; mean over outputs too; sum over samples, mean over outputs; product of
        the means; sum for mean; one loss a sample; one loss an output; a sum for a mean;
        the mean once more; still of the mean; divided once more; times the number of
        neurons; times samples and neurons; samples added up; updated sample by sample;
        whole data in every batch; y left behind; last batch dropped; batches overlap;
        epochs run together; not mixed; mixed once only; drawn with repeats
    """,
    "backward is undoing": """
        data for grad; no slope at the end; weights never move; updated W used; step before
        backward
    """,
    "cost of a nudge": """
        every path by itself
    """,
    "slope is distance": """
        learning rate forgotten; divided by the learning rate; only the sign of the slope;
        velocity not used; not divided; divided by one step; largest entry for the length
    """,
    "slope holds far away": """
        gradient not renewed; forward pass made once; one side only; another step; step as
        a share
    """,
    "uphill": """
        step uphill
    """,
    "gradients start anew": """
        gradients not zeroed; earlier slopes not cleared
    """,
    "training loss is all": """
        the last look; looks into the future
    """,
    "larger is better": """
        start far from zero
    """,
    "mean hides nothing": """
        mean slope for every weight; one weight for all; plain mean; standard deviation of the
        slopes; a usual size
    """,
    "picture is proof": """
        stretched from smallest to largest; begins at 0; signs not taken off; the same for
        every picture; points joined; logarithmic axis; names swapped
    """,
    "one cure for all": """
        Xavier's compromise; fan_in for both; fan_out for both
    """,
    "cure without its cause": """
        short ones made longer; each layer by itself; each entry by itself; one layer only;
        thrown away; nothing clipped
    """,
    "counted wrongly": """
        wrong bias; bias added twice; bias once per input; activation applied twice;
        activation applied as well; the first one forgotten; the last one forgotten; only
        the first; one step only; one step too few; one step too many; one loss too many;
        counted from 1; one look too patient; one look too hasty;
        waited since the start; look 0 counted as a bad one; one epoch only;
        batch_size taken as a number of batches; slice ends at batch_size; a step ahead;
        one parameter left out; weights never updated; learning rate taken twice; slope
        taken twice; neurons forgotten
    """,
    "slip": """
        activation forgotten; another activation; sign in the sigmoid; brackets in the
        sigmoid; minus in the sigmoid; softmax for the sigmoid; tanh for the sigmoid; ReLU
        for the sigmoid; bias after the activation; bias multiplied; one side, over two
        steps; brackets forgotten; not put back; one array with two names; all nudged at
        once; where it stopped; the loss, not its place; a loss for a look; a loss
        compared with a number; patience forgotten; compared with
        the look before; waiting never starts anew; the highest; velocity not handed on;
        old velocity used; learning rate in the velocity; averaged; nothing fades; `keep`
        on the wrong one; starts again at every step; new network thrown away; another
        loss; first network returned; loss after the update; last loss only; no losses;
        activations changed; nothing updated; never updated; old weights thrown away; step
        multiplied into the weights; weights shrink as well; weight taken for its slope;
        weight and slope changed places; bias as a matrix; loss after the step; Values for
        slopes; added; minus forgotten; signs kept; variance for standard deviation; turned
        round; root forgotten; lengths added; another length; mean for the sum; longest
        layer for the length; made one long; a root forgotten; the factor itself; the
        largest slope; no threshold; threshold at the wrong place; 0 and 1 changed places;
        the largest output; signs; targets turned round; another
        logarithm; return forgotten; math for arrays; ^ for a power; * forgotten; no line;
        no names; weights missing; wrong shape; not finite; no array; seed not used; always
        the same draw; method missing; no method; self forgotten; other inputs
    """,
}


_OF = {
    **{name: mistake.misconception for name, mistake in MISTAKES.items()},
    **{
        name: belief
        for belief, names in MADE_BY.items()
        for name in " ".join(names.split()).split("; ")
    },
}
# Several are joined by "and", which some names hold, too: the longest that fits is meant.
_ONE = "|".join(map(re.escape, sorted(_OF, key=len, reverse=True)))
_NAMES = re.compile(rf"(?:^| and )({_ONE})(?=$| and | in layer \d)")


def beliefs_of(mistake):
    """The misconceptions that a mistake shows, or several, as `Report.mistake` names them.

    Examples
    --------
    >>> beliefs_of("bias forgotten"), beliefs_of("slope forgotten and mean forgotten")
    (('bias is small',), ('slope forgotten', 'batch mixed up'))
    """
    return tuple(dict.fromkeys(_OF[name] for name in _NAMES.findall(mistake or "")))
