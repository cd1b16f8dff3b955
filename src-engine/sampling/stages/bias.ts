// The stage that makes single symbols likelier or less likely. Symbols that the model does not know are passed over.

import { symbolsOf } from '../../corpus/segments.ts';
import { shortened } from '../../quoting.ts';
import { number } from '../fields.ts';
import type { BiasesField } from '../fields.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const biases: BiasesField = { takes: 'biases', each: number(sentence`The bias`, -100, 100) };

export const bias = {
  since: 1,
  default: { kind: 'bias', biases: [] },
  fields: { biases },
  options: { bias: { takes: biases, sets: 'biases' } },
  actsOnGreedy: true,
  prefersSymbols: true,
  drawsNumbers: false,
  idleBecause: (stage) =>
    stage.biases.length > 0 && stage.biases.every(({ bias }) => bias === 0) ? sentence`a bias of 0 adds nothing` : null,
  refusal(stage, unit) {
    const odd = stage.biases.find(({ symbol }) => symbolsOf(symbol, unit).length !== 1);
    if (odd === undefined) return null;
    const length = symbolsOf(odd.symbol, unit).length;
    return sentence`A bias is for one symbol; "${shortened(odd.symbol)}" has ${length}. Give each symbol a bias of its own, such as e=-2.`;
  },
  unusable: (stage, symbols) => ({
    parts: stage.biases.map(({ symbol }) => symbol).filter((symbol) => !symbols.includes(symbol)),
    says: (named) => sentence`The model does not have ${named}, so a bias for it has no effect.`,
  }),
  make(stage, symbols) {
    const byId = stage.biases
      .map(({ symbol, bias }) => ({ id: symbols.indexOf(symbol), bias }))
      .filter(({ id }) => id >= 0);
    return {
      apply(scores) {
        for (const { id, bias } of byId) scores[id] += bias;
      },
    };
  },
} satisfies StageDefinition<'bias'>;
