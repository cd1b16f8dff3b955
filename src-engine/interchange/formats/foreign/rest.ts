// What is left of somebody else's model once its parameters are named. Some tensors say nothing of what a model
// computes, and are left aside; any other might take part, and who left it out would import another model.

import { shortened } from '../../../quoting.ts';
import { isRecurrent } from './layers.ts';
import type { Tensors } from './layers.ts';
import { isReadable } from '../../parts/safetensors.ts';
import type { TensorEntry } from '../../parts/safetensors.ts';
import { abridged, inARow, sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence, SentenceValue } from '../../../protocol/text/sentences.ts';

/** Named in a sentence. */
const maxNamed = 3;
/** Characters of each. */
const maxNamedLength = 40;

const ofOptimizer =
  /(^|\.)(optim(izer)?s?|lr_scheduler|scheduler)([._]|$)|(^|[._])(exp_avg(_sq)?|max_exp_avg_sq|momentum_buffer|square_avg|acc_delta)([._]|$)/i;
const ofLoss = /(^|\.)(criterion|loss_fn|loss_function|loss)\./i;
const counter =
  /(^|[._])(num_batches_tracked|steps?|epochs?|iter(ation)?s?|num_updates|seed|version|lr|learning_rate|(best|train|val|valid|validation)?_?loss)$/i;
const parameterLike = /(^|[._])(weight|bias|kernel|gain|gamma|beta|scale)(_[a-z]+)*(_?l?\d+)?$/i;
const normName = /(^|[._])(ln|bn|(layer|batch|group|rms|instance)?_?norm(ali[sz]ation)?)(_?[a-z0-9]{1,3})?([._]|$)/i;

/**
 * Whether a tensor can have no say in what the model computes: training's own, counters, masks, and what holds no
 * numbers at all.
 */
export function takesNoPart(name: string, { type, shape }: TensorEntry): boolean {
  if (shape.includes(0)) return true;
  if (ofOptimizer.test(name) || ofLoss.test(name)) return true;
  if (counter.test(name) && shape.every((size) => size === 1)) return true;
  if (isReadable(type)) return false;
  // Whole numbers and truth values are counters, masks and tables; floats too small to be read may be weights.
  return !type.startsWith('F') || !parameterLike.test(name);
}

/** What is known of the parts that are named. */
export interface NamedParts {
  readonly classes: number | null;
  readonly hidden: number | null;
}

interface Kind {
  readonly fits: (name: string, shape: readonly number[], known: NamedParts) => boolean;
  /** What is said of it, and of several. */
  readonly one: (it: SentenceValue) => Sentence;
  readonly several: (they: SentenceValue) => Sentence;
}

const kinds: readonly Kind[] = [
  {
    fits: (name) => /(^|\.)running_(mean|var)$/.test(name) || /(^|[._])(bn|batch_?norm)\d*\./i.test(name),
    one: (it) => sentence`${it} belongs to a batch normalisation, for which the model here has no place.`,
    several: (they) => sentence`${they} belong to a batch normalisation, for which the model here has no place.`,
  },
  {
    fits: (name, { length }) => length <= 1 && normName.test(name),
    one: (it) => sentence`${it} belongs to a normalisation, for which the model here has no place.`,
    several: (they) => sentence`${they} belong to a normalisation, for which the model here has no place.`,
  },
  {
    fits: (name, { length }) => length > 2 || /(^|[._])conv\d*d?([._]|$)/i.test(name),
    one: (it) => sentence`${it} looks like a convolution, for which the model here has no place.`,
    several: (they) => sentence`${they} look like a convolution, for which the model here has no place.`,
  },
  {
    fits: (name) => /att(entio)?n|(^|[._])(query|key|value|[qkv]_?proj|in_proj)/i.test(name),
    one: (it) => sentence`${it} looks like attention, for which the model here has no place.`,
    several: (they) => sentence`${they} look like attention, for which the model here has no place.`,
  },
  {
    fits: (name) => isRecurrent(name),
    one: (it) => sentence`${it} belongs to a further recurrent layer, for which the model here has no place.`,
    several: (they) => sentence`${they} belong to a further recurrent layer, for which the model here has no place.`,
  },
  {
    fits: (_, shape, { classes }) => classes !== null && shape.length === 1 && shape[0] === classes,
    one: (it) => sentence`${it} may be the bias of the head, for which the model here has no place.`,
    several: (they) => sentence`${they} may be the bias of the head, for which the model here has no place.`,
  },
  {
    fits: (_, shape, { hidden }) => hidden !== null && shape.length === 2 && shape.includes(hidden),
    one: (it) =>
      sentence`${it} looks like a further layer, before or behind the recurrent ones, for which the model here has no place.`,
    several: (they) =>
      sentence`${they} look like further layers, before or behind the recurrent ones, for which the model here has no place.`,
  },
];

/** A sentence on tensors that have no place: those of the first kind among them, by their names. */
export function explain(tensors: Tensors, names: readonly string[], known: NamedParts): Sentence {
  const shapeOf = (name: string): readonly number[] => tensors.get(name)?.shape ?? [];
  for (const { fits, one, several } of kinds) {
    const found = names.filter((name) => fits(name, shapeOf(name), known));
    if (found.length > 0) return (found.length === 1 ? one : several)(someOf(found));
  }
  return names.length === 1
    ? sentence`${someOf(names)} has no place in the model, and may take part in what it computes.`
    : sentence`${someOf(names)} have no place in the model, and may take part in what it computes.`;
}

/** '"a", "b" and 3 more'. */
export function someOf(names: readonly string[]): SentenceValue {
  const all = names.map((name) => sentence`"${shortened(name, maxNamedLength)}"`);
  return all.length > maxNamed ? abridged(all, maxNamed) : inARow(all);
}
