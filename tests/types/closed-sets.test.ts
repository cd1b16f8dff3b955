// Closed sets have one owner, src-engine/protocol/choices.ts. They are compiled with one more member in every list: the
// compiler must complain of each of the files below, which hold a table, a switch or a union over the set. Who loosens
// the type of such a table sees its file missing here. And nobody writes a list of the owner's once more.

import ts from 'typescript';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import * as choices from '../../src-engine/protocol/choices.ts';

const root = path.resolve(import.meta.dirname, '../..');
const owner = path.join(root, 'src-engine/protocol/choices.ts');

/** The lists that the owner writes out; what it makes of them by a filter is none. */
type ListName = {
  [Name in keyof typeof choices]: (typeof choices)[Name] extends readonly string[]
    ? (typeof choices)[Name] extends string[]
      ? never
      : Name
    : never;
}[keyof typeof choices];

/**
 * By the name of the list: files that do not compile when it has one more member. (Of a union told apart by its kinds
 * the union itself does not; what branches over it follows once that has the new kind.) None where nothing branches
 * over a set: each of its members is made in its own place, and only asked about by name.
 */
const holders = {
  cells: ['src-engine/cells/index.ts', 'src-engine/protocol/words/cells.ts'],
  tasks: [
    'src-engine/host/curve-file.ts',
    'src-engine/settings/defaults.ts',
    'src-engine/settings/training.ts',
    'src-renderer/text/choice-words.ts',
  ],
  nonlinearities: [
    'src-engine/cells/index.ts',
    'src-engine/cells/rnn.ts',
    'src-engine/protocol/words/cells.ts',
    'src-engine/settings/defaults.ts',
    'src-engine/settings/model.ts',
    'src-renderer/text/choice-words.ts',
  ],
  optimizers: [
    'src-engine/interchange/formats/pytorch-job/state.ts',
    'src-engine/optimizers/optimizer.ts',
    'src-engine/protocol/weight-decay.ts',
    'src-engine/settings/training.ts',
    'src-engine/training/branch.ts',
    'src-engine/training/rate-test.ts',
    'src-renderer/text/choice-words.ts',
  ],
  clippingKinds: [
    'src-engine/cli/settings-options.ts',
    'src-engine/protocol/settings.ts',
    'src-engine/protocol/words/kinds.ts',
    'src-engine/settings/fields.ts',
    'src-engine/settings/training.ts',
  ],
  scheduleKinds: [
    'src-engine/protocol/settings.ts',
    'src-engine/settings/fields.ts',
    'src-engine/settings/training.ts',
    'src-renderer/text/choice-words.ts',
  ],
  lengthKinds: [
    'src-engine/protocol/settings.ts',
    'src-engine/settings/training.ts',
    'src-renderer/components/run-settings/lengths.ts',
  ],
  goalKinds: [
    'src-engine/cli/settings-options.ts',
    'src-engine/protocol/settings.ts',
    'src-engine/protocol/words/kinds.ts',
    'src-engine/settings/fields.ts',
    'src-engine/settings/training.ts',
  ],
  settingGroups: ['src-engine/protocol/words/settings.ts'],
  presetKeys: [
    'src-engine/cli/settings-options.ts',
    'src-engine/protocol/words/presets.ts',
    'src-engine/settings/presets.ts',
  ],
  stageKinds: [
    'src-engine/protocol/stages.ts',
    'src-engine/sampling/stages/index.ts',
    'src-renderer/screens/generate/sampling/stage-fields.ts',
  ],
  decodingKinds: ['src-engine/protocol/decodings.ts', 'src-engine/sampling/decodings/index.ts'],
  checkpointNames: [
    'src-engine/library/checkpoints.ts',
    'src-renderer/state/checkpoints.ts',
    'src-renderer/text/choice-words.ts',
  ],
  symbolClasses: ['src-engine/insight/symbol-classes.ts', 'src-engine/protocol/words/memory.ts'],
  operators: [
    'src-engine/cells/cell.ts',
    'src-engine/interchange/formats/onnx/operators.ts',
    'src-engine/kernels/reference/cells.ts',
    'src-renderer/components/pictures/cell-graph.ts',
    'src-renderer/text/equations.ts',
  ],
  memoryTexts: ['src-engine/protocol/words/memory.ts'],
  unitRules: ['src-engine/insight/units/rules.ts', 'src-renderer/screens/inside/units/unit-words.ts'],
  labelledParts: ['src-renderer/text/choice-words.ts'],
  runStates: [
    'src-renderer/screens/train/offers.ts',
    'src-renderer/screens/inside/memory/cell-comparison.svelte.ts',
    'src-renderer/state/run-groups.ts',
    'src-renderer/text/run-words.ts',
  ],
  runEnds: ['src-engine/protocol/choices.ts', 'src-main/background.ts'],
  runStarts: ['src-engine/host/run-training.ts'],
  sourceKinds: ['src-engine/host/asks.ts', 'src-engine/protocol/corpora.ts'],
  corpusUnits: [
    'src-engine/corpus/segments.ts',
    'src-engine/corpus/symbols.ts',
    'src-engine/host/loaded-models.ts',
    'src-engine/interchange/formats/html/page/words.ts',
    'src-engine/interchange/parts/description.ts',
    'src-engine/settings/members.ts',
    'src-renderer/text/choice-words.ts',
    'src-renderer/text/model-words.ts',
  ],
  cleaningKinds: [
    'src-engine/cli/preparation-options.ts',
    'src-engine/protocol/corpora.ts',
    'src-engine/settings/members.ts',
    'src-renderer/text/cleaning-words.ts',
  ],
  tableKinds: [
    'src-engine/cli/preparation-options.ts',
    'src-engine/protocol/choices.ts',
    'src-engine/settings/preparation.ts',
  ],
  detailedCleaningKinds: [
    'src-engine/cli/preparation-options.ts',
    'src-engine/protocol/choices.ts',
    'src-engine/settings/preparation.ts',
  ],
  rareTreatments: [
    'src-engine/corpus/symbols.ts',
    'src-engine/importing/notes.ts',
    'src-engine/settings/members.ts',
    'src-renderer/text/choice-words.ts',
    'src-renderer/text/cleaning-words.ts',
  ],
  catalogueDoors: ['src-renderer/screens/add-corpus/catalogue-words.ts'],
  catalogueKinds: ['src-renderer/text/choice-words.ts'],
  traceKinds: [],
  adviceCodes: [],
  adviceSeverities: ['src-renderer/screens/corpus/doctor/severity-icons.ts', 'src-renderer/text/choice-words.ts'],
  exportFormats: [
    'src-engine/interchange/formats/index.ts',
    'src-engine/protocol/formats.ts',
    'src-engine/protocol/words/formats.ts',
  ],
  weightPrecisions: [
    'src-engine/interchange/formats/html/page/stored.ts',
    'src-engine/interchange/formats/html/page/words.ts',
    'src-engine/interchange/proof/golden.ts',
    'src-engine/settings/members.ts',
    'src-renderer/text/model-words.ts',
  ],
  curveFormats: ['src-engine/host/curve-file.ts', 'src-main/dialogs.ts'],
  saveKinds: ['src-main/dialogs.ts'],
  openKinds: ['src-main/dialogs.ts'],
  fileUses: ['src-engine/host/grants.ts', 'src-engine/host/orders.ts'],
  themes: ['src-renderer/text/choice-words.ts'],
  textSizes: ['src-renderer/text/choice-words.ts'],
  languages: [
    'src-engine/protocol/text/languages.ts',
    'src-engine/protocol/text/number-writing.ts',
    'src-renderer/text/choice-words.ts',
    'src-renderer/text/format.ts',
    'src-renderer/text/run-words.ts',
  ],
  languageChoices: ['src-renderer/text/choice-words.ts'],
  numberStyles: ['src-engine/protocol/text/number-writing.ts', 'src-renderer/text/choice-words.ts'],
  powerUses: ['src-engine/host/power.ts', 'src-renderer/text/choice-words.ts'],
  backgroundWishes: ['src-main/application.ts', 'src-renderer/text/choice-words.ts'],
  actions: ['src-engine/protocol/words/actions.ts', 'src-renderer/state/actions.ts'],
  mainActions: ['src-engine/protocol/choices.ts', 'src-main/application.ts'],
  kernelBuilds: ['src-engine/kernels/choice.ts', 'src-renderer/text/choice-words.ts'],
  kernelWishes: ['src-engine/kernels/choice.ts'],
  noticeSeverities: ['src-renderer/state/notices.svelte.ts'],
  errorCodes: [],
  eventKinds: ['src-engine/protocol/messages.ts'],
  orderKinds: ['src-engine/host/orders.ts', 'src-engine/protocol/process.ts'],
  reportKinds: ['src-engine/protocol/process.ts', 'src-main/engine-messages.ts'],
  engineStates: ['src-engine/protocol/process.ts', 'src-renderer/state/app-state.svelte.ts'],
} satisfies Readonly<Record<ListName, readonly string[]>>;

