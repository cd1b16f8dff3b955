// The system's dialogs. Since Electron 43 none of them remembers its folder, so that is done here.

import { app, BrowserWindow, dialog } from 'electron';
import type { FileFilter, MessageBoxOptions, OpenDialogOptions, SaveDialogOptions, WebContents } from 'electron';
import path from 'node:path';
import { formatFacts } from '../src-engine/protocol/formats.ts';
import { exportFormats } from '../src-engine/protocol/choices.ts';
import type { ExportFormat, OpenKind, SaveKind } from '../src-engine/protocol/index.ts';
import { formatWords } from '../src-engine/protocol/words/formats.ts';
import { safeFileName } from './file-names.ts';
import { say, spoken } from './language.ts';
import type { RememberedState } from './memory.ts';

function allFiles(): FileFilter {
  return { name: say`All files`, extensions: ['*'] };
}

const textEndings = [
  'txt',
  'text',
  'md',
  'csv',
  'tsv',
  'json',
  'jsonl',
  'ndjson',
  'html',
  'htm',
  'xml',
  'tex',
  'srt',
  'log',
];
const codeEndings = [
  ...['c', 'h', 'cc', 'cpp', 'cs', 'css', 'go', 'java', 'js', 'kt', 'lua', 'mjs', 'php', 'py', 'rb', 'rs', 'sh', 'sql'],
  ...['swift', 'ts'],
];

function saveFilters(kind: SaveKind): FileFilter[] {
  const filter = saveFilter(kind);
  return filter === null ? [] : [filter, allFiles()];
}

/** Of what is saved and no model: in words when the dialog is opened. */
const ownFilters: Readonly<Record<Exclude<SaveKind, ExportFormat>, () => FileFilter | null>> = {
  text: () => ({ name: say`Text`, extensions: ['txt'] }),
  library: () => ({ name: say`Charloom library`, extensions: ['db'] }),
  folder: () => null,
  png: () => ({ name: say`PNG picture`, extensions: ['png'] }),
  svg: () => ({ name: say`SVG drawing`, extensions: ['svg'] }),
  csv: () => ({ name: say`Comma-separated values`, extensions: ['csv'] }),
  json: () => ({ name: 'JSON', extensions: ['json'] }),
};

/** Null for folders: they have no endings to choose from. */
function saveFilter(kind: SaveKind): FileFilter | null {
  if (!isFormat(kind)) return ownFilters[kind]();
  const { form, ending } = formatFacts[kind];
  return form === 'folder' ? null : { name: spoken(formatWords[kind].title), extensions: [ending.slice(1)] };
}

function isFormat(kind: SaveKind): kind is ExportFormat {
  return exportFormats.some((format) => format === kind);
}

/** In words when the dialog is opened. */
const openWishes: Readonly<Record<OpenKind, () => OpenDialogOptions>> = {
  model: () => ({
    title: say`Import a model`,
    filters: [{ name: say`Models`, extensions: modelExtensions() }, allFiles()],
    properties: ['openFile'],
  }),
  'model-folder': () => ({ title: say`Import a folder with a model`, properties: ['openDirectory'] }),
  vocabulary: () => ({
    title: say`Choose the vocabulary of the model`,
    filters: [{ name: 'JSON', extensions: ['json'] }, allFiles()],
    properties: ['openFile'],
    buttonLabel: say`Choose`,
  }),
};

/** Of the single files that can be imported; somebody else's are in safetensors. */
function modelExtensions(): string[] {
  const own = Object.values(formatFacts).filter(({ form, isImportable }) => form === 'file' && isImportable);
  return [...own.map(({ ending }) => ending.slice(1)), 'safetensors'];
}

/** The paths chosen; none when the user cancels. */
export async function chooseTextFiles(page: WebContents, memory: RememberedState): Promise<readonly string[]> {
  return choose(page, memory, {
    title: say`Import text files`,
    filters: [
      { name: say`Text`, extensions: textEndings },
      { name: say`Source code`, extensions: codeEndings },
      allFiles(),
    ],
    properties: ['openFile', 'multiSelections'],
  });
}

export async function chooseFolder(page: WebContents, memory: RememberedState): Promise<readonly string[]> {
  return choose(page, memory, { title: say`Import a folder of text files`, properties: ['openDirectory'] });
}

