// What people call corpora and runs on the command line: an id, a name, a built-in text's key, or a file.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { builtInTexts } from '../host/engine.ts';
import { quoted, shortened } from '../quoting.ts';
import { checkpointNames } from '../protocol/choices.ts';
import type {
  BlendPart,
  CatalogueEntry,
  CheckpointChoice,
  CorpusId,
  CorpusSource,
  CorpusSummary,
  ImportedCorpus,
  Preparation,
  RunId,
  RunSummary,
} from '../protocol/index.ts';
import { previewText } from '../importing/preview.ts';
import { weightLeft } from '../sampling/blend.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import type { CommandTools } from './run-command.ts';
import { failure, usageError } from './failure.ts';
import { typedPath } from './typed-path.ts';

/** In the library already, or to be imported. */
export type CorpusReference =
  | { readonly kind: 'stored'; readonly corpus: CorpusSummary }
  | { readonly kind: 'source'; readonly source: CorpusSource };

/** RUN@CHECKPOINT; a name may have an @ of its own. */
const checkpointBehind = new RegExp(`^(.+)@(${checkpointNames.join('|')}|\\d+)$`, 'su');

/** The task of an import that another command needs. */
const bringing = 1;

/** @throws CharloomError 'not-found' if it is none of them */
export async function findCorpus(tools: CommandTools, reference: string): Promise<CorpusReference> {
  const { corpora, catalogue } = await tools.host.ask('library.overview', {});
  const builtIn = findBuiltIn(catalogue, reference);
  if (reference.startsWith('builtin:') || (builtIn && !findByName(corpora, reference))) {
    const stored = corpora.find(({ id }) => id === builtIn?.corpus);
    if (stored) return { kind: 'stored', corpus: stored };
    return { kind: 'source', source: { kind: 'builtin', key: builtIn?.key ?? reference.replace(/^builtin:/, '') } };
  }
  const stored = isPath(reference) ? undefined : findByName(corpora, reference);
  if (stored) return { kind: 'stored', corpus: stored };
  if (isPath(reference) || existsSync(reference)) {
    return { kind: 'source', source: { kind: 'files', files: [tools.grant(typedPath(reference))] } };
  }
  throw failure(
    'not-found',
    `There is no file, corpus or built-in text called ${quoted(reference)}. "${tools.calledAs} corpora" lists what there is.`,
  );
}

/** For where there is no library that could have it. @throws CharloomError if it is neither a text nor built in */
export async function requireNewText(reference: string): Promise<void> {
  if (findBuiltIn(builtInTexts, reference)) return;
  if (isPath(reference) || existsSync(reference)) await requireTextIn([typedPath(reference)]);
  else
    throw failure(
      'not-found',
      `There is no file or built-in text called ${quoted(reference)}. Check its name and place.`,
    );
}

/** Reads the beginning. @throws CharloomError where no text could come of the files */
export async function requireTextIn(paths: readonly string[], preparation: Preparation = defaultPreparation) {
  const { signal } = new AbortController();
  await previewText({ source: { kind: 'files', paths }, preparation, isWhole: false }, { signal, onProgress() {} });
}

function isPath(reference: string): boolean {
  return reference.includes('/') || reference.includes(path.sep);
}

/** The corpus in the library, imported now if it is not there yet. Ctrl-C meanwhile cancels. */
export async function bringCorpus(tools: CommandTools, reference: string): Promise<ImportedCorpus> {
  const found = await findCorpus(tools, reference);
  if (found.kind === 'stored') return { ...found.corpus, isNew: false };
  const { host, onInterrupt } = tools;
  onInterrupt(() => host.ask('corpus.cancel', { task: bringing }));
  return host.ask('corpus.import', { source: found.source, task: bringing });
}

/**
 * Takes a text out of the library that a command has brought there and could not use, unless a run was made of it after
 * all.
 */
export async function withdrawCorpus({ host }: CommandTools, corpus: CorpusId): Promise<void> {
  const { runs } = await host.ask('library.overview', {});
  if (runs.some((run) => run.corpus === corpus)) return;
  await host.ask('library.delete-corpus', { corpus });
  await host.ask('library.cleanup', {});
}

/** One that is in the library already. @throws CharloomError 'not-found' */
export async function findStoredCorpus(tools: CommandTools, reference: string): Promise<CorpusSummary> {
  const { corpora } = await tools.host.ask('library.overview', {});
  const corpus = findByName(corpora, reference);
  if (corpus) return corpus;
  throw failure(
    'not-found',
    `There is no corpus ${quoted(reference)} in the library. "${tools.calledAs} corpora" lists those there are.`,
  );
}

