// The conversations around the engine's process: main with the engine (its parent port), and the page with main
// (what the preload script exposes as `window.charloom`).

import type { FileGrant } from './ids.ts';
import type { EngineError } from './messages.ts';

export type MainToEngine =
  /** Comes with one MessagePort: the page's. A new one replaces the old. */
  | { readonly kind: 'page' }
  | { readonly kind: 'grant'; readonly file: FileGrant; readonly path: string }
  /** Write checkpoints, close the library, answer 'closed' and exit. */
  | { readonly kind: 'close' };

export type EngineToMain =
  | { readonly kind: 'ready' }
  /** The library cannot be opened; the engine then exits. */
  | { readonly kind: 'refused'; readonly error: EngineError }
  /** Share of the training under way, for the task bar; null: nothing is training. */
  | { readonly kind: 'training'; readonly share: number | null }
  | { readonly kind: 'closed' };

export interface GrantedFile {
  readonly file: FileGrant;
  readonly name: string;
  readonly bytes: number;
}

export type EngineStatus =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  /** It crashed and is being started again. */
  | { readonly kind: 'restarting'; readonly crashes: number }
  /** It will not be started again by itself. */
  | { readonly kind: 'failed'; readonly message: string };

export type ThemeChoice = 'system' | 'light' | 'dark';

/** `window.charloom`, the page's only door to main. Functions only; no Electron object passes. */
export interface Bridge {
  /** Asks for a port to the engine; it arrives as a window message `{ kind: 'engine-port' }` with the port attached. */
  connect(): void;
  /** Opens the system's dialog; empty when the user cancels. */
  chooseTextFiles(): Promise<readonly GrantedFile[]>;
  /** For files dropped on the window. */
  grantDropped(files: readonly File[]): Promise<readonly GrantedFile[]>;
  onStatus(listener: (status: EngineStatus) => void): () => void;
  /** Commands of the application menu. */
  onMenu(listener: (command: MenuCommand) => void): () => void;
  setTheme(theme: ThemeChoice): void;
  /** Starts the engine again after 'failed'. */
  restartEngine(): void;
  readonly platform: string;
}

export type MenuCommand = 'import' | 'new-run' | 'generate' | 'train' | 'help';