const holdingFiles = [...new Set(Object.values<readonly string[]>(holders).flat())].map((file) =>
  path.join(root, file),
);

it('do not compile anywhere with one member more than the tables over them have', () => {
  const found = complaints(withOneMoreEach());
  const missing = Object.entries<readonly string[]>(holders).flatMap(([list, files]) =>
    files.filter((file) => !found.get(list)?.has(file)).map((file) => `${file} takes a new member of ${list}`),
  );
  expect(missing).toEqual([]);
});

it('are written out by their owner alone', () => {
  const lists = Object.entries(choices).flatMap(([name, members]) =>
    Array.isArray(members) ? [{ name, key: keyOf(members) }] : [],
  );
  const copies = [...productFiles(/\.(ts|svelte)$/), ...filesIn('scripts', /\.mjs$/)]
    .filter((file) => file !== owner)
    .flatMap((file) =>
      namesTogether(file).flatMap((names) =>
        lists.filter(({ key }) => key === names).map(({ name }) => `${path.relative(root, file)} repeats ${name}`),
      ),
    );
  expect(copies).toEqual([]);
});

/** The owner's text, every list that is written out in it with one member more: 'new in ' and the list's name. */
function withOneMoreEach(): string {
  return readFileSync(owner, 'utf8').replace(
    /export const (\w+) = \[([^\]]*?),?\s*\] as const/g,
    (_, name: string, members: string) => `export const ${name} = [${members}, 'new in ${name}'] as const`,
  );
}