/** Where the library is to lie. */
export async function chooseLibraryFolder(page: WebContents, memory: RememberedState): Promise<string | null> {
  const options = { title: say`Move the library to this folder`, buttonLabel: say`Move here` };
  const [folder] = await choose(page, memory, { ...options, properties: ['openDirectory', 'createDirectory'] });
  return folder ?? null;
}

export async function chooseOne(
  page: WebContents,
  memory: RememberedState,
  kind: OpenKind,
): Promise<readonly string[]> {
  return choose(page, memory, openWishes[kind](), 'modelFolder');
}

/** The path chosen; null when the user cancels. */
export async function chooseSaveDestination(
  page: WebContents,
  memory: RememberedState,
  suggestedName: string,
  kind: SaveKind,
): Promise<string | null> {
  const options: SaveDialogOptions = {
    defaultPath: path.join(
      memory.now.saveFolder ?? app.getPath('documents'),
      safeFileName(suggestedName, say`Untitled`),
    ),
    filters: saveFilters(kind),
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const window = BrowserWindow.fromWebContents(page);
  const shown = window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options);
  const { canceled, filePath } = await shown;
  if (canceled || filePath === '') return null;
  memory.change({ saveFolder: path.dirname(filePath) });
  return filePath;
}

async function choose(
  page: WebContents,
  memory: RememberedState,
  wanted: OpenDialogOptions,
  remembered: 'textFolder' | 'modelFolder' = 'textFolder',
): Promise<readonly string[]> {
  const defaultPath = memory.now[remembered] ?? app.getPath('documents');
  const options = { buttonLabel: say`Import`, ...wanted, defaultPath };
  const window = BrowserWindow.fromWebContents(page);
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  const [first] = filePaths;
  if (first !== undefined) memory.change({ [remembered]: path.dirname(first) });
  return filePaths;
}

/** What becomes of a training when its window is closed. */
export type ClosingWish = 'quit' | 'background' | 'cancel';

export async function askBeforeClosing(window: BrowserWindow | null): Promise<ClosingWish> {
  const answer = await ask(window, {
    type: 'question',
    message: say`A model is being trained.`,
    detail: say`It can go on without a window: you are told when it is done, and opening Charloom again brings the window back. Paused, it keeps a checkpoint, and you can continue it another time.`,
    buttons: [say`Pause and Quit`, say`Keep Training in the Background`, say`Cancel`],
    defaultId: 1,
    cancelId: 2,
  });
  return (['quit', 'background', 'cancel'] as const)[answer] ?? 'cancel';
}

/** True: load the page again; false: quit. */
export async function confirmReload(window: BrowserWindow | null): Promise<boolean> {
  const answer = await ask(window, {
    type: 'error',
    message: say`The window keeps crashing.`,
    detail: say`Training goes on meanwhile and nothing is lost. The log folder (Help menu) says more.`,
    buttons: [say`Load It Again`, say`Quit`],
    defaultId: 0,
    cancelId: 0,
  });
  return answer === 0;
}

/** @param line what was checked, and what failed */
export async function tellFailedSelfCheck(window: BrowserWindow | null, line: string): Promise<void> {
  await ask(window, {
    type: 'warning',
    message: say`Charloom may not work as it should on this computer.`,
    detail: `${line}\n\n${say`Your texts and runs were not touched. Please report this line, which the log keeps as well.`}`,
    buttons: [say`OK`],
  });
}

/** True: the page is to be opened. */
export async function confirmProjectPage(
  window: BrowserWindow | null,
  version: string,
  page: string,
): Promise<boolean> {
  const answer = await ask(window, {
    type: 'question',
    message: say`Charloom never looks for updates by itself.`,
    detail: say`This is version ${version}. Your browser can open the project's page, which says what is newer: ${page}`,
    buttons: [say`Open the Page`, say`Cancel`],
    defaultId: 0,
    cancelId: 1,
  });
  return answer === 0;
}

export async function tellNoProjectPage(window: BrowserWindow | null, version: string): Promise<void> {
  await ask(window, {
    type: 'info',
    message: say`Charloom never looks for updates by itself.`,
    detail: say`This is version ${version}. It was built without the address of a page: look where you got it from.`,
    buttons: [say`OK`],
  });
}

async function ask(window: BrowserWindow | null, options: MessageBoxOptions): Promise<number> {
  const shown =
    window && !window.isDestroyed() ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options);
  return (await shown).response;
}
