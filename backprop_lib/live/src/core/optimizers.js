// How a gradient becomes an update: the page's copy of backprop_lib/optimizers.py.

const CLIP_EPSILON = 1e-6;

/**
 * What is set; the rest are the core's defaults. `rate` is the learning rate of this very step.
 * @typedef {{kind: "SGD"|"Adam"|"AdamW", rate: number, momentum?: number, beta1?: number,
 *   beta2?: number, epsilon?: number, weight_decay?: number, decay?: "all"|"weights",
 *   clip_norm?: number|null, clip_value?: number|null}} Optimizer
 */

/**
 * Write the parameters after a step into `out`; the others stay, `gradient` but for clipping and
 * coupled decay, which change it in place.
 * @param {{params: Float64Array, gradient: Float64Array, optimizer: Optimizer, memory: any,
 *   isWeight: Uint8Array, out: Float64Array}} all
 */
export function update({ params, gradient, optimizer, memory, isWeight, out }) {
  clip(gradient, optimizer);
  const { kind, rate, weight_decay = kind === "AdamW" ? 0.01 : 0 } = optimizer;
  if (kind !== "AdamW" && weight_decay) {
    for (let k = 0; k < params.length; k++) if (isWeight[k]) gradient[k] += weight_decay * params[k];
  }
  if (kind === "SGD") return descend(params, gradient, optimizer, memory, out);
  adapt(gradient, optimizer, memory, out);
  if (kind === "Adam") for (let k = 0; k < out.length; k++) out[k] = params[k] - out[k];
  else {
    const all = optimizer.decay !== "weights";
    const part = rate * weight_decay;
    for (let k = 0; k < out.length; k++) out[k] = params[k] - (out[k] + (all || isWeight[k] ? part * params[k] : 0));
  }
}

function clip(gradient, { clip_norm = null, clip_value = null }) {
  if (clip_norm !== null) {
    const scale = Math.min(1, clip_norm / (Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0)) + CLIP_EPSILON));
    for (let k = 0; k < gradient.length; k++) gradient[k] *= scale;
  }
  if (clip_value !== null) {
    for (let k = 0; k < gradient.length; k++) gradient[k] = Math.max(-clip_value, Math.min(clip_value, gradient[k]));
  }
}

/** Gradient descent, with momentum where it is asked for. */
function descend(params, gradient, { rate, momentum = 0 }, memory, out) {
  if (!momentum) {
    memory.velocity = undefined; // it was switched off: it starts anew from rest
    for (let k = 0; k < out.length; k++) out[k] = params[k] - rate * gradient[k];
    return;
  }
  memory.velocity ??= new Float64Array(params.length);
  const { velocity } = memory;
  for (let k = 0; k < out.length; k++) {
    velocity[k] = momentum * velocity[k] + gradient[k];
    out[k] = params[k] - rate * velocity[k];
  }
}

/** Write what Adam subtracts into `out`: Kingma & Ba 2015, algorithm 1. */
function adapt(gradient, { rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }, memory, out) {
  memory.m ??= new Float64Array(gradient.length);
  memory.v ??= new Float64Array(gradient.length);
  memory.updates = (memory.updates ?? 0) + 1; // how often m and v were fed
  const { m, v } = memory;
  const factor = rate / (1 - beta1 ** memory.updates);
  const correction = 1 - beta2 ** memory.updates;
  for (let k = 0; k < gradient.length; k++) {
    m[k] = beta1 * m[k] + (1 - beta1) * gradient[k];
    v[k] = beta2 * v[k] + (1 - beta2) * gradient[k] * gradient[k];
    out[k] = (factor * m[k]) / (Math.sqrt(v[k] / correction) + epsilon);
  }
}
