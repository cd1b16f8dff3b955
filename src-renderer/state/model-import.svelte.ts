// A model on its way in: looked at before anything is kept, its tensors named where another program wrote it, then kept
// as a new run at rest.

import type {
  Bridge,
  GrantedFile,
  ModelInspection,
  OpenKind,
  RunSummary,
  TensorMapping,
} from '../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { Refusal } from '../engine/client.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import { freeName } from '../../src-engine/protocol/free-name.ts';
import { maxLayers } from '../../src-engine/protocol/run-limits.ts';
import { layersOf, mappingProblems, mappingRows } from './tensor-mapping.ts';
import { nextTask } from './tasks.ts';

export class ModelImport {
  #isOpen = $state(false);
  #file = $state.raw<GrantedFile | null>(null);
  #inspection = $state.raw<ModelInspection | null>(null);
  #reading = $state(false);
  #looked = $state.raw<number | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #name = $state('');
  #mapping = $state.raw<TensorMapping>({});
  #ignored = $state.raw<readonly string[]>([]);
  #layers = $state(1);
  #vocabulary = $state.raw<GrantedFile | null>(null);
  #keeping = $state.raw<{ readonly share: number | null; readonly ending: boolean } | null>(null);

  readonly #rows = $derived(mappingRows(this.#layers, this.#mapping));
  readonly #problems = $derived(
    this.isForeign && this.#inspection
      ? mappingProblems(this.#rows, this.#chosen(), this.#inspection.tensors)
      : new Map<string, string>(),
  );

  readonly #client: EngineClient;
  readonly #bridge: Pick<Bridge, 'chooseOne'>;
  readonly #taken: () => readonly string[];
  #task = 0;
  #turn = 0;

