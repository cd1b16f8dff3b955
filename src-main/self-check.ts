// Whether this Electron does what the app needs of it: the page draws what the engine tells it, and the engine does its
// main job. The set-up asks this of each Electron that it has found (--selfcheck), the packaged app at its first start.

import { app, session } from 'electron';
import type { BrowserWindow, WebContents } from 'electron';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inEnglish } from '../src-engine/protocol/text/sentences.ts';
import { builtFiles } from './built-files.ts';
import { engineEnvironment } from './engine-environment.ts';
import { EngineProcess } from './engine-process.ts';
import { listen } from './ipc.ts';
import { openMemory } from './memory.ts';
import { servePage } from './page-protocol.ts';
import { denyPermissions } from './permissions.ts';
import { confine, openWindow } from './window.ts';

/** The switch that makes the app check itself and end. */
export const selfCheckSwitch = 'selfcheck';

/** A slow disk and a busy machine take their time; who has waited so long knows that something is wrong. */
const secondsToWait = 120;

/** What was checked, and with what result, in one line. */
export function selfCheckLine(problem: string | null): string {
  const { electron, v8 } = process.versions;
  const result = problem ?? 'the window, the engine, its library, training and writing work.';
  return `Self-check with Electron ${electron} (V8 ${v8}): ${result.replaceAll(/\s*\n\s*/g, ' ')}`;
}

/**
 * Works in a folder of its own, which it removes. The page's session is in memory: Chromium writes one that is on disk
 * once more after this process's last word. Before the app is ready.
 */
export function runSelfCheck(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-self-check-'));
  app.setPath('userData', folder);
  app.on('web-contents-created', (_event, contents) => confine(contents));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  // Not awaited here: Electron holds `ready` back until main's module has run.
  void app.whenReady().then(async () => {
    const problem = await checkAll(folder);
    process.stdout.write(`${selfCheckLine(problem)}\n`);
    app.exit(problem === null ? 0 : 1);
  });
}

function checkAll(folder: string): Promise<string | null> {
  const inMemory = session.fromPartition('self-check');
  servePage(inMemory, builtFiles.page);
  denyPermissions(inMemory);
  return new Promise((resolve) => {
    setTimeout(
      () => resolve(`nothing was heard of the window or the engine for ${secondsToWait} seconds.`),
      secondsToWait * 1000,
    );
    const engine = new EngineProcess({
      file: builtFiles.engine,
      environment: { ...engineEnvironment(process.env), CHARLOOM_LIBRARY: path.join(folder, 'library.db') },
      onStatus: (status) => {
        if (status.kind === 'failed') resolve(inEnglish(status.why));
        if (status.kind === 'restarting') resolve('the engine ended unexpectedly.');
      },
      onTraining: () => {},
      onEnded: () => {},
    });
    listen('connect', (contents) => engine.connect(contents));
    engine.start();
    const window = openWindow(builtFiles.preload, openMemory(path.join(folder, 'window.json')), {
      shown: false,
      session: inMemory,
    });
    void Promise.all([checkPage(window), engine.selfCheck()]).then(async (problems) => {
      await engine.close();
      resolve(problems.find((problem) => problem !== null) ?? null);
    });
  });
}

/** Resolves when the page has drawn what the engine has told it, or with one sentence about why it cannot. */
function checkPage({ webContents }: BrowserWindow): Promise<string | null> {
  return new Promise((resolve) => {
    webContents.on('preload-error', (_event, _file, { message }) => resolve(`the preload script failed: ${message}`));
    webContents.on('render-process-gone', (_event, { reason }) => resolve(`the page's process ended (${reason}).`));
    webContents.on('did-fail-load', (_event, _code, reason) => resolve(`the page did not load (${reason}).`));
    webContents.on('did-finish-load', () => {
      hasDrawn(webContents).then(
        () => resolve(null),
        (error: unknown) => resolve(`the page could not be asked: ${String(error)}`),
      );
    });
  });
}

/** The first screen's title comes after an answer of the engine. A hidden window has no frames to wait for. */
function hasDrawn(contents: WebContents): Promise<unknown> {
  return contents.executeJavaScript(`new Promise((resolve) => {
    const look = () => (document.querySelector('main h1') ? resolve(true) : setTimeout(look, 20));
    look();
  })`);
}
