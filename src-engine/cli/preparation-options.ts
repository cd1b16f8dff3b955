// The options of `import` that say how files become a corpus.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { unescapeBreaks } from '../protocol/escapes.ts';
import {
  cleaningKinds,
  corpusUnits,
  detailedCleaningKinds,
  isDetailedCleaning,
  plainCleaningKinds,
  rareTreatments,
} from '../protocol/choices.ts';
import type {
  CleaningStep,
  CorpusUnit,
  DetailedCleaningKind,
  PlainCleaningKind,
  Preparation,
  RareSymbols,
  RareTreatment,
} from '../protocol/index.ts';
import { quoted } from '../quoting.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import { binLimits } from '../protocol/numbers.ts';
import { binsSchema, rareBelowSchema } from '../settings/preparation.ts';
import { number, numbersOf } from './settings-options.ts';
import { usageError } from './failure.ts';

export interface PreparationOptions {
  readonly encoding?: string;
  readonly unit?: CorpusUnit;
  readonly separator?: string;
  readonly clean?: readonly CleaningStep[];
  readonly column?: string;
  readonly bins?: number;
  readonly rareBelow?: number;
  readonly rare?: RareTreatment;
}

type StepOf<Kind> = Extract<CleaningStep, { readonly kind: Kind }>;

/** Steps of which more is said than their name. */
const detailed: {
  readonly [Kind in DetailedCleaningKind]: {
    /** What stands behind its name, as the help has it. */
    readonly detail: string;
    /** Null: what was given is not enough. */
    readonly read: (value: string) => StepOf<Kind> | null;
  };
} = {
  csv: { detail: 'COLUMN', read: (value) => (value === '' ? null : { kind: 'csv', column: columnNamed(value) }) },
  jsonl: { detail: 'FIELD', read: (value) => (value === '' ? null : { kind: 'jsonl', field: value }) },
  numbers: {
    detail: 'BINS',
    read: (value) => ({ kind: 'numbers', bins: value === '' ? binLimits.default : number(value) }),
  },
};

const known = [...plainCleaningKinds, ...detailedCleaningKinds.map((kind) => `${kind}=${detailed[kind].detail}`)].join(
  ', ',
);

/** What becomes of rare symbols where only their threshold is given. */
const withThreshold = 'replace';

export function addPreparationOptions(command: Command): Command {
  const { below, treatment } = defaultPreparation.rare;
  return command
    .option('--encoding <label>', 'encoding of the files, such as shift_jis or windows-1252 (default: detected)')
    .addOption(new Option('--unit <what>', 'what one symbol is').choices(corpusUnits).default(defaultPreparation.unit))
    .addOption(
      new Option(
        '--clean <list>',
        `cleaning steps, separated by commas, in any order: ${known} (default: none)`,
      ).argParser(readSteps),
    )
    .addOption(
      new Option('--separator <text>', 'text between two files; \\n is a line end (default: a blank line)').argParser(
        unescapeBreaks,
      ),
    )
    .option(
      '--column <name>',
      'make a text of this column of numbers of a CSV file: its name, or its number from 1 (default: the file as it is)',
    )
    .option(
      '--bins <n>',
      `symbols at most that the numbers become (${numbersOf(binsSchema)}; default: ${binLimits.default})`,
      number,
    )
    .option(
      '--rare-below <n>',
      `symbols that occur fewer times than this are rare (${numbersOf(rareBelowSchema)}; default: ${below} once --rare is given)`,
      number,
    )
    .addOption(
      new Option(
        '--rare <treatment>',
        `what becomes of rare symbols (default: ${treatment}; ${withThreshold} once --rare-below is given)`,
      ).choices(rareTreatments),
    );
}

/** @throws CharloomError 'settings-invalid' for options that cannot have an effect beside each other */
export function checkPreparationOptions({ rare, rareBelow, column, bins, clean = [] }: PreparationOptions): void {
  if (bins !== undefined && column === undefined) {
    throw usageError('--bins says into how many symbols a column of numbers becomes. Name one with --column.');
  }
  if (column !== undefined && clean.some(({ kind }) => isDetailedCleaning(kind))) {
    throw usageError('--column chooses the column already. Leave csv, jsonl and numbers out of --clean.');
  }
  if (rare === 'keep' && rareBelow !== undefined) {
    throw usageError('--rare-below has no effect with --rare keep. Use --rare drop or replace, or leave it out.');
  }
}

export function preparationFrom(options: PreparationOptions): Preparation {
  const rare: RareSymbols = {
    below: options.rareBelow ?? defaultPreparation.rare.below,
    treatment: options.rare ?? (options.rareBelow === undefined ? defaultPreparation.rare.treatment : withThreshold),
  };
  return {
    encoding: options.encoding === undefined ? null : labelOf(options.encoding),
    unit: options.unit ?? defaultPreparation.unit,
    separator: options.separator ?? defaultPreparation.separator,
    cleaning: [...numbersFrom(options), ...(options.clean ?? [])],
    rare,
  };
}

function numbersFrom({ column, bins = binLimits.default }: PreparationOptions): readonly CleaningStep[] {
  return column === undefined
    ? []
    : [
        { kind: 'csv', column: columnNamed(column) },
        { kind: 'numbers', bins },
      ];
}

function columnNamed(name: string): string | number {
  return /^\d+$/.test(name) ? Number(name) : name;
}

/**
 * Many names mean one encoding: SJIS, latin1, cp1252 … What the platform does not know is left for the engine to
 * refuse.
 */
function labelOf(name: string): string {
  if (/^utf-?32/i.test(name)) return name.toLowerCase();
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return name;
  }
}

function readSteps(list: string): readonly CleaningStep[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map(readStep);
}

function plainStep(kind: PlainCleaningKind): CleaningStep {
  return { kind };
}

function readStep(item: string): CleaningStep {
  const [name = '', ...rest] = item.split('=');
  const value = rest.join('=');
  const kind = cleaningKinds.find((step) => step === name);
  if (kind !== undefined) {
    const step = isDetailedCleaning(kind) ? detailed[kind].read(value) : value === '' ? plainStep(kind) : null;
    if (step !== null) return step;
  }
  throw new InvalidArgumentError(`There is no cleaning ${quoted(item)}: ${known}.`);
}
