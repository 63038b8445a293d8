"""The way back through batch normalization, whose samples know of each other.

In the cases there are three samples at least: of two, z_hat is 1 and -1, and dz is 0.
"""

import numpy as np

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def batch_norm_backward(function):
    """Check ``f(du, z, gamma, epsilon)``: the way back through batch normalization.

    Parameters
    ----------
    function : callable
        Forward, a layer has ``u = gamma * z_hat + beta`` with ``z_hat = (z - mean) / s`` and
        ``s = sqrt(var + epsilon)``, mean and variance over the batch (divided by its size). Given
        du, the slope of each sample's loss along u, shape (batch, n), z, (batch, n), gamma, (n,),
        and epsilon, it returns ``dz, dgamma, dbeta``: dz one row a sample, as delta; the others
        means over the batch, as dW and db are.

    Returns
    -------
    Report

    Examples
    --------
    >>> batch_norm_backward(lambda du, z, gamma, epsilon: (du, du.mean(0), du.mean(0))).passed
    False
    """
    return judge(EXERCISE, function)


def _cases(rng):
    return [
        (
            cases.numbers(rng, batch, n),
            cases.numbers(rng, batch, n),
            cases.numbers(rng, n),
            0.01,
        )
        for batch, n in ((3, 1), (4, 2), (5, 3), (6, 1), (4, 4))
    ]


def _right(du, z, gamma, epsilon, *, mean_path=True, var_path=True, scale=None):
    """With the two paths through the batch, or without one; `scale` in the place of gamma / s."""
    z_hat, s = _normalized(z, epsilon)
    dgamma, dbeta = (du * z_hat).mean(axis=0), du.mean(axis=0)
    inner = du - mean_path * dbeta - var_path * z_hat * dgamma
    return (scale(gamma, s) if scale else gamma / s) * inner, dgamma, dbeta


def _normalized(z, epsilon):
    s = np.sqrt(z.var(axis=0) + epsilon)
    return (z - z.mean(axis=0)) / s, s


def _but(**wrong):
    return lambda du, z, gamma, epsilon: _right(du, z, gamma, epsilon, **wrong)


def _sums(du, z, gamma, epsilon):
    dz, dgamma, dbeta = _right(du, z, gamma, epsilon)
    return dz, dgamma * len(du), dbeta * len(du)


def _sums_in_dz_too(du, z, gamma, epsilon):
    z_hat, s = _normalized(z, epsilon)
    dgamma, dbeta = (du * z_hat).sum(axis=0), du.sum(axis=0)
    return gamma / s * (du - dbeta - z_hat * dgamma), dgamma, dbeta


def _sums_in_dz_alone(du, z, gamma, epsilon):
    _, dgamma, dbeta = _right(du, z, gamma, epsilon)
    return _sums_in_dz_too(du, z, gamma, epsilon)[0], dgamma, dbeta


def _gamma_from_z(du, z, gamma, epsilon):
    dz, _, dbeta = _right(du, z, gamma, epsilon)
    return dz, (du * z).mean(axis=0), dbeta


def _gamma_from_z_everywhere(du, z, gamma, epsilon):
    z_hat, s = _normalized(z, epsilon)
    dgamma, dbeta = (du * z).mean(axis=0), du.mean(axis=0)
    return gamma / s * (du - dbeta - z_hat * dgamma), dgamma, dbeta


def _gamma_in_it(du, z, gamma, epsilon):
    dz, dgamma, dbeta = _right(du, z, gamma, epsilon)
    return dz, gamma * dgamma, gamma * dbeta


def _beta_from_z_hat(du, z, gamma, epsilon):
    dz, dgamma, _ = _right(du, z, gamma, epsilon)
    return dz, dgamma, dgamma


def _plus(du, z, gamma, epsilon):
    z_hat, s = _normalized(z, epsilon)
    dgamma, dbeta = (du * z_hat).mean(axis=0), du.mean(axis=0)
    return gamma / s * (du + dbeta + z_hat * dgamma), dgamma, dbeta


def _mean_once_more(du, z, gamma, epsilon):
    dz, dgamma, dbeta = _right(du, z, gamma, epsilon)
    return dz / len(du), dgamma, dbeta


EXERCISE = Exercise(
    "batch_norm_backward",
    ("du", "z", "gamma", "epsilon"),
    ("dz", "dgamma", "dbeta"),
    _right,
    _cases,
    (
        WrongAnswer(
            "both paths through the batch forgotten",
            "dgamma and dbeta are right. dz goes back on one path alone, as if mean and variance\n"
            "were fixed numbers. But each z moves the mean and the variance of its batch, and\n"
            "with them the z_hat of all samples.",
            (_but(mean_path=False, var_path=False),),
        ),
        WrongAnswer(
            "the mean's path forgotten",
            "dz lacks one of three paths: z moves the mean, and the mean is taken from every\n"
            "sample of the batch.",
            (_but(mean_path=False),),
        ),
        WrongAnswer(
            "the variance's path forgotten",
            "dz lacks one of three paths: z moves the variance, and every sample of the batch is\n"
            "divided by its root.",
            (_but(var_path=False),),
        ),
        WrongAnswer(
            "a sum for a mean",
            "Somewhere a sum over the batch stands where a mean should: in dgamma and dbeta, or\n"
            "in what comes back through the mean and the variance. A mean divides by the batch\n"
            "size on the way forward, so on the way back each sample gets one batch-th.",
            (_sums, _sums_in_dz_too, _sums_in_dz_alone),
        ),
        WrongAnswer(
            "gamma's gradient before the normalization",
            "dgamma is made with z. But gamma multiplies z_hat, so z_hat is what it is the slope\n"
            "of.",
            (_gamma_from_z, _gamma_from_z_everywhere),
        ),
        WrongAnswer(
            "gamma in its own gradient",
            "dz is right. dgamma and dbeta have a gamma in them: u = gamma * z_hat + beta rises\n"
            "by z_hat where gamma rises by 1, however large gamma is.",
            (_gamma_in_it,),
        ),
        WrongAnswer(
            "dgamma for dbeta",
            "dbeta is a copy of dgamma. beta is added to z_hat and not multiplied with it.",
            (_beta_from_z_hat,),
        ),
        WrongAnswer(
            "gamma forgotten on the way back",
            "dz lacks gamma. On the way forward z_hat was multiplied by it.",
            (_but(scale=lambda gamma, s: 1 / s),),
        ),
        WrongAnswer(
            "the division forgotten",
            "dz lacks the division by s. On the way forward z - mean was divided by it.",
            (_but(scale=lambda gamma, s: gamma),),
        ),
        WrongAnswer(
            "variance for standard deviation",
            "dz is divided by the variance. On the way forward it was divided by its root.",
            (_but(scale=lambda gamma, s: gamma / s**2),),
        ),
        WrongAnswer(
            "multiplied where it was divided",
            "dz is multiplied by s. What was divided on the way forward is divided on the way\n"
            "back.",
            (_but(scale=lambda gamma, s: gamma * s),),
        ),
        WrongAnswer(
            "signs of the paths through the batch",
            "The paths through mean and variance have the wrong sign. A larger mean makes every\n"
            "z_hat smaller.",
            (_plus,),
        ),
        WrongAnswer(
            "the mean once more",
            "dz is divided by the batch size. It is one row a sample, as delta is; the mean comes\n"
            "later, in dW.",
            (_mean_once_more,),
        ),
    ),
    sizes=lambda case: {"samples": len(case[0]), "neurons": case[0].shape[1]},
)
