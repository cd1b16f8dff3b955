// The engine's process: started, watched, started again after a crash, closed with time to write its checkpoints.
// Main never looks into what page and engine say to each other; it only hands each an end of a channel.

import { MessageChannelMain, utilityProcess } from 'electron';
import type { UtilityProcess, WebContents } from 'electron';
import type { EngineStatus, EngineToMain, FileGrant, FileUse, MainToEngine } from '../src-engine/protocol/index.ts';
import { sentence } from '../src-engine/protocol/text/sentences.ts';
import type { Sentence } from '../src-engine/protocol/text/sentences.ts';
import { channels } from './channels.ts';
import { readEngineMessage } from './engine-messages.ts';
import { log } from './log.ts';
import { createRestartPolicy } from './restart-policy.ts';

/** A large checkpoint on a slow disk takes its time. */
const secondsToClose = 30;

/**
 * An engine that has not answered so many times in a row is stuck for good. Counted in questions: a machine that sleeps
 * asks none.
 */
const maxUnanswered = 12;
const millisecondsBetweenPings = 15_000;

const givenUp = sentence`The engine stopped several times within five minutes, so it is not started again by itself. Your runs are kept up to their last checkpoint. Start it again, or look into the log folder (Help menu) if it keeps stopping.`;

const brokenOff = sentence`The engine stopped while it moved the library. Nothing is lost: look where it lies now.`;

export type RunEnded = Omit<Extract<EngineToMain, { kind: 'run-ended' }>, 'kind'>;

type Preferred = Omit<Extract<MainToEngine, { kind: 'prefer' }>, 'kind'>;

export interface EngineOptions {
  /** The bundled engine. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onStatus: (status: EngineStatus) => void;
  /** Share of the training under way; null: nothing is training. */
  readonly onTraining: (share: number | null) => void;
  /** A run came to its end by itself. */
  readonly onEnded: (ended: RunEnded) => void;
}

export class EngineProcess {
  readonly #options: EngineOptions;
  readonly #policy = createRestartPolicy(3, 5 * 60_000);
  /** An engine that was started again must know them too. */
  readonly #grants: Extract<MainToEngine, { kind: 'grant' }>[] = [];
  /** Sent, and not yet heard of: called when the engine has it, or has gone. */
  readonly #ungranted = new Map<FileGrant, () => void>();
  #preferred: Preferred | null = null;
  /** Called when the engine follows what was preferred, in the order in which it was told. */
  readonly #unheard: (() => void)[] = [];
  /** Who waits for the library to be moved, and what is to be said of it. */
  #move: { readonly tell: (problem: Sentence | null) => void; problem: Sentence | null } | null = null;
  #child: UtilityProcess | null = null;
  #status: EngineStatus = { kind: 'starting' };
  #library: string | null = null;
  #refused = false;
  #unanswered = 0;
  #pinging: NodeJS.Timeout | null = null;
  #closing = false;
  /** Who waits for the engine's check of itself. */
  #tellChecked: (problem: string | null) => void = () => {};

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** The file of the library that is open, or was opened last. */
  get library(): string | null {
    return this.#library;
  }

  get status(): EngineStatus {
    return this.#status;
  }

