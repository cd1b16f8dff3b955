// Settings that are allowed and will probably disappoint, and what to take instead where nothing was chosen.

import { lineRoom } from '../corpus/labels.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/index.ts';
import { amount, exactly, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { withOptimizer } from '../protocol/weight-decay.ts';
import { idleSettings } from './effects.ts';

/** Learns steadily in layers of 64 to 512 ReLU units; up to 0.3 was tried. */
const reluRate = 0.1;

/**
 * Each a sentence with its remedy; empty where nothing is to be feared. ReLU keeps all states positive, so an optimizer
 * that makes all steps alike in size pushes every recurrent weight the same way, and the states grow without bound.
 */
export function warningsFor(model: ModelSettings, training: TrainingSettings): readonly Sentence[] {
  const idle = idleSettings({ model, training });
  if (!isRelu(model) || training.optimizer === 'sgd') return idle;
  return [
    ...idle,
    sentence`A vanilla RNN with ReLU mostly diverges with Adam and RMSprop, whatever the learning rate. Take SGD at a learning rate of ${exactly(reluRate)}, or tanh, which learns better.`,
  ];
}

/** Of lines with labels no more than the sequence is read. @param cutLines those that are longer */
export function cutWarnings({ sequence }: TrainingSettings, cutLines: number): readonly Sentence[] {
  if (cutLines === 0) return [];
  return [
    sentence`${amount(cutLines, 'line is', 'lines are')} longer than the sequence, and only the first ${amount(lineRoom(sequence), 'character')} of a line are read. A longer sequence reads more of them.`,
  ];
}

/**
 * `base`'s training, with an optimizer and a learning rate that suit a model of another cell, where neither was chosen.
 */
export function suitableTraining(
  model: ModelSettings,
  base: { readonly model: ModelSettings; readonly training: TrainingSettings },
): TrainingSettings {
  if (!isRelu(model) || isRelu(base.model)) return base.training;
  return { ...withOptimizer(base.training, 'sgd'), learningRate: reluRate };
}

function isRelu({ cell, nonlinearity }: ModelSettings): boolean {
  return cell === 'rnn' && nonlinearity === 'relu';
}
