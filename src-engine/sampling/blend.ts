// Several models that write one text. Their logits are interpolated, l = Σ w·l_model, which is the weighted product of
// their distributions, normalised: a product of experts (Hinton 2002), the log-linear mixture of speech recognition
// (Klakow 1998). With all weight on one model it is that model, bit for bit, since a constant added to a model's logits
// changes nothing.
//
// The vocabulary is the union. A model that lacks a symbol gives it its least logit: it finds the symbol as unlikely as
// the least likely one it knows. −∞ would be a veto, and the union an intersection; so the symbol can be chosen as far
// as the others insist on it, and less the more the model weighs. Once it is chosen, the model leaves it out, as it
// does in a prompt.

import type { CompiledKernels } from '../kernels/wasm.ts';
import { openSession } from './session.ts';
import type { Session, SoloSession } from './session.ts';
import type { Blend, BlendMember } from './types.ts';

export interface Union {
  /** The first model's symbols as they are, then what each next one adds. */
  readonly symbols: readonly string[];
  /** By model, (V of the union): its own id of each symbol; −1 where it lacks it. */
  readonly own: readonly Int32Array[];
}

/** @param vocabularies by model, (its V) */
export function uniteVocabularies(vocabularies: readonly (readonly string[])[]): Union {
  const symbols = [...new Set(vocabularies.flat())];
  const own = vocabularies.map((vocabulary) => {
    const ids = new Map(vocabulary.map((symbol, id) => [symbol, id]));
    return Int32Array.from(symbols, (symbol) => ids.get(symbol) ?? -1);
  });
  return { symbols, own };
}

/** Rounding: three weights of a third sum to a little more or less than 1. */
const crumb = 1e-6;

/** The weight of the first model of a blend, which has the rest; below 0 where the others weigh too much. */
export function weightLeft(others: readonly { readonly weight: number }[]): number {
  const left = 1 - others.reduce((sum, { weight }) => sum + weight, 0);
  return Math.abs(left) <= crumb ? 0 : left;
}

/** What one model says of the next symbol. */
export interface Opinion {
  readonly weight: number;
  readonly own: Int32Array;
  /** (its V) */
  readonly logits: Float32Array;
}

/** @param mixed (V of the union), written */
export function mixLogits(opinions: readonly Opinion[], mixed: Float32Array): void {
  const sums = new Float64Array(mixed.length);
  for (const { weight, own, logits } of opinions) {
    const lowest = logits.reduce((smallest, logit) => Math.min(smallest, logit), Infinity);
    for (let id = 0; id < sums.length; id++) sums[id] += weight * (own[id] < 0 ? lowest : logits[own[id]]);
  }
  mixed.set(sums);
}

interface OpenMember extends BlendMember {
  readonly session: SoloSession;
}

export interface BlendSession extends Session {
  readonly members: readonly OpenMember[];
  /** Takes the members' logits as they stand: after each has read its own context. */
  mix(): void;
}

/** @throws RangeError where a member's parameters do not fit its settings. */
export function openBlend(compiled: CompiledKernels, blend: Blend, streams: number): BlendSession {
  const members = blend.members.map((member) => ({
    ...member,
    session: openSession(compiled, member.trained, { streams, steps: 1 }),
  }));
  const ids = new Uint32Array(streams);
  const logits = Array.from({ length: streams }, () => new Float32Array(blend.vocabulary));
  function mix(): void {
    for (const [stream, mixed] of logits.entries()) {
      mixLogits(
        members.map(({ weight, own, session }) => ({ weight, own, logits: session.logits[stream] })),
        mixed,
      );
    }
  }
  return {
    classes: blend.vocabulary,
    members,
    ids,
    logits,
    mix,
    isHelped: false,
    call: null,
    hasLostHelper: false,
    dismiss() {
      // Nobody helps.
    },
    read() {
      for (const { own, session } of members) {
        for (const [stream, id] of ids.entries()) session.ids[stream] = Math.max(0, own[id]);
        session.readSome(Array.from(ids, (id) => own[id] >= 0));
      }
      mix();
    },
    arrange(from) {
      for (const { session } of members) session.arrange(from);
    },
  };
}
