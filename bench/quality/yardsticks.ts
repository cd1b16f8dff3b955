// What a text's losses are compared with: n-gram models and compressors on the same split, and the entropy where it is
// known. Measured once for each text and kept beside the rows.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { measureYardsticks, yardstickNames } from '../../src-engine/corpus/yardsticks.ts';
import { partsOf } from './text.ts';
import type { LabText, SplitName } from './text.ts';

/** Nats a character, by the yardstick's name; 'entropy' is the source's own. */
export type Yardsticks = Readonly<Record<string, number>>;

/** By text and split. */
export type AllYardsticks = Readonly<Record<string, Yardsticks>>;

export function keyOf({ hash }: { readonly hash: string }, split: SplitName): string {
  return `${hash} ${split}`;
}

export function readYardsticks(file: string): AllYardsticks {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as AllYardsticks) : {};
}

/** Measures those of a text that the file does not have. */
export async function keepYardsticks(file: string, text: LabText, split: SplitName): Promise<void> {
  const key = keyOf(text, split);
  const kept = readYardsticks(file);
  if (key in kept) return;
  const { train, validation } = partsOf(text, split);
  const measured: Record<string, number> = text.entropy === null ? {} : { entropy: text.entropy };
  await measureYardsticks(
    { ids: text.ids.subarray(0, train + validation), train, symbols: text.symbols, names: yardstickNames },
    {
      onMeasured: (name, bits) => (measured[name] = Number((bits * Math.LN2).toFixed(4))),
      restAfter: () => 0,
      signal: new AbortController().signal,
    },
  );
  writeFileSync(file, `${JSON.stringify({ ...kept, [key]: measured }, null, 2)}\n`);
}

/** Such as 'To compare: 6-gram 1.942 · brotli 2.012 · entropy 1.021'. The best n-gram is named if it is another one. */
export function inWords(yardsticks: Yardsticks): string {
  const orders = Object.entries(yardsticks).flatMap(([name, nats]) => {
    const [, order] = /^ngram-(\d+)$/.exec(name) ?? [];
    return order === undefined ? [] : [{ length: Number(order) + 1, nats }];
  });
  const best = Math.min(...orders.map(({ nats }) => nats));
  const grams = orders.filter(({ length, nats }) => length === 6 || nats === best);
  const others = Object.entries(yardsticks).filter(([name]) => !name.startsWith('ngram-'));
  return `To compare: ${[
    ...grams.map(({ length, nats }) => `${length}-gram ${nats.toFixed(3)}`),
    ...others.map(([name, nats]) => `${name} ${nats.toFixed(3)}`),
  ].join(' · ')}`;
}
