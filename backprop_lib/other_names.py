"""What Keras, PyTorch and scikit-learn call the things that have another name here."""

import difflib
import re

LOSSES = {
    "bce": (
        "binary_crossentropy binary_cross_entropy BCE BCELoss BCEWithLogits BCEWithLogitsLoss "
        "binary_cross_entropy_with_logits sigmoid_cross_entropy_with_logits log_loss logistic "
        "logistic_loss binary_log_loss sigmoid_cross_entropy"
    ),
    "cross_entropy": (
        "categorical_crossentropy categorical_cross_entropy sparse_categorical_crossentropy "
        "sparse_cross_entropy CrossEntropy CrossEntropyLoss CCE CE SoftmaxCrossEntropy "
        "softmax_cross_entropy_with_logits NLL NLLLoss negative_log_likelihood "
        "multinomial_cross_entropy softmax_loss softmax"
    ),
    "mse": "mean_squared_error mean_square_error MSE MSELoss mse_loss l2 l2_loss",
    "squared_error": "quadratic quadratic_cost squared_loss half_squared_error SSE sum_of_squares",
    None: (
        "mean_absolute_error MAE L1 L1Loss mean_absolute_percentage_error MAPE "
        "mean_squared_logarithmic_error MSLE huber huber_loss HuberLoss SmoothL1 SmoothL1Loss "
        "hinge squared_hinge categorical_hinge log_cosh poisson kl_divergence KLDiv KLDivLoss "
        "cosine_similarity RMSE root_mean_squared_error absolute_error"
    ),
}
ACTIVATIONS = {
    "identity": "linear none Identity lin",
    "sigmoid": "logistic expit sigm logsig logistic_sigmoid",
    "tanh": "hyperbolic_tangent tanhyperbolic tansig",
    "relu": "rectifier rectified_linear rectified_linear_unit",
    "leaky_relu": "LeakyReLU lrelu leaky",
    "gelu": "gelu_tanh gelu_new gelu_approximate",
    "softmax": "log_softmax",
    None: (
        "swish silu elu selu celu glu mish softplus softsign relu6 prelu rrelu hard_sigmoid "
        "hard_tanh hardtanh hard_swish log_sigmoid sin step heaviside exponential sparsemax"
    ),
}
INITIALIZERS = {
    "xavier_uniform": "glorot xavier_uniform_",
    "xavier_normal": "xavier_normal_",
    "he_uniform": "kaiming_uniform kaiming_uniform_",
    "he_normal": "kaiming kaiming_normal kaiming_normal_ variance_scaling",
    None: "lecun lecun_uniform lecun_normal orthogonal orthogonal_ truncated_normal",
}
TABLES = {"loss": LOSSES, "activation": ACTIVATIONS, "init": INITIALIZERS}


def nearest(what, given, names):
    """Which of `names` is meant by `given`, a name or a framework's own class; None: none.

    >>> nearest("loss", "BCEWithLogitsLoss", ("bce", "mse"))
    'bce'
    """
    word = given if isinstance(given, str) else getattr(given, "__name__", None)
    word = _plain(word if word else "none" if given is None else type(given).__name__)
    for name in names:
        if _plain(name) == word:
            return name
    for ours, theirs in TABLES.get(what, {}).items():
        if word in map(_plain, theirs.split()):
            return ours if ours in names else None
    near = difflib.get_close_matches(word, map(_plain, names), n=1)
    return next((name for name in names if near and _plain(name) == near[0]), None)


OPTIMIZERS = {
    "sgd": "SGD()",
    "gradientdescent": "SGD()",
    "momentum": "SGD(momentum=0.9)",
    "adam": "Adam()",
    "adamw": "AdamW()",
}


def optimizer(given):
    """What to write for an optimizer that is a name, a class, a framework's own, or a rate.

    >>> optimizer("adam"), optimizer(0.5), optimizer("lion")
    (' Write optimizer=Adam().', ' Write optimizer=SGD(0.5).', '')
    """
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return f" Write optimizer=SGD({given!r})."
    word = given if isinstance(given, str) else getattr(given, "__name__", type(given).__name__)
    ours = OPTIMIZERS.get(_plain(word))
    return f" Write optimizer={ours}." if ours else ""


def _plain(name):
    """Lower case, letters and digits alone: "BCE Loss" and "bce_loss" are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
