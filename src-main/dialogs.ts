// The system's dialogs. Since Electron 43 none of them remembers its folder, so that is done here.

import { app, BrowserWindow, dialog } from 'electron';
import type { FileFilter, MessageBoxOptions, WebContents } from 'electron';
import path from 'node:path';
import { exportFormats } from '../src-engine/protocol/choices.ts';
import { formatFacts } from '../src-engine/protocol/formats.ts';
import type { ExportFormat, OpenKind, SaveKind } from '../src-engine/protocol/index.ts';
import { formatWords } from '../src-engine/protocol/words/formats.ts';
import { safeFileName } from './file-names.ts';
import type { Memory } from './memory.ts';

const allFiles: FileFilter = { name: 'All files', extensions: ['*'] };

const textFilters: FileFilter[] = [
  {
    name: 'Text',
    extensions: [
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
    ],
  },
  {
    name: 'Source code',
    extensions: [
      'c',
      'h',
      'cc',
      'cpp',
      'cs',
      'css',
      'go',
      'java',
      'js',
      'kt',
      'lua',
      'mjs',
      'php',
      'py',
      'rb',
      'rs',
      'sh',
      'sql',
      'swift',
      'ts',
    ],
  },
  allFiles,
];

const saveFilters: Readonly<Record<SaveKind, FileFilter[]>> = {
  text: [{ name: 'Text', extensions: ['txt'] }, allFiles],
  library: [{ name: 'Charloom library', extensions: ['db'] }, allFiles],
  folder: [],
  ...formatFilters(),
  png: [{ name: 'PNG picture', extensions: ['png'] }, allFiles],
  svg: [{ name: 'SVG drawing', extensions: ['svg'] }, allFiles],
  csv: [{ name: 'Comma-separated values', extensions: ['csv'] }, allFiles],
  json: [{ name: 'JSON', extensions: ['json'] }, allFiles],
};

const openWishes: Readonly<Record<OpenKind, Electron.OpenDialogOptions>> = {
  model: {
    title: 'Import a model',
    filters: [{ name: 'Models', extensions: modelExtensions() }, allFiles],
    properties: ['openFile'],
  },
  'model-folder': { title: 'Import a folder with a model', properties: ['openDirectory'] },
  vocabulary: {
    title: 'Choose the vocabulary of the model',
    filters: [{ name: 'JSON', extensions: ['json'] }, allFiles],
    properties: ['openFile'],
    buttonLabel: 'Choose',
  },
};

/** Folders have no endings to choose from. */
function formatFilters(): Readonly<Record<ExportFormat, FileFilter[]>> {
  const filters = exportFormats.map((format) => {
    const { form, ending } = formatFacts[format];
    const own = { name: formatWords[format].title, extensions: [ending.slice(1)] };
    return [format, form === 'folder' ? [] : [own, allFiles]] as const;
  });
  return Object.fromEntries(filters) as Record<ExportFormat, FileFilter[]>;
}

/** Of the single files that can be imported; somebody else's are in safetensors. */
function modelExtensions(): string[] {
  const own = Object.values(formatFacts).filter(({ form, isImportable }) => form === 'file' && isImportable);
  return [...own.map(({ ending }) => ending.slice(1)), 'safetensors'];
}

/** The paths chosen; none when the user cancels. */
export async function chooseTextFiles(page: WebContents, memory: Memory): Promise<readonly string[]> {
  return choose(page, memory, {
    title: 'Import text files',
    filters: textFilters,
    properties: ['openFile', 'multiSelections'],
  });
}

export async function chooseFolder(page: WebContents, memory: Memory): Promise<readonly string[]> {
  return choose(page, memory, { title: 'Import a folder of text files', properties: ['openDirectory'] });
}

/** Where the library is to lie. */
export async function chooseLibraryFolder(page: WebContents, memory: Memory): Promise<string | null> {
  const options = { title: 'Move the library to this folder', buttonLabel: 'Move here' } as const;
  const [folder] = await choose(page, memory, { ...options, properties: ['openDirectory', 'createDirectory'] });
  return folder ?? null;
}

export async function chooseOne(page: WebContents, memory: Memory, kind: OpenKind): Promise<readonly string[]> {
  return choose(page, memory, openWishes[kind], 'modelFolder');
}

/** The path chosen; null when the user cancels. */
export async function chooseSaveDestination(
  page: WebContents,
  memory: Memory,
  suggestedName: string,
  kind: SaveKind,
): Promise<string | null> {
  const options: Electron.SaveDialogOptions = {
    defaultPath: path.join(memory.now.saveFolder ?? app.getPath('documents'), safeFileName(suggestedName)),
    filters: saveFilters[kind],
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
  memory: Memory,
  wanted: Electron.OpenDialogOptions,
  remembered: 'textFolder' | 'modelFolder' = 'textFolder',
): Promise<readonly string[]> {
  const defaultPath = memory.now[remembered] ?? app.getPath('documents');
  const options = { buttonLabel: 'Import', ...wanted, defaultPath };
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
    message: 'A model is being trained.',
    detail:
      'It can go on without a window: you are told when it is done, and opening Charloom again brings the window back. ' +
      'Paused, it keeps a checkpoint, and you can continue it another time.',
    buttons: ['Pause and Quit', 'Keep Training in the Background', 'Cancel'],
    defaultId: 1,
    cancelId: 2,
  });
  return (['quit', 'background', 'cancel'] as const)[answer] ?? 'cancel';
}

/** True: load the page again; false: quit. */
export async function confirmReload(window: BrowserWindow | null): Promise<boolean> {
  const answer = await ask(window, {
    type: 'error',
    message: 'The window keeps crashing.',
    detail: 'Training goes on meanwhile and nothing is lost. The log folder (Help menu) says more.',
    buttons: ['Load It Again', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  });
  return answer === 0;
}

/** @param line what was checked, and what failed */
export async function tellFailedSelfCheck(window: BrowserWindow | null, line: string): Promise<void> {
  await ask(window, {
    type: 'warning',
    message: 'Charloom may not work as it should on this computer.',
    detail: `${line}\n\nYour texts and runs were not touched. Please report this line, which the log keeps as well.`,
    buttons: ['OK'],
  });
}

async function ask(window: BrowserWindow | null, options: MessageBoxOptions): Promise<number> {
  const shown =
    window && !window.isDestroyed() ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options);
  return (await shown).response;
}
