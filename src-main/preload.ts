// The page's door to main: `window.charloom`. Runs sandboxed in a world of its own; only functions that take and give
// plain data pass, no Electron object.

import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron';
import type {
  Action,
  AppSettings,
  Bridge,
  EngineStatus,
  GrantedFile,
  SaveDestination,
} from '../src-engine/protocol/index.ts';
import type { Sentence } from '../src-engine/protocol/text/sentences.ts';
import { channels } from './channels.ts';

const bridge: Bridge = {
  connect: () => ipcRenderer.send(channels.connect),
  chooseTextFiles: () => ipcRenderer.invoke(channels.chooseTextFiles) as Promise<readonly GrantedFile[]>,
  chooseFolder: () => ipcRenderer.invoke(channels.chooseFolder) as Promise<GrantedFile | null>,
  chooseOne: (kind) => ipcRenderer.invoke(channels.chooseOne, kind) as Promise<GrantedFile | null>,
  chooseSaveDestination: (suggestedName, kind) =>
    ipcRenderer.invoke(channels.chooseSaveDestination, suggestedName, kind) as Promise<SaveDestination | null>,
  placeToDrag: (name) => ipcRenderer.invoke(channels.placeToDrag, name) as Promise<SaveDestination>,
  startDrag: (file) => ipcRenderer.send(channels.startDrag, file),
  showInFolder: (file) => ipcRenderer.send(channels.showInFolder, file),
  grantDropped: (files) => ipcRenderer.invoke(channels.grantDropped, paths(files)) as Promise<readonly GrantedFile[]>,
  onStatus: (listener) => subscribe(channels.status, (status) => listener(status as EngineStatus)),
  onAction: (listener) => subscribe(channels.action, (action) => listener(action as Action)),
  describeSystem: () => ipcRenderer.invoke(channels.describeSystem) as Promise<readonly string[]>,
  act: (action) => ipcRenderer.send(channels.act, action),
  offerActions: (possible) => ipcRenderer.send(channels.offerActions, possible),
  onFiles: (listener) => subscribe(channels.files, (files) => listener(files as readonly GrantedFile[])),
  onWarning: (listener) => subscribe(channels.warning, (warning) => listener(warning as Sentence)),
  settings: () => ipcRenderer.invoke(channels.settings) as Promise<AppSettings>,
  changeSettings: (change) => ipcRenderer.invoke(channels.changeSettings, change) as Promise<void>,
  canMoveLibrary: () => ipcRenderer.invoke(channels.canMoveLibrary) as Promise<boolean>,
  moveLibrary: () => ipcRenderer.invoke(channels.moveLibrary) as ReturnType<Bridge['moveLibrary']>,
  showLibrary: () => ipcRenderer.send(channels.showLibrary),
  restartEngine: () => ipcRenderer.send(channels.restartEngine),
  platform: process.platform,
};

/** A File that the page made up itself has no path. */
function paths(files: readonly File[]): string[] {
  return files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
}

function subscribe(channel: string, listener: (message: unknown) => void): () => void {
  const relay = (_event: unknown, message: unknown): void => listener(message);
  ipcRenderer.on(channel, relay);
  return () => ipcRenderer.off(channel, relay);
}

// A port cannot pass the context bridge; it reaches the page as a window message.
ipcRenderer.on(channels.port, (event) => {
  window.postMessage({ kind: 'engine-port' }, location.origin, [...event.ports]);
});

// Electron binds what settles a promise of the bridge with the page's own `bind`, and hands it things of its own. A
// page that had put another function there would hold them. This runs in the page's world, before any script of the
// page.
void webFrame.executeJavaScript(
  "Object.defineProperty(Function.prototype, 'bind', { writable: false, configurable: false })",
);

contextBridge.exposeInMainWorld('charloom', bridge);
