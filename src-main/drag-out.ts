// Files that are dragged out of the window: written into a folder of their own first, which goes when the app ends.

import type { WebContents } from 'electron';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileGrant, SaveDestination } from '../src-engine/protocol/index.ts';
import type { EngineProcess } from './engine-process.ts';
import { safeFileName } from './file-names.ts';
import { grantDestination } from './files.ts';
import { say } from './language.ts';
import { log } from './log.ts';
import { trayIcon } from './tray-icon.ts';

export class DragOut {
  readonly #engine: EngineProcess;
  readonly #grants = new Set<FileGrant>();
  #folder: string | null = null;

  constructor(engine: EngineProcess) {
    this.#engine = engine;
  }

  /** A place for the file; each has a folder of its own, so that it bears its very name. */
  async place(name: string): Promise<SaveDestination> {
    this.#folder ??= mkdtempSync(path.join(tmpdir(), 'charloom-drag-'));
    const folder = mkdtempSync(path.join(this.#folder, 'item-'));
    const destination = await grantDestination(path.join(folder, safeFileName(name, say`Untitled`)), this.#engine);
    this.#grants.add(destination.file);
    return destination;
  }

  /** Under the mouse that is still pressed, the file of such a place goes along. */
  start(page: WebContents, file: FileGrant): void {
    const path = this.#grants.has(file) ? this.#engine.pathOf(file) : null;
    if (path === null) return log.warn('Something that was not prepared was to be dragged out.');
    page.startDrag({ file: path, icon: trayIcon() });
  }

  /** What was dropped elsewhere is a copy. */
  clear(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }
}