/** @throws CharloomError 'not-found'; 'bad-request' if a checkpoint of one is named */
export async function findRun(tools: CommandTools, reference: string): Promise<RunSummary> {
  const { runs } = await tools.host.ask('library.overview', {});
  const run = findByName(runs, reference);
  if (run) return run;
  const at = reference.lastIndexOf('@');
  const [name, choice] = [reference.slice(0, Math.max(0, at)), reference.slice(at + 1)];
  const meant = findByName(runs, name);
  if (meant && checkpointBehind.test(reference)) {
    throw usageError(
      `${quoted(reference)} names a checkpoint. Write the run alone: ${quoted(name)}. Where a checkpoint can be chosen, add --checkpoint ${choice}.`,
    );
  }
  if (meant) {
    throw usageError(
      `${quoted(meant.name)} has no checkpoint ${quoted(choice)}: it is ${checkpointNames.join(', ')} or a step. "${tools.calledAs} show ${meant.id}" lists those there are.`,
    );
  }
  throw failure(
    'not-found',
    `There is no run ${quoted(reference)} in the library. "${tools.calledAs} runs" lists those there are.`,
  );
}

/** RUN, whose best checkpoint that is, or RUN@CHECKPOINT. */
export async function findCheckpoint(
  tools: CommandTools,
  reference: string,
): Promise<{ readonly run: RunSummary; readonly checkpoint: CheckpointChoice }> {
  const [, name = reference, choice = 'best'] = checkpointBehind.exec(reference) ?? [];
  return { run: await findRun(tools, name), checkpoint: parseCheckpoint(choice) };
}

/** Says which characters of a text the model has never seen. */
export async function tellUnseen({ host, output }: CommandTools, run: RunId, text: string): Promise<void> {
  const unseen = await host.ask('sample.unseen', { run, prompt: text });
  const named = unseen.map(({ symbol, suggestion }) => {
    const shown = JSON.stringify(symbol);
    return suggestion === null ? shown : `${shown} (nearest: ${JSON.stringify(suggestion)})`;
  });
  sayUnseen(output, named);
}

/** Symbols that are named; of a foreign script there may be thousands. */
const maxNamed = 20;

/** @param named the symbols as they are shown */
export function sayUnseen(output: CommandTools['output'], named: readonly string[]): void {
  if (named.length === 0) return;
  const more = named.length > maxNamed ? ' and more' : '';
  output.say(`The model has never seen ${named.slice(0, maxNamed).join(', ')}${more}; left out of the text.`);
}

export function parseCheckpoint(choice: string): CheckpointChoice {
  const named = checkpointNames.find((name) => name === choice);
  if (named !== undefined) return named;
  const step = Number(choice);
  if (choice.trim() !== '' && Number.isSafeInteger(step) && step >= 0) return { step };
  throw usageError(`The checkpoint must be ${checkpointNames.join(', ')} or a step; it is ${quoted(choice)}.`);
}

/**
 * Models to blend the first one with, each as RUN[@CHECKPOINT]:WEIGHT. The last colon and the last @ count, since names
 * may have some too; what follows an @ and is no checkpoint is a part of the name.
 */
export async function parseBlend(
  tools: CommandTools,
  lead: RunSummary,
  parts: readonly string[],
): Promise<BlendPart[]> {
  const blend = await Promise.all(
    parts.map(async (part) => {
      const [, reference = '', weight = ''] = /^(.+):([^:]+)$/su.exec(part) ?? [];
      if (weight.trim() === '' || !(Number(weight) >= 0 && Number(weight) <= 1)) {
        throw usageError(
          `Write --blend as RUN:WEIGHT or RUN@STEP:WEIGHT, with a weight of 0 to 1; it is ${quoted(part)}.`,
        );
      }
      const { run, checkpoint } = await findCheckpoint(tools, reference);
      if (Number(weight) === 0)
        tools.output.say(`--blend ${quoted(part)} has no effect: with a weight of 0 it has no say.`);
      return { run: run.id, checkpoint, weight: Number(weight) };
    }),
  );
  if (weightLeft(blend) === 0)
    tools.output.say(`${quoted(lead.name)} itself has no say, because --blend gives the others all the weight.`);
  return blend;
}

/** By id, else by name. @throws CharloomError 'bad-request' if several have the name */
function findByName<Thing extends { readonly id: number; readonly name: string }>(
  things: readonly Thing[],
  reference: string,
): Thing | undefined {
  const byId = things.find(({ id }) => String(id) === reference);
  if (byId) return byId;
  const exact = things.filter(({ name }) => name === reference);
  const named = exact.length > 0 ? exact : things.filter(({ name }) => name.toLowerCase() === reference.toLowerCase());
  if (named.length <= 1) return named[0];
  const ids = named.map(({ id }) => id).join(', ');
  throw failure('bad-request', `Several are called ${quoted(reference)} (${shortened(ids)}). Use the number.`);
}

function findBuiltIn<Text extends Pick<CatalogueEntry, 'key'>>(
  catalogue: readonly Text[],
  reference: string,
): Text | undefined {
  return catalogue.find(({ key }) => key === reference || `builtin:${key}` === reference);
}
