// A setting of a model or its training is one row of a table (`model.ts`, `training.ts`). Out of the rows come the
// schemas, the defaults, the options of the command line, the fields of the page, and the upgrade of what was stored
// before there was the setting. What it is called stands in `protocol/words/settings.ts`. Options and fields come in
// the order of the rows.

import type * as v from 'valibot';
import type { SettingGroup } from '../protocol/choices.ts';
import type { Companion } from '../protocol/setting-fields.ts';

export type Row<Value> = PlainRow<Value> & MembersOf<Value>;

interface PlainRow<Value> {
  readonly default: Value;
  readonly schema: v.GenericSchema<unknown, Value>;
  /** On the command line: flag and what follows it; null where it has options of its own. */
  readonly flag: string | null;
  /** Under which its field and its option stand. */
  readonly group: SettingGroup;
  /** Of a share of 1 that is set with a slider: its steps. */
  readonly slider?: number;
  /** Hardly anyone changes it: its field is folded away. */
  readonly rare?: true;
  /** Of a setting that has an effect only beside some values of another one. */
  readonly companion?: Companion;
  /** Of a setting that came later than the first ones. */
  readonly added?: {
    /** The version of the settings that has it first: one more than the newest before. */
    readonly since: number;
    /** What runs and files without it were trained with. */
    readonly older: Value;
  };
}

/** Of a setting that is one of several names or kinds: since which version of the settings each of them is there. */
type MembersOf<Value> = [NameIn<Value>] extends [never]
  ? { readonly members?: Readonly<Record<string, number>> }
  : { readonly members: Readonly<Record<NameIn<Value>, number>> };

type NameIn<Value> = Value extends string
  ? Value
  : Value extends { readonly kind: infer Kind extends string }
    ? Kind
    : never;

/** The name or kind that a setting has; null where it is neither. */
export function nameIn(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  return typeof value.kind === 'string' ? value.kind : null;
}

/** A row for each setting: the compiler asks for the ones that are missing. */
export type Rows<Settings> = { readonly [Key in keyof Settings]: Row<Settings[Key]> };

type AnyRows = Readonly<Record<string, Row<unknown>>>;

/** Of each row, what a schema of the whole needs. */
export function entriesOf<Table extends AnyRows>(rows: Table): { [Key in keyof Table]: Table[Key]['schema'] } {
  return mapped(rows, ({ schema }) => schema) as { [Key in keyof Table]: Table[Key]['schema'] };
}

export function defaultsOf<Settings>(rows: Rows<Settings>): Settings {
  return mapped(rows as unknown as AnyRows, (row) => row.default) as Settings;
}

function mapped<Value>(rows: AnyRows, of: (row: Row<unknown>) => Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, of(row)]));
}