  /** @param more of its environment, for this start alone */
  start(more: NodeJS.ProcessEnv = {}): void {
    const child = utilityProcess.fork(this.#options.file, [], {
      serviceName: 'Charloom engine',
      stdio: 'pipe',
      env: { ...this.#options.environment, ...more },
    });
    this.#child = child;
    this.#refused = false;
    child.stdout?.on('data', (text: Buffer) => log.info(`engine: ${text.toString().trimEnd()}`));
    child.stderr?.on('data', (text: Buffer) => log.error(`engine: ${text.toString().trimEnd()}`));
    child.on('message', (data: unknown) => {
      const message = readEngineMessage(data);
      if (message === null) log.error('The engine sent something unknown; it is passed over.');
      else this.#receive(child, message);
    });
    child.on('exit', (code) => this.#exited(child, code));
    for (const grant of this.#grants) this.#send(grant);
    if (this.#preferred !== null) void this.prefer(this.#preferred);
  }

  /** The user's answer to 'failed'. */
  restart(): void {
    if (this.#status.kind !== 'failed' || this.#child !== null) return;
    this.#policy.forget();
    this.#setStatus({ kind: 'starting' });
    this.start();
  }

  /**
   * Gives the page a fresh channel to the engine. Without an engine the page hears only the status, and asks again when
   * that becomes 'ready'.
   */
  connect(page: WebContents): void {
    if (this.#child !== null) {
      const { port1, port2 } = new MessageChannelMain();
      this.#child.postMessage({ kind: 'page' } satisfies MainToEngine, [port1]);
      page.postMessage(channels.port, null, [port2]);
    }
    // A page that has its port needs no word that all is well, and would answer it by asking for another port.
    if (this.#status.kind !== 'ready') page.send(channels.status, this.#status);
  }

  /** Resolves when the engine knows it: what the page asks must not arrive before. */
  async grant(file: FileGrant, path: string, use: FileUse): Promise<void> {
    const grant = { kind: 'grant', file, path, use } as const;
    this.#grants.push(grant);
    if (this.#child === null) return;
    await new Promise<void>((resolve) => {
      this.#ungranted.set(file, resolve);
      this.#send(grant);
    });
  }

  /** Where something may have been written; null for what was not chosen as a place to write to. */
  pathOf(file: FileGrant): string | null {
    return this.#grants.find((grant) => grant.file === file && grant.use !== 'read')?.path ?? null;
  }

  /** Lets it write its checkpoints; resolves when it has ended, or was ended because it took too long. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#closing = true;
    if (child === null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.#send({ kind: 'close' });
    const limit = setTimeout(() => {
      log.error(`The engine did not close within ${secondsToClose} seconds; it is ended.`);
      endAtOnce(child);
    }, secondsToClose * 1000);
    await ended;
    clearTimeout(limit);
  }

  /** Told to each engine, and again whenever it changes. */
  async prefer(preferred: Preferred): Promise<void> {
    this.#preferred = preferred;
    if (this.#child === null) return;
    await new Promise<void>((resolve) => {
      this.#unheard.push(resolve);
      this.#send({ kind: 'prefer', ...preferred });
    });
  }

  /**
   * Closes the engine and has the next one move the library before it opens it. Resolves when that one is ready or has
   * failed, so that what is asked next finds an engine.
   * @param to the folder @returns null: it was moved; else why it was not
   */
  async moveLibrary(to: string): Promise<Sentence | null> {
    if (this.#status.kind === 'moving')
      return sentence`The library is being moved already. Wait until that has ended, and try again.`;
    if (this.#child === null || this.#closing) return sentence`The engine is not running. Start it, and try again.`;
    this.#setStatus({ kind: 'moving' });
    await this.close();
    this.#closing = false;
    const moved = new Promise<Sentence | null>((tell) => (this.#move = { tell, problem: brokenOff }));
    this.start({ CHARLOOM_MOVE_LIBRARY: to });
    return moved;
  }

  /** The machine is about to sleep or to end: a checkpoint is written now. */
  secure(): void {
    this.#send({ kind: 'suspend' });
  }

  pauseAll(): void {
    this.#send({ kind: 'pause-all' });
  }

  /**
   * Has the engine do its main job once, in a library of its own.
   * @returns null, or one sentence that says what failed
   */
  selfCheck(): Promise<string | null> {
    return new Promise((resolve) => {
      this.#tellChecked = resolve;
      this.#send({ kind: 'self-check' });
    });
  }

  #watch(child: UtilityProcess): void {
    this.#unanswered = 0;
    this.#pinging = setInterval(() => {
      if (this.#unanswered++ < maxUnanswered) return this.#send({ kind: 'ping' });
      log.error('The engine does not answer; it is ended and started again.');
      endAtOnce(child);
    }, millisecondsBetweenPings);
  }

  #send(message: MainToEngine): void {
    this.#child?.postMessage(message);
  }

  #receive(child: UtilityProcess, message: EngineToMain): void {
    switch (message.kind) {
      case 'ready':
        this.#library = message.library;
        this.#watch(child);
        return this.#setStatus({ kind: 'ready' });
      case 'refused':
        this.#refused = true;
        return this.#setStatus({ kind: 'failed', why: message.error.sentence });
      case 'moved':
        if (this.#move !== null) this.#move.problem = message.error?.sentence ?? null;
        return;
      case 'preferred':
        return this.#unheard.shift()?.();
      case 'training':
        return this.#options.onTraining(message.share);
      case 'run-ended':
        return this.#options.onEnded(message);
      case 'granted':
        this.#ungranted.get(message.file)?.();
        this.#ungranted.delete(message.file);
        return;
      case 'pong':
        this.#unanswered = 0;
        return;
      case 'self-checked':
        return this.#tellChecked(message.problem);
      case 'closed':
        return;
      default:
        return unreachable(message);
    }
  }

  #exited(child: UtilityProcess, code: number): void {
    if (child !== this.#child) return;
    this.#child = null;
    if (this.#pinging !== null) clearInterval(this.#pinging);
    this.#pinging = null;
    for (const goOn of this.#ungranted.values()) goOn();
    this.#ungranted.clear();
    this.#tellChecked('the engine ended while it checked itself.');
    for (const goOn of this.#unheard.splice(0)) goOn();
    this.#options.onTraining(null);
    if (this.#closing || this.#refused) return;
    log.error(`The engine ended unexpectedly (exit code ${code}).`);
    const now = performance.now();
    if (this.#policy.allowsRestart(now)) {
      this.#setStatus({ kind: 'restarting', crashes: this.#policy.recentCrashes(now) });
      this.start();
    } else {
      this.#setStatus({ kind: 'failed', why: givenUp });
    }
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status;
    this.#options.onStatus(status);
    this.#move?.tell(this.#move.problem);
    this.#move = null;
  }
}

/** Asked politely it would close in good order, which one that is stuck cannot. */
function endAtOnce(child: UtilityProcess): void {
  if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
}

function unreachable(message: never): never {
  throw new TypeError(`No answer to what the engine sends: ${JSON.stringify(message)}`);
}
