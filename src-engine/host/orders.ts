// The shape of what main may tell the engine, checked as everything is that comes over a port.

import * as v from 'valibot';
import type { FileGrant, MainToEngine, OrderKind } from '../protocol/index.ts';
import { isPath } from '../protocol/paths.ts';
import { maxThreads } from '../protocol/app-settings.ts';
import { fileUses, powerUses } from '../protocol/choices.ts';

const orders = {
  page: v.object({ kind: v.literal('page') }),
  grant: v.object({
    kind: v.literal('grant'),
    file: v.pipe(
      v.string(),
      v.nonEmpty(),
      v.transform((grant) => grant as FileGrant),
    ),
    path: v.pipe(v.string(), v.check(isPath)),
    use: v.picklist(fileUses),
  }),
  prefer: v.object({
    kind: v.literal('prefer'),
    threads: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxThreads))),
    power: v.picklist(powerUses),
  }),
  suspend: v.object({ kind: v.literal('suspend') }),
  'pause-all': v.object({ kind: v.literal('pause-all') }),
  ping: v.object({ kind: v.literal('ping') }),
  'self-check': v.object({ kind: v.literal('self-check') }),
  close: v.object({ kind: v.literal('close') }),
} satisfies { [Kind in OrderKind]: v.GenericSchema<unknown, Extract<MainToEngine, { kind: Kind }>> };

const order = v.union(Object.values(orders));

/** Null for what is no order. */
export function readOrder(data: unknown): MainToEngine | null {
  const result = v.safeParse(order, data);
  return result.success ? result.output : null;
}
