// What there is to know of a way to find a text: one record, in a file of its own.

import type { DecodingKind } from '../../protocol/choices.ts';
import type { DecodingOption, DecodingOptionOf, DecodingValues } from '../../protocol/decodings.ts';
import type { Decoding } from '../../protocol/settings.ts';
import type { FieldOf, OptionRule } from '../fields.ts';
import type { IdleRule } from '../options.ts';
import type { Session } from '../session.ts';
import type { TextJob, Writer } from '../writer.ts';

export interface DecodingDefinition<Kind extends DecodingKind = DecodingKind> {
  /**
   * The version of the stored settings of texts that has it first: one more than the newest before
   * (`sampling/stored.ts`).
   */
  readonly since: number;
  /** What suits characters: where a control begins when this way is chosen. */
  readonly default: Decoding<Kind>;
  readonly fields: { readonly [Key in keyof DecodingValues[Kind]]: FieldOf<DecodingValues[Kind][Key]> };
  /** Of the command line; their words stand in the protocol. */
  readonly options: {
    readonly [Name in DecodingOptionOf<Kind>]: OptionRule<keyof DecodingValues[Kind] & string, DecodingOption>;
  };
  /**
   * Whether each symbol is settled as it is written. Then a text that was stopped is the beginning of the whole one,
   * and several can be written side by side. The other ways know their one text at its end.
   */
  readonly settlesSymbols: boolean;
  /** Whether it finds another text than drawing does where the likeliest symbol is taken all along. */
  readonly actsOnGreedy: boolean;
  /** What has no effect beside it. */
  readonly idle: readonly IdleRule[];
  /** Streams that a session needs for so many texts; ways that find one text are asked for one. */
  streams(decoding: Decoding<Kind>, texts: number): number;
  /** @param session of so many streams, all of which have read the context */
  open(session: Session, job: TextJob, decoding: Decoding<Kind>): Writer;
}
