// What a model that tells labels apart says to lines: several side by side, each answered at its end, or after every
// symbol.

import type { SoloSession } from './session.ts';
import type { AnswerLines } from './types.ts';

/** Lines that are read side by side. */
export const answeredTogether = 16;

/**
 * Reads so many lines as the session has streams at a time, shortest first, and yields after each such batch.
 * @returns (L, outputs): the logits at each line's end
 */
export function* answerLines(
  session: SoloSession,
  { ids, starts }: AnswerLines,
): Generator<undefined, Float32Array<ArrayBuffer>> {
  const streams = session.ids.length;
  const outputs = session.classes;
  const lengthOf = (line: number): number => starts[line + 1] - starts[line];
  const order = Array.from({ length: starts.length - 1 }, (_, line) => line);
  order.sort((one, other) => lengthOf(one) - lengthOf(other));
  const answers = new Float32Array(order.length * outputs);
  for (let from = 0; from < order.length; from += streams) {
    const batch = order.slice(from, from + streams);
    session.clear();
    const longest = Math.max(...batch.map(lengthOf));
    for (let t = 0; t < longest; t++) {
      // A line that has ended reads on, and nobody looks.
      for (const [stream, line] of batch.entries())
        session.ids[stream] = ids[starts[line] + Math.min(t, lengthOf(line) - 1)];
      session.read();
      for (const [stream, line] of batch.entries())
        if (t === lengthOf(line) - 1) answers.set(session.logits[stream], line * outputs);
    }
    yield;
  }
  return answers;
}

/** @returns (symbols, outputs): the logits after each symbol of one line */
export function followLine(session: SoloSession, ids: Uint32Array | readonly number[]): Float32Array<ArrayBuffer> {
  const answers = new Float32Array(ids.length * session.classes);
  for (const [index, id] of ids.entries()) {
    session.ids[0] = id;
    session.read();
    answers.set(session.logits[0], index * session.classes);
  }
  return answers;
}

/** (L, outputs) logits → (L, labels) probabilities; of two labels the one answer is about the second. */
export function labelProbabilities(logits: Float32Array, labels: number): Float32Array {
  const yes = logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  if (labels !== 2) return yes;
  return Float32Array.from({ length: 2 * yes.length }, (_, index) => {
    const second = yes[Math.floor(index / 2)];
    return index % 2 === 1 ? second : 1 - second;
  });
}
