// The engine host: everything that the page and the command line may ask, answered over one library. Knows no Electron
// and no window. What is asked comes in through `ask`; what happens goes out as events.

import type { Ids } from './corpus/symbols.ts';
import type { Alphabet } from './corpus/vocabulary.ts';
import { asEngineError, CharloomError } from './errors.ts';
import { checkAsk, isRequestName } from './host/asks.ts';
import { Changes } from './host/changes.ts';
import { Closing } from './host/closing.ts';
import type { HostContext, HostParts } from './host/context.ts';
import { Grants } from './host/grants.ts';
import { characterScore, scoreFile } from './host/scoring.ts';
import type { CharacterScore, FileReading, Score } from './host/scoring.ts';
import { Preferred } from './host/preferred.ts';
import { openServices } from './host/services.ts';
import type { Services } from './host/services.ts';
import type { TrainingSlot } from './host/training-slot.ts';
import { Trouble } from './host/trouble.ts';
import { asLibraryError } from './library/failures.ts';
import type { Library } from './library/library.ts';
import type { Sentence } from './protocol/text/sentences.ts';
import { shortened } from './quoting.ts';
import type {
  Answer,
  Ask,
  CheckpointChoice,
  EngineEvent,
  FileGrant,
  FileUse,
  PowerUse,
  RequestName,
  RunId,
} from './protocol/index.ts';
import { sentence } from './protocol/text/sentences.ts';

const millisecondsBetweenLooks = 2000;

export interface Host {
  /** @throws CharloomError with one clear sentence, whatever goes wrong */
  ask<Name extends RequestName>(name: Name, body: Ask<Name>): Promise<Answer<Name>>;
  /** As `ask`, for what comes from outside: nothing about it is known. */
  askUnchecked(name: string, body: unknown): Promise<Answer<RequestName>>;
  /** Makes a file or folder that the user has chosen readable, or a destination writable. */
  grant(file: FileGrant, path: string, use: FileUse): void;
  /** @returns the function that ends the subscription */
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** What the user should know of the library: what was salvaged when it was opened, what cannot be read in it. */
  notices(): readonly Sentence[];
  /** From now on a queued run starts when the one before it ends: for a host that stays. */
  followQueue(): void;
  /** What the user wants of new runs, and how much training may take from now on. */
  prefer(wish: { readonly threads: number | null; readonly power: PowerUse }): Promise<void>;
  /** The machine is about to sleep or to stop: a checkpoint is written as soon as the step under way is done. */
  secure(): void;
  /** Pauses what trains; the queue rests. */
  pauseAll(): Promise<void>;
  /** Share of the training under way, for a task bar; null: nothing is training. */
  trainingShare(): number | null;
  /** Mean loss of the model over a text file's characters. */
  score(run: RunId, choice: CheckpointChoice, path: string): Promise<Score>;
  /** The same, and of every character by itself. */
  scoreEach(run: RunId, choice: CheckpointChoice, path: string): Promise<CharacterScore>;
  /** Writes checkpoints, ends all work, closes the library. */
  close(): Promise<void>;
}

export class EngineHost implements Host {
  readonly #context: HostContext;
  readonly #services: Services;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #notices: readonly Sentence[];
  readonly #unwatch: () => void;
  #closed: Promise<void> | null = null;

