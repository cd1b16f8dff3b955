// The ways to find a text, one file a kind. This is where a new one is registered.

import { decodingKinds } from '../../protocol/choices.ts';
import type { DecodingKind } from '../../protocol/choices.ts';
import type { DecodingOption } from '../../protocol/decodings.ts';
import type { Decoding, SamplingSettings } from '../../protocol/settings.ts';
import type { ValueFor } from '../fields.ts';
import { ruledOptions } from '../options.ts';
import type { Session } from '../session.ts';
import type { TextJob, Writer } from '../writer.ts';
import { beam } from './beam.ts';
import { bestOf } from './best-of.ts';
import type { DecodingDefinition } from './decoding.ts';
import { draw } from './draw.ts';

/** In the order in which the command line lists their options. */
const all = { draw, beam, 'best-of': bestOf };

export const decodings: { readonly [Kind in DecodingKind]: DecodingDefinition<Kind> } = all;

/** Every way once, with the values that its control begins with. */
export const decodingDefaults: readonly Decoding[] = decodingKinds.map((kind) => decodings[kind].default);

export const decodingOptions = ruledOptions<DecodingKind, DecodingOption>(decodings);

/** What may be given for the options of the decodings on the command line. */
export type DecodingOptionValues = { readonly [Name in DecodingOption]?: ValueFor<RuleOf<Name>> };

type RuleOf<Name> = {
  [Kind in DecodingKind]: Name extends keyof (typeof all)[Kind]['options']
    ? (typeof all)[Kind]['options'][Name]
    : never;
}[DecodingKind];

/** How these settings find a text: where they do not say it, by drawing. */
export function decodingOf({ decoding = draw.default }: Pick<SamplingSettings, 'decoding'>): Decoding {
  return decoding;
}

/** Streams that a session needs for these texts. */
export function streamsFor(sampling: SamplingSettings, texts: number): number {
  return streamsOf(decodingOf(sampling), texts);
}

/** @param session of `streamsFor` streams, all of which have read the context */
export function openWriter(session: Session, job: TextJob): Writer {
  return open(session, job, decodingOf(job.sampling));
}

function streamsOf<Kind extends DecodingKind>(decoding: Decoding<Kind>, texts: number): number {
  return decodings[decoding.kind].streams(decoding, texts);
}

function open<Kind extends DecodingKind>(session: Session, job: TextJob, decoding: Decoding<Kind>): Writer {
  return decodings[decoding.kind].open(session, job, decoding);
}
