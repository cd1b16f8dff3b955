// The one window: sandboxed, without Node, unable to leave its page or to open another; it opens where it was.

import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Session, WebContents } from 'electron';
import { log } from './log.ts';
import type { RememberedState } from './memory.ts';
import { isPage, pageAddress } from './page-address.ts';
import { closeConnections } from './network.ts';
import { placeWindow, minSize } from './window-bounds.ts';

/**
 * Ways to files, devices and other pages that no policy shuts, or not before the user is asked: the page does not have
 * them at all.
 */
const unneededFeatures = [
  'FileSystemAccessLocal',
  'EyeDropperAPI',
  'PaymentRequest',
  'WebUSB',
  'WebHID',
  'Serial',
  'WebBluetooth',
  'WebShare',
  'WebXR',
  'FontAccess',
  'Presentation',
  'DocumentPictureInPictureAPI',
  'SharedWorker',
];

export interface WindowOptions {
  /** False for a window that nobody is to see. */
  readonly shown?: boolean;
  /** Where the page is served and what it stores is kept; without it, the app's own. */
  readonly session?: Session;
}

export function openWindow(
  preload: string,
  memory: RememberedState,
  { shown = true, session }: WindowOptions = {},
): BrowserWindow {
  const window = new BrowserWindow({
    ...placeWindow(memory.now.bounds, workAreas()),
    minWidth: minSize.width,
    minHeight: minSize.height,
    show: false,
    title: 'Charloom',
    backgroundColor: paperColour(),
    webPreferences: {
      preload,
      ...(session && { session }),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      disableBlinkFeatures: unneededFeatures.join(','),
    },
  });
  if (memory.now.maximized) window.maximize();
  if (shown) window.once('ready-to-show', () => window.show());
  rememberPlace(window, memory);
  void load(window);
  return window;
}

/** Of every page that will ever be: nothing leads away from the app's own page. */
export function confine(contents: WebContents): void {
  closeConnections(contents);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => stayAtHome(event, event.url));
  contents.on('will-frame-navigate', (event) => stayAtHome(event, event.url));
  contents.on('will-redirect', (event) => stayAtHome(event, event.url));
}

export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** The page's paper, so that no white flashes before it is drawn. */
export function paperColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#16171a' : '#faf8f4';
}

async function load(window: BrowserWindow): Promise<void> {
  try {
    await window.loadURL(pageAddress);
  } catch (error) {
    log.error('The page could not be loaded:', error);
  }
}

function stayAtHome(event: { preventDefault(): void }, address: string): void {
  if (isPage(address)) return;
  log.warn('The page tried to go elsewhere; it stays.');
  event.preventDefault();
}

function workAreas() {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary, ...others].map((display) => display.workArea);
}

function rememberPlace(window: BrowserWindow, memory: RememberedState): void {
  let timer: NodeJS.Timeout | undefined;
  const remember = (): void => {
    clearTimeout(timer);
    if (!window.isDestroyed()) memory.change({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(remember, 500);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('close', remember);
  window.on('closed', () => clearTimeout(timer));
}
