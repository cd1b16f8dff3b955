// The shape of what the engine may tell main: main is the one process that nothing may end.

import * as v from 'valibot';
import { errorCodes, runEnds } from '../src-engine/protocol/choices.ts';
import type { EngineError, EngineToMain, FileGrant, ReportKind } from '../src-engine/protocol/index.ts';
import type { Sentence } from '../src-engine/protocol/text/sentences.ts';

const text = v.string();
const number = v.number();

const sentence: v.GenericSchema<Sentence> = v.object({
  template: text,
  values: v.array(
    v.union([
      text,
      number,
      v.object({ count: number, one: text, many: text }),
      v.object({ decimal: number, min: number, max: number }),
      v.object({ share: number }),
      v.lazy(() => sentence),
    ]),
  ),
});

const error: v.GenericSchema<EngineError> = v.object({ code: v.picklist(errorCodes), sentence, message: text });

const schemas = {
  ready: v.object({ kind: v.literal('ready'), library: v.string() }),
  refused: v.object({ kind: v.literal('refused'), error }),
  moved: v.object({ kind: v.literal('moved'), error: v.nullable(error) }),
  preferred: v.object({ kind: v.literal('preferred') }),
  training: v.object({ kind: v.literal('training'), share: v.nullable(v.number()) }),
  'run-ended': v.object({
    kind: v.literal('run-ended'),
    name: v.string(),
    state: v.picklist(runEnds),
    message: v.nullable(v.string()),
    waiting: v.number(),
  }),
  granted: v.object({
    kind: v.literal('granted'),
    file: v.pipe(
      v.string(),
      v.transform((file) => file as FileGrant),
    ),
  }),
  pong: v.object({ kind: v.literal('pong') }),
  'self-checked': v.object({ kind: v.literal('self-checked'), problem: v.nullable(v.string()) }),
  closed: v.object({ kind: v.literal('closed') }),
} satisfies { [Kind in ReportKind]: v.GenericSchema<unknown, Extract<EngineToMain, { kind: Kind }>> };

const message = v.union(Object.values(schemas));

/** Null for what is no message. */
export function readEngineMessage(data: unknown): EngineToMain | null {
  const result = v.safeParse(message, data);
  return result.success ? result.output : null;
}
