// The conversations around the engine's process: main with the engine (its parent port), and the page with main
// (what the preload script exposes as `window.charloom`).

import type {
  Action,
  EngineState,
  FileUse,
  MainAction,
  OpenKind,
  OrderKind,
  PowerUse,
  ReportKind,
  RunEnd,
  SaveKind,
  Variants,
} from './choices.ts';
import type { AppSettings } from './app-settings.ts';
import type { FileGrant } from './ids.ts';
import type { EngineError } from './messages.ts';
import type { Sentence } from './text/sentences.ts';

export type MainToEngine = Variants<
  OrderKind,
  /** Comes with one MessagePort: the page's. A new one replaces the old. */
  | { readonly kind: 'page' }
  /** Answer 'granted': the page's own port may be faster than this one, so the page hears of a file only then. */
  | { readonly kind: 'grant'; readonly file: FileGrant; readonly path: string; readonly use: FileUse }
  /**
   * At the start and whenever it changes: threads of new runs (null: what suits the machine), and how much training may
   * take now. Answer 'preferred'.
   */
  | { readonly kind: 'prefer'; readonly threads: number | null; readonly power: PowerUse }
  /** The machine is about to sleep: write a checkpoint now. */
  | { readonly kind: 'suspend' }
  /** Pause what trains; the queue rests too. */
  | { readonly kind: 'pause-all' }
  /** Answer 'pong': shows that the engine is not stuck. */
  | { readonly kind: 'ping' }
  /** Do the main job once in a library of its own, which is thrown away; answer 'self-checked'. */
  | { readonly kind: 'self-check' }
  /** Write checkpoints, close the library, answer 'closed' and exit. */
  | { readonly kind: 'close' }
>;

export type EngineToMain = Variants<
  ReportKind,
  /** `library`: the file that is open. */
  | { readonly kind: 'ready'; readonly library: string }
  /** The library cannot be opened; the engine then exits. */
  | { readonly kind: 'refused'; readonly error: EngineError }
  /** The library was to be moved before it was opened. Null: it was; else why it is where it was. */
  | { readonly kind: 'moved'; readonly error: EngineError | null }
  /** Answer to 'prefer': what is offered from now on follows it. */
  | { readonly kind: 'preferred' }
  /** Share of the training under way, for the task bar; null: nothing is training. */
  | { readonly kind: 'training'; readonly share: number | null }
  /** A run came to its end by itself. `waiting`: how many follow it in the queue. */
  | {
      readonly kind: 'run-ended';
      readonly name: string;
      readonly state: RunEnd;
      readonly message: string | null;
      readonly waiting: number;
    }
  | { readonly kind: 'granted'; readonly file: FileGrant }
  | { readonly kind: 'pong' }
  /** Null: all went as it should; else one sentence says what did not. */
  | { readonly kind: 'self-checked'; readonly problem: string | null }
  | { readonly kind: 'closed' }
>;

export interface GrantedFile {
  readonly file: FileGrant;
  readonly name: string;
  /** 0 for a folder. */
  readonly bytes: number;
  /** All texts in it are meant, or the model. */
  readonly isFolder: boolean;
  /**
   * By its ending, or by what it begins with or holds: a trained model rather than a text. Whether it is one, the
   * engine finds out.
   */
  readonly isModel: boolean;
}

/** A place to write one file or folder to. */
export type SaveDestination = Pick<GrantedFile, 'file' | 'name'>;

export type EngineStatus = Variants<
  EngineState,
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  /** The library is being moved: it was closed, and is opened again afterwards. */
  | { readonly kind: 'moving' }
  /** It crashed and is being started again. */
  | { readonly kind: 'restarting'; readonly crashes: number }
  /** It will not be started again by itself. */
  | { readonly kind: 'failed'; readonly why: Sentence }
>;

/** `window.charloom`, the page's only door to main. Functions only; no Electron object passes. */
export interface Bridge {
  /** Asks for a port to the engine; it arrives as a window message `{ kind: 'engine-port' }` with the port attached. */
  connect(): void;
  /** Opens the system's dialog; empty when the user cancels. */
  chooseTextFiles(): Promise<readonly GrantedFile[]>;
  /** Opens the system's dialog; null when the user cancels. */
  chooseFolder(): Promise<GrantedFile | null>;
  /** Opens the system's dialog for one file or folder; null when the user cancels. */
  chooseOne(kind: OpenKind): Promise<GrantedFile | null>;
  /** Asks where to write, and before a file is replaced; null when the user cancels. */
  chooseSaveDestination(suggestedName: string, kind: SaveKind): Promise<SaveDestination | null>;
  /** A place for a file that is to be dragged out of the window. */
  placeToDrag(name: string): Promise<SaveDestination>;
  /** Gives the file that was written there to the mouse, which is still pressed. */
  startDrag(file: FileGrant): void;
  /** Shows what was written at a chosen place in the system's own file manager; nothing is opened. */
  showInFolder(file: FileGrant): void;
  /** For files and folders dropped on the window. */
  grantDropped(files: readonly File[]): Promise<readonly GrantedFile[]>;
  onStatus(listener: (status: EngineStatus) => void): () => void;
  /** What was chosen in the application menu. */
  onAction(listener: (action: Action) => void): () => void;
  /** Has main do what it does itself. */
  act(action: MainAction): void;
  /** What can be done at the moment: the menu offers nothing else. */
  offerActions(possible: readonly Action[]): void;
  /** Files that were chosen outside the page, such as in the menu's list of recent ones. */
  onFiles(listener: (files: readonly GrantedFile[]) => void): () => void;
  /** What main has to say about the system that the app runs on. */
  onWarning(listener: (warning: Sentence) => void): () => void;
  /** App and machine in a few lines, without any name or path of the user's. */
  describeSystem(): Promise<readonly string[]>;
  /** As they are kept. */
  settings(): Promise<AppSettings>;
  /** Keeps them; what concerns main and engine holds at once. */
  changeSettings(change: Partial<AppSettings>): Promise<void>;
  /** Whether the library lies where the app looks for it by itself: only that one can be moved. */
  canMoveLibrary(): Promise<boolean>;
  /** Asks for a folder and moves the library there. Null: the user has cancelled. `problem`: why it is where it was. */
  moveLibrary(): Promise<{ readonly problem: Sentence | null } | null>;
  /** Shows the library's file in the system's own file manager. */
  showLibrary(): void;
  /** Starts the engine again after 'failed'. */
  restartEngine(): void;
  readonly platform: string;
}