  /** @param taken names that another run has already */
  constructor(client: EngineClient, bridge: Pick<Bridge, 'chooseOne'>, taken: () => readonly string[]) {
    this.#taken = taken;
    this.#client = client;
    this.#bridge = bridge;
    client.on('task.progress', ({ task, share }) => {
      if (task !== this.#task) return;
      if (this.#keeping) this.#keeping = { ...this.#keeping, share };
      else if (this.#reading) this.#looked = share;
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get file(): GrantedFile | null {
    return this.#file;
  }

  get inspection(): ModelInspection | null {
    return this.#inspection;
  }

  get reading(): boolean {
    return this.#reading;
  }

  /** Of the looking, which takes long for a large file; null where it is not known. */
  get looked(): number | null {
    return this.#looked;
  }

  /** Why it could not be read or kept. */
  get problem(): string | null {
    return failureWords(this.#problem);
  }

  get name(): string {
    return this.#name;
  }

  get mapping(): TensorMapping {
    return this.#mapping;
  }

  /** Tensors that the user says take no part in what the model computes. */
  get ignored(): readonly string[] {
    return this.#ignored;
  }

  get layers(): number {
    return this.#layers;
  }

  get vocabulary(): GrantedFile | null {
    return this.#vocabulary;
  }

  /** Null while nothing is being kept. */
  get keeping(): { readonly share: number | null; readonly ending: boolean } | null {
    return this.#keeping;
  }

  get isForeign(): boolean {
    return this.#inspection?.format === 'foreign';
  }

  get rows(): ReturnType<typeof mappingRows> {
    return this.#rows;
  }

  get problems(): ReadonlyMap<string, string> {
    return this.#problems;
  }

  /** Proved to be another model than was exported. */
  get isDisproved(): boolean {
    return this.#inspection?.proof != null && !(this.#inspection.proof.difference <= this.#inspection.proof.allowed);
  }

  get lacksVocabulary(): boolean {
    return this.#inspection !== null && this.#inspection.vocabularyWanted !== null;
  }

  get ready(): boolean {
    return (
      this.#inspection !== null &&
      this.#inspection.model !== null &&
      !this.#reading &&
      this.#problem === null &&
      !this.lacksVocabulary &&
      !this.isDisproved &&
      this.#problems.size === 0 &&
      this.#keeping === null
    );
  }

  /** Calls the run to be. */
  rename(name: string): void {
    this.#name = name;
  }

  /** With nothing chosen yet. */
  open(): void {
    if (!this.#isOpen) this.#forget();
    this.#isOpen = true;
  }

  /** What is being kept at the moment is not replaced. */
  async take(file: GrantedFile): Promise<void> {
    if (this.#keeping) return;
    this.#forget();
    this.#isOpen = true;
    this.#file = file;
    await this.#inspect();
  }

  async choose(kind: Exclude<OpenKind, 'vocabulary'>): Promise<void> {
    const turn = this.#turn;
    const file = await this.#bridge.chooseOne(kind);
    if (file !== null && turn === this.#turn && this.#isOpen) await this.take(file);
  }

  async chooseVocabulary(): Promise<void> {
    const turn = this.#turn;
    const file = await this.#bridge.chooseOne('vocabulary');
    if (file !== null && turn === this.#turn) await this.takeVocabulary(file);
  }

  async takeVocabulary(file: GrantedFile): Promise<void> {
    const before = this.#vocabulary;
    this.#vocabulary = file;
    await this.#inspect();
    // No symbols are read from one that was refused.
    if (this.#vocabulary === file && this.#problem !== null) this.#vocabulary = before;
  }

  /** An empty name: the file has no such tensor. */
  async map(parameter: string, tensor: string): Promise<void> {
    this.#mapping = { ...this.#mapping, [parameter]: tensor };
    if (this.#problems.size === 0) await this.#inspect();
  }

  /** Leaves a tensor out, or takes it back in. */
  async ignore(tensor: string, isIgnored: boolean): Promise<void> {
    const others = this.#ignored.filter((name) => name !== tensor);
    this.#ignored = isIgnored ? [...others, tensor] : others;
    await this.#inspect();
  }

  async setLayers(layers: number): Promise<void> {
    this.#layers = Math.min(maxLayers, Math.max(1, layers));
    if (this.#problems.size === 0) await this.#inspect();
  }

  /** Null when it failed (the problem says why) or was cancelled. */
  async keep(): Promise<RunSummary | null> {
    const { file, inspection } = this;
    if (!this.ready || !file || !inspection) return null;
    const turn = this.#turn;
    this.#task = nextTask();
    this.#keeping = { share: null, ending: false };
    const name = this.#name.trim();
    try {
      const run = await this.#client.ask('model.import', {
        file: file.file,
        ...(name !== '' && { name }),
        ...this.#answers(),
        task: this.#task,
      });
      if (turn === this.#turn) this.close();
      return run;
    } catch (error) {
      const cancelled = error instanceof Refusal && error.code === 'cancelled';
      if (turn === this.#turn && !cancelled) this.#problem = failureOf(error);
      return null;
    } finally {
      if (turn === this.#turn) this.#keeping = null;
    }
  }

  cancel(): void {
    if (!this.#keeping || this.#keeping.ending) return;
    this.#keeping = { ...this.#keeping, ending: true };
    // It may have ended by itself meanwhile.
    this.#client.ask('task.cancel', { task: this.#task }).catch(() => undefined);
  }

  /** An import under way is ended: nothing stays behind. */
  close(): void {
    this.cancel();
    this.#forget();
    this.#isOpen = false;
  }

  /** Reads again what was chosen, such as after a failure. */
  async #inspect(): Promise<void> {
    const { file } = this;
    if (!file) return;
    this.#endLooking();
    this.#task = nextTask();
    this.#looked = null;
    this.#turn += 1;
    const turn = this.#turn;
    this.#reading = true;
    this.#problem = null;
    try {
      const inspection = await this.#client.ask('model.inspect', {
        file: file.file,
        ...this.#answers(),
        task: this.#task,
      });
      if (turn === this.#turn) this.#show(inspection);
    } catch (error) {
      if (turn === this.#turn) this.#problem = failureOf(error);
    } finally {
      if (turn === this.#turn) this.#reading = false;
    }
  }

  #show(inspection: ModelInspection): void {
    const isFirst = this.#inspection === null;
    this.#inspection = inspection;
    if (!isFirst) return;
    this.#name = freeName(inspection.name, this.#taken());
    this.#mapping = inspection.mapping;
    this.#layers = layersOf(inspection.mapping);
  }

  /** What the user has said of the file. */
  #answers() {
    return {
      ...(this.isForeign && { mapping: this.#chosen() }),
      ...(this.isForeign && this.#ignored.length > 0 && { ignored: this.#ignored }),
      ...(this.#vocabulary && { vocabulary: this.#vocabulary.file }),
    };
  }

  /** Nobody waits for it any more. */
  #endLooking(): void {
    if (this.#reading) this.#client.ask('task.cancel', { task: this.#task }).catch(() => undefined);
  }

  /** Of the layers that there are, and without what is not in the file. */
  #chosen(): TensorMapping {
    const rows = mappingRows(this.#layers, this.#mapping).map(({ parameter }) => parameter);
    return Object.fromEntries(
      Object.entries(this.#mapping).filter(([parameter, tensor]) => tensor !== '' && rows.includes(parameter)),
    );
  }

  #forget(): void {
    this.#endLooking();
    this.#turn += 1;
    this.#file = null;
    this.#inspection = null;
    this.#reading = false;
    this.#problem = null;
    this.#name = '';
    this.#looked = null;
    this.#mapping = {};
    this.#ignored = [];
    this.#layers = 1;
    this.#vocabulary = null;
    this.#keeping = null;
  }
}
