// What the values of a stage or a decoding may be, and how the command line sets them, as plain data: the schema, the
// help and the options are made from it. (No Valibot here: an exported page carries the stages, and has no use for
// that.)

import type { SymbolBias } from '../protocol/stages.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

export interface NumberField {
  readonly takes: 'number';
  /** As a sentence about it begins: 'The repetition penalty'. */
  readonly title: Sentence;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

export interface FlagField {
  readonly takes: 'flag';
  readonly title: Sentence;
}

/** A few short strings. */
export interface TextsField {
  readonly takes: 'texts';
}

export interface BiasesField {
  readonly takes: 'biases';
  readonly each: NumberField;
}

/** Values that are there together or not at all. */
export interface GroupField<Group> {
  readonly takes: 'group';
  readonly fields: { readonly [Key in keyof Group]: FieldOf<Group[Key]> };
}

/** The field that describes values of this type. */
export type FieldOf<Value> = Value extends number
  ? NumberField
  : Value extends boolean
    ? FlagField
    : Value extends readonly string[]
      ? TextsField
      : Value extends readonly SymbolBias[]
        ? BiasesField
        : GroupField<Value>;

export type Field = NumberField | FlagField | TextsField | BiasesField | GroupField<Readonly<Record<string, number>>>;

/** From `min` to `max`, both allowed. */
export function number(title: Sentence, min: number, max: number): NumberField {
  return { takes: 'number', title, min, max, isWhole: false };
}

export function whole(title: Sentence, min: number, max: number): NumberField {
  return { takes: 'number', title, min, max, isWhole: true };
}

export function flag(title: Sentence): FlagField {
  return { takes: 'flag', title };
}

export const texts: TextsField = { takes: 'texts' };

/** What becomes of an option of the command line. */
export interface OptionRule<Key extends string = string, Name extends string = string> {
  /** What may be given; none: it is a flag. */
  readonly takes?: NumberField | TextsField | BiasesField;
  /** The value that it sets, as given; none: only together with others it sets something. */
  readonly sets?: Key;
  /** What a flag sets it to. */
  readonly to?: number | boolean;
  /** It only says how one of these works, and switches nothing on by itself. */
  readonly needs?: readonly Name[];
  /** Whether it acts from the second character on only. */
  readonly isLate?: true;
}

/** What may be given for an option with this rule. */
export type ValueFor<Rule> = Rule extends { readonly takes: infer Field }
  ? Field extends NumberField
    ? number
    : Field extends TextsField
      ? readonly string[]
      : readonly SymbolBias[]
  : boolean;
