// The options of `import` that say how files become a corpus.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { unescapeBreaks } from '../protocol/escapes.ts';
import { corpusUnits, plainCleaningKinds, rareTreatments } from '../protocol/choices.ts';
import type { CleaningStep, CorpusUnit, Preparation, RareSymbols, RareTreatment } from '../protocol/index.ts';
import { quoted } from '../quoting.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import { rareBelowSchema } from '../settings/preparation.ts';
import { usageError } from './run-command.ts';
import { number, numbersOf } from './settings-options.ts';

export interface PreparationOptions {
  readonly encoding?: string;
  readonly unit?: CorpusUnit;
  readonly separator?: string;
  readonly clean?: readonly CleaningStep[];
  readonly rareBelow?: number;
  readonly rare?: RareTreatment;
}

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
        `cleaning steps, separated by commas, in any order: ${plainCleaningKinds.join(', ')}, csv=COLUMN, jsonl=FIELD (default: none)`,
      ).argParser(readSteps),
    )
    .addOption(
      new Option('--separator <text>', 'text between two files; \\n is a line end (default: a blank line)').argParser(
        unescapeBreaks,
      ),
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
export function checkPreparationOptions({ rare, rareBelow }: PreparationOptions): void {
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
    cleaning: options.clean ?? [],
    rare,
  };
}

/** Many names mean one encoding: SJIS, latin1, cp1252 … What the platform does not know is left for the engine to refuse. */
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

function readStep(item: string): CleaningStep {
  const [name = '', ...rest] = item.split('=');
  const value = rest.join('=');
  if (name === 'csv' && value !== '') return { kind: 'csv', column: /^\d+$/.test(value) ? Number(value) : value };
  if (name === 'jsonl' && value !== '') return { kind: 'jsonl', field: value };
  const kind = plainCleaningKinds.find((step) => step === name);
  if (kind !== undefined && value === '') return { kind };
  throw new InvalidArgumentError(
    `There is no cleaning ${quoted(item)}: ${plainCleaningKinds.join(', ')}, csv=COLUMN, jsonl=FIELD.`,
  );
}