  constructor(parts: HostParts) {
    const emit = (event: EngineEvent): void => {
      for (const listener of this.#listeners) listener(event);
    };
    const closing = new Closing();
    this.#context = contextOf(parts, emit, closing);
    this.#services = openServices(this.#context, closing);
    this.#notices = followDamage(this.#context);
    this.#unwatch = watchOthers(this.#context, this.#services.slot);
  }

  async ask<Name extends RequestName>(name: Name, body: unknown): Promise<Answer<Name>> {
    const { closing, grants, library } = this.#context;
    try {
      closing.throwIfAborted();
      const checked = checkAsk(name, body);
      const answered = await this.#services.handlers[name](checked);
      if ('file' in checked) grants.spend(checked.file);
      return answered;
    } catch (error) {
      throw explain(library, error);
    }
  }

  async askUnchecked(name: string, body: unknown): Promise<Answer<RequestName>> {
    if (!isRequestName(name))
      throw new CharloomError('bad-request', sentence`Nothing called "${shortened(name)}" can be asked.`);
    return this.ask(name, body);
  }

  grant(file: FileGrant, path: string, use: FileUse): void {
    this.#context.grants.add(file, path, use);
  }

  notices(): readonly Sentence[] {
    const { library } = this.#context;
    return library.isInPlace() ? this.#notices : [...this.#notices, outOfPlace(library)];
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  followQueue(): void {
    this.#services.training.followQueue();
  }

  prefer({ threads, power }: Parameters<Host['prefer']>[0]): Promise<void> {
    this.#context.preferred.setThreads(threads);
    return this.#services.power.setUse(power);
  }

  secure(): void {
    this.#services.slot.secure();
  }

  pauseAll(): Promise<void> {
    return this.#services.slot.pause();
  }

  trainingShare(): number | null {
    return this.#services.slot.share;
  }

  score(run: RunId, choice: CheckpointChoice, path: string): Promise<Score> {
    const { scores } = this.#services;
    return this.#scoreFile(run, path, (ids) => scores.score(run, choice, ids));
  }

  scoreEach(run: RunId, choice: CheckpointChoice, path: string): Promise<CharacterScore> {
    const { scores } = this.#services;
    return this.#scoreFile(run, path, async (ids, { symbols }) =>
      characterScore(ids, await scores.scoreEach(run, choice, ids, this.#context.closing), symbols),
    );
  }

  async #scoreFile<Result extends object>(
    run: RunId,
    path: string,
    score: (ids: Ids, alphabet: Alphabet) => Promise<Result>,
  ): Promise<Result & FileReading> {
    const { library, closing } = this.#context;
    try {
      const alphabet = library.runs.alphabet(run);
      return await scoreFile(path, alphabet, closing, (ids) => score(ids, alphabet));
    } catch (error) {
      throw asLibraryError(error);
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#unwatch();
    await this.#services.close();
    this.#context.library.close();
  }
}

function contextOf(parts: HostParts, emit: (event: EngineEvent) => void, closing: Closing): HostContext {
  return {
    ...parts,
    emit,
    grants: new Grants(),
    trouble: new Trouble({ emit, log: parts.log, explain: (error) => explain(parts.library, error) }),
    preferred: new Preferred(parts.processors),
    changes: new Changes(parts.library, parts.log, emit),
    closing: closing.signal,
  };
}

/**
 * A failure in words that help; one that raises doubts about the library has it looked through when it is opened next.
 */
function explain(library: Library, error: unknown): unknown {
  const failure = library.tellHolder(asLibraryError(error));
  const { code } = asEngineError(failure);
  // A thread opens what lies at the library's place now, if anything.
  if ((code === 'internal' || code.startsWith('library-')) && !library.isInPlace())
    return new CharloomError('file-unreadable', outOfPlace(library));
  if (code === 'library-damaged') library.suspect();
  return failure;
}

/** @returns what the user should know of the library, to which is added what cannot be read later on */
function followDamage({ library, emit }: HostContext): readonly Sentence[] {
  const notices: Sentence[] = library.notice === null ? [] : [library.notice];
  library.onDamage((text) => {
    notices.push(text);
    emit({ kind: 'notice', severity: 'warning', text });
  });
  return notices;
}

/**
 * Another process, such as a command line, may write into the same library; so do this process's own threads, of which
 * nobody has to hear here.
 * @returns the end of looking for that
 */
function watchOthers({ library, changes, emit }: HostContext, slot: TrainingSlot): () => void {
  let seen = library.foreignVersion();
  let listed: string | null = null;
  let wasInPlace = true;
  const watch = setInterval(() => {
    const isInPlace = library.isInPlace();
    if (wasInPlace && !isInPlace) emit({ kind: 'notice', severity: 'error', text: outOfPlace(library) });
    wasInPlace = isInPlace;
    const version = library.foreignVersion();
    if (version === seen) return;
    seen = version;
    const before = listed;
    listed = changes.fingerprint((run) => slot.isOf(run));
    if (listed === null || listed !== before) changes.elsewhere();
    slot.moveOn();
  }, millisecondsBetweenLooks);
  watch.unref();
  return () => clearInterval(watch);
}

function outOfPlace({ name }: Library): Sentence {
  return sentence`The library ${name} was moved, deleted or replaced while it is open here. Put it back where it was, or what is done from now on may be lost.`;
}
