// The system's dialogs, and the files that a user has chosen: the engine learns their paths, the page only names and sizes.

import { app, BrowserWindow, dialog, type MessageBoxOptions, type WebContents } from 'electron';
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileGrant, GrantedFile } from '../src-engine/protocol/index.ts';
import type { EngineProcess } from './engine-process.ts';
import type { Memory } from './memory.ts';

const filters = [
  {
    name: 'Text',
    extensions: ['txt', 'text', 'md', 'csv', 'json', 'html', 'xml', 'tex', 'srt', 'log', 'c', 'js', 'ts', 'py'],
  },
  { name: 'All files', extensions: ['*'] },
];

/** Opens where the last file came from. */
export async function chooseTextFiles(
  page: WebContents,
  engine: EngineProcess,
  memory: Memory,
): Promise<GrantedFile[]> {
  const options = {
    title: 'Import text',
    buttonLabel: 'Import',
    defaultPath: memory.now.textFolder ?? app.getPath('documents'),
    filters,
    properties: ['openFile', 'multiSelections'] as ('openFile' | 'multiSelections')[],
  };
  const window = BrowserWindow.fromWebContents(page);
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  const [first] = filePaths;
  if (first !== undefined) memory.change({ textFolder: path.dirname(first) });
  return grantFiles(filePaths, engine);
}

/** Whether they can be read, the engine finds out and says. */
export function grantFiles(paths: readonly string[], engine: EngineProcess): Promise<GrantedFile[]> {
  return Promise.all(paths.map((file) => grantFile(path.resolve(file), engine)));
}

async function grantFile(file: string, engine: EngineProcess): Promise<GrantedFile> {
  const grant = randomUUID() as string as FileGrant;
  engine.grant(grant, file);
  return { file: grant, name: path.basename(file), bytes: await sizeOf(file) };
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : 0;
  } catch {
    return 0;
  }
}

/** True: pause and quit. */
export async function confirmQuit(window: BrowserWindow | null): Promise<boolean> {
  const answer = await ask(window, {
    type: 'question',
    message: 'A model is being trained.',
    detail: 'It is paused with a checkpoint now, and you can continue it when you open Charloom again.',
    buttons: ['Pause and Quit', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  });
  return answer === 0;
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

async function ask(window: BrowserWindow | null, options: MessageBoxOptions): Promise<number> {
  const shown =
    window && !window.isDestroyed() ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options);
  return (await shown).response;
}