/**
 * By the name of the list: which of the holders have errors that are about its new member. Only they are checked: the
 * rest takes long.
 */
function complaints(ownerText: string): ReadonlyMap<string, ReadonlySet<string>> {
  const program = compile(ownerText);
  const checker = program.getTypeChecker();
  const found = new Map<string, Set<string>>();
  const diagnostics = holdingFiles.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
  for (const { file, start, messageText } of diagnostics) {
    if (!file || start === undefined) continue;
    const said = innermost(messageText);
    const about = said.includes('new in ') ? said : switchedOver(checker, file, start);
    for (const [, name = ''] of about.matchAll(/new in (\w+)/g)) {
      found.set(name, (found.get(name) ?? new Set()).add(path.relative(root, file.fileName)));
    }
  }
  return found;
}

function compile(ownerText: string): ts.Program {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const options = { ...ts.parseJsonConfigFileContent(config, ts.sys, root).options, noEmit: true };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version, ...rest) =>
    path.resolve(file) === owner
      ? ts.createSourceFile(file, ownerText, version)
      : getSourceFile(file, version, ...rest);
  return ts.createProgram([...holdingFiles, ...productFiles(/\.d\.ts$/)], options, host);
}

function productFiles(ending: RegExp): string[] {
  return ['src-engine', 'src-main', 'src-renderer', 'bench']
    .flatMap((folder) => filesIn(folder, ending))
    .filter((file) => !file.includes(path.join('kernels', 'assembly')));
}

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(root, folder, file))
    .filter((file) => ending.test(file));
}

/** What is wrong at the bottom: what stands around it names whole types, with new members that are no trouble. */
function innermost(message: string | ts.DiagnosticMessageChain): string {
  if (typeof message === 'string') return message;
  const [next] = message.next ?? [];
  return next ? innermost(next) : message.messageText;
}

/**
 * The types of the values that the switches of a function tell apart: an error about a missing case names the function
 * alone.
 */
function switchedOver(checker: ts.TypeChecker, file: ts.SourceFile, start: number): string {
  let around = nodeAt(file, start);
  while (around && !ts.isFunctionLike(around)) around = around.parent;
  const types: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isSwitchStatement(node)) {
      const type = checker.getTypeAtLocation(node.expression);
      types.push(checker.typeToString(type, node, ts.TypeFormatFlags.NoTruncation));
    }
    node.forEachChild(look);
  };
  if (around) look(around);
  return types.join();
}

function nodeAt(file: ts.SourceFile, place: number): ts.Node | undefined {
  const inside = (node: ts.Node): ts.Node | undefined =>
    node.getStart(file) <= place && place < node.end ? (node.forEachChild(inside) ?? node) : undefined;
  return inside(file);
}

/**
 * Of a file, the strings of every list of strings and of every union of them; of a script, whose tables no compiler
 * reads, their keys, too.
 */
function namesTogether(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const script = file.endsWith('.svelte') ? (/<script[^>]*>([^]*?)<\/script>/.exec(text)?.[1] ?? '') : text;
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const parts = ts.isArrayLiteralExpression(node) ? node.elements : ts.isUnionTypeNode(node) ? node.types : [];
    const names = parts.map((part) => (ts.isLiteralTypeNode(part) ? part.literal : part));
    if (names.length > 1 && names.every((name) => ts.isStringLiteral(name))) {
      found.push(keyOf(names.map((name) => name.text)));
    }
    if (file.endsWith('.mjs') && ts.isObjectLiteralExpression(node)) {
      found.push(keyOf(node.properties.flatMap(({ name }) => (name && 'text' in name ? [name.text] : []))));
    }
    node.forEachChild(look);
  };
  look(ts.createSourceFile(file, script, ts.ScriptTarget.ES2023));
  return found;
}

/** The same for the same members in whatever order. */
function keyOf(members: readonly string[]): string {
  return members.toSorted().join();
}
