// Everything the window knows, in one place: the engine's client and state, the lists, the route, what is open.
// Components get it with `useApp()`.

import { createContext, tick } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';
import type {
  About,
  Basics,
  Bridge,
  CheckpointChoice,
  CorpusId,
  EngineState,
  EngineStatus,
  RunId,
  RunSummary,
} from '../../src-engine/protocol/index.ts';
import { EngineClient, isEngineGone } from '../engine/client.ts';
import { failureOf } from '../text/failures.ts';
import { SettingsView } from './app-settings.svelte.ts';
import { Confirmation } from './confirmation.svelte.ts';
import { Classification } from './classification.svelte.ts';
import { CorpusImport } from './corpus-import.svelte.ts';
import { Drafts } from './drafts.ts';
import { Generation } from './generation.svelte.ts';
import { Help } from './help.svelte.ts';
import { Inside } from './inside.svelte.ts';
import { ModelExport } from './model-export.svelte.ts';
import { ModelImport } from './model-import.svelte.ts';
import { newest } from './newest.ts';
import { Notices } from './notices.svelte.ts';
import { addressOf, insideSectionsOf, routeAt } from './route.ts';
import type { Route } from './route.ts';
import { stateTitles } from './run-groups.ts';
import { ContextMenu } from './context-menu.svelte.ts';
import { Palette } from './palette.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Renaming } from './renaming.svelte.ts';
import { RunView } from './run-view.svelte.ts';
import { Lasting } from './lasting.svelte.ts';
import { LibraryView } from './library-view.svelte.ts';
import { SampleList } from './sample-list.svelte.ts';
import { ScreenActions } from './screen-actions.svelte.ts';
import { Storage } from './storage.svelte.ts';
import { UndoStack } from './undo.svelte.ts';
import { say, spoken } from '../text/say.ts';
import { nameInSentence } from '../text/symbols.ts';

/** Whether there is no engine to ask any more. */
const isGone: Readonly<Record<EngineState, boolean>> = {
  starting: false,
  ready: false,
  moving: true,
  restarting: true,
  failed: true,
};

export const [useApp, provideApp] = createContext<AppState>();

export class AppState {
  readonly bridge: Bridge;
  readonly client = new EngineClient();
  readonly notices = new Notices();
  readonly confirmation = new Confirmation();
  readonly contextMenu = new ContextMenu();
  readonly renaming = new Renaming();
  readonly undo = new UndoStack(this.notices);
  readonly help: Help;
  readonly screenActions = new ScreenActions();
  readonly library = new LibraryView(this.client);
  readonly sampleList = new SampleList(this.client, this.library);
  readonly palette = new Palette(this.library);
  readonly adding = new CorpusImport(this.client);
  readonly drafts = new Drafts();
  readonly preferences: Preferences;
  readonly settings: SettingsView;
  readonly storage: Storage;
  readonly modelExport: ModelExport;
  readonly modelImport: ModelImport;

  #status = $state.raw<EngineStatus>({ kind: 'starting' });
  #basics = $state.raw<Basics | null>(null);
  #about = $state.raw<About | null>(null);
  #route = $state.raw<Route>({ kind: 'add-corpus' });
  #runView = $state.raw<RunView | null>(null);
  #licencesOpen = $state(false);
  /** In a narrow window. */
  #sidebarOpen = $state(false);
  readonly #narrow = new MediaQuery('width < 1000px');
  #connections = $state(0);

  readonly #generations = new Lasting<RunId, Generation>();
  readonly #insides = new Lasting<RunId, Inside>();
  readonly #classifications = new Lasting<string, Classification>();
  /** The library has been there, and a screen. */
  #hasOpened = false;
  /** What is to be done then. */
  #waiting: (() => void)[] = [];

  constructor(bridge: Bridge) {
    this.bridge = bridge;
    this.help = new Help(bridge.platform);
    this.storage = new Storage(this.client, bridge, {
      onCleaned: () => this.undo.letGoOfAside(),
      onDoneUnseen: ({ failed, sentence }) => this.notices.show(failed ? 'error' : 'info', () => spoken(sentence)),
    });
    this.modelExport = new ModelExport(this.client, bridge, (run) => this.library.hasText(run));
    this.modelImport = new ModelImport(this.client, bridge, () => this.library.runs.map(({ name }) => name));
    this.settings = new SettingsView(bridge);
    void this.attempt(() => this.settings.load());
    this.preferences = new Preferences(localStorage);
    this.client.on('library.changed', ({ changes }) => {
      if (changes === null) void this.attempt(() => this.#readLists());
      else this.#leaveWhatIsGone();
    });
    this.client.on('notice', (event) => this.notices.show(event.severity, () => spoken(event.text)));
    this.client.on('library.trouble', ({ since }) => this.#onTrouble(since));
    this.client.on('run.state', (event) => this.#announceState(event.run, event.state));
    bridge.onStatus((status) => this.#onStatus(status));
    window.addEventListener('message', (message) => this.#onMessage(message));
    window.addEventListener('hashchange', () => void this.#followAddress());
    this.#connect();
  }

  get status(): EngineStatus {
    return this.#status;
  }

  get basics(): Basics | null {
    return this.#basics;
  }

  /** Also what is measured of this machine: a moment later. */
  get about(): About | null {
    return this.#about;
  }

  get route(): Route {
    return this.#route;
  }

  /** The run that is open on one of its screens. */
  get runView(): RunView | null {
    return this.#runView;
  }

  get licencesOpen(): boolean {
    return this.#licencesOpen;
  }

  get sidebarOpen(): boolean {
    return this.#sidebarOpen;
  }

  /** Counts the engines so far: what was lost with one is asked of the next. */
  get connections(): number {
    return this.#connections;
  }

  /** On the page of the screen that is open. */
  openHelp(): void {
    this.help.open({ kind: 'page', page: this.#route.kind });
  }

  /** The guide of the first start, once more. */
  showGuide(): void {
    this.preferences.set('guide', 'called');
    this.help.close();
  }

  openLicences(): void {
    this.#licencesOpen = true;
  }

  closeLicences(): void {
    this.#licencesOpen = false;
  }

  /** Of a window that is too narrow for library and screen side by side: there the library lies over the screen. */
  get isNarrow(): boolean {
    return this.#narrow.current;
  }

  /** Whether the library can be seen. */
  get libraryShown(): boolean {
    return this.isNarrow ? this.#sidebarOpen : !this.preferences.libraryHidden;
  }

  showLibrary(): void {
    if (this.isNarrow) this.#sidebarOpen = true;
    else this.preferences.set('libraryHidden', false);
  }

  hideLibrary(): void {
    if (this.isNarrow) this.#sidebarOpen = false;
    else this.preferences.set('libraryHidden', true);
  }

  toggleLibrary(): void {
    if (this.libraryShown) this.hideLibrary();
    else this.showLibrary();
  }

  /** Shows the library with the focus in its search field. */
  searchLibrary(): void {
    this.showLibrary();
    void tick().then(() => document.querySelector<HTMLElement>('[data-searches-library]')?.focus());
  }

  /** A library that lies over the screen gets out of its way. */
  closeSidebar(): void {
    this.#sidebarOpen = false;
  }

  go(route: Route): void {
    const address = addressOf(route);
    if (address === location.hash) this.#arrive(route);
    else location.hash = address;
  }

  /**
   * The way on from here, for what takes a while: it leads nowhere once the user has gone elsewhere. Gives whether it
   * was gone.
   */
  wayFromHere(): (route: Route) => boolean {
    const here = location.hash;
    return (route) => {
      const isHere = location.hash === here;
      if (isHere) this.go(route);
      return isHere;
    };
  }

  /** What the engine offers may depend on settings that were changed just now. */
  async readBasics(): Promise<void> {
    const basics = await this.attempt(() => this.client.ask('engine.basics', {}));
    if (basics) this.#basics = basics;
  }

  /** Runs what may be refused; the refusal's sentence is shown. */
  async attempt<Result>(work: () => Promise<Result>): Promise<Result | null> {
    try {
      return await work();
    } catch (error) {
      const failure = failureOf(error);
      if (!isEngineGone(error)) this.notices.show('error', () => spoken(failure));
      return null;
    }
  }

  generation(run: RunId, defaults: Basics['defaults']): Generation {
    const { sampling } = defaults;
    const wished = { ...defaults, sampling: { ...sampling, length: this.settings.now.textLength ?? sampling.length } };
    return this.#generations.at(
      run,
      () => new Generation(this.client, run, wished, (words) => this.notices.announce(words)),
    );
  }

  /** What is looked at inside a run; it stays while the window does. */
  inside(run: RunId): Inside {
    return this.#insides.at(run, () => new Inside(this.client, run));
  }

  /** What is typed and looked at with a run that tells labels apart; it stays while the window does. */
  classification({ id, labels }: RunSummary, choice: CheckpointChoice): Classification {
    return this.#classifications.at(
      JSON.stringify([id, choice]),
      () => new Classification(this.client, id, labels, choice),
    );
  }

  /** Continues a run that is not open on the screen. */
  async continueRun(run: RunSummary): Promise<void> {
    const goOn = this.wayFromHere();
    const continued = await this.attempt(() => this.client.ask('run.continue', { run: run.id }));
    if (continued) goOn({ kind: 'train', run: run.id });
  }

  /** Opens the screen where a newcomer or a returning user most likely wants to be. */
  goHome(): void {
    const { corpora, runs } = this.library;
    const run = runs.find((other) => other.state === 'training') ?? newest(runs);
    const corpus = newest(corpora);
    if (run) this.go({ kind: 'train', run: run.id });
    else if (corpus) this.go({ kind: 'corpus', corpus: corpus.id });
    else this.go({ kind: 'add-corpus' });
  }

  #onMessage(message: MessageEvent<unknown>): void {
    if (message.source !== window || !isPortMessage(message.data)) return;
    const [port] = message.ports;
    if (!port) return;
    for (const generation of this.#generations.values()) generation.breakOff();
    this.client.attach(port);
    this.#connections += 1;
    void this.attempt(() => this.#load());
  }

  /** Another process has changed the library: what it has deleted there is named, as the user may be at work on it. */
  async #readLists(): Promise<void> {
    const route = this.#route;
    const name = this.#nameAt(route);
    await this.library.refresh();
    if (name !== undefined && this.#route === route && !this.#exists(route))
      this.notices.show('warning', () => say`${nameInSentence(name)} was deleted by another Charloom process.`);
    this.#leaveWhatIsGone();
  }

  /** What is open may have been deleted, here or by another process. */
  #leaveWhatIsGone(): void {
    if (this.library.loaded && !this.#exists(this.#route)) this.goHome();
  }

  /** Of the run or text that is open there. */
  #nameAt(route: Route): string | undefined {
    if ('run' in route) return this.library.run(route.run)?.name;
    return 'corpus' in route ? this.library.corpus(route.corpus)?.name : undefined;
  }

  async #load(): Promise<void> {
    const [basics] = await Promise.all([this.client.ask('engine.basics', {}), this.library.refresh()]);
    this.#basics = basics;
    this.#status = { kind: 'ready' };
    if (this.#runView && this.#exists(this.#route)) await this.#runView.load();
    else await this.#followAddress();
    this.#hasOpened = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const act of waiting) act();
    this.#about = await this.client.ask('engine.about', {});
  }

  /** Acts at once, or as soon as the library has been there for the first time. */
  onceOpened(act: () => void): void {
    if (this.#hasOpened) act();
    else this.#waiting.push(act);
  }

  /** The run that is open, else the newest. */
  get currentRun(): RunId | null {
    return 'run' in this.#route ? this.#route.run : (newest(this.library.runs)?.id ?? null);
  }

  /** The text that is open, or that of the open run. */
  get currentCorpus(): CorpusId | null {
    if ('corpus' in this.#route) return this.#route.corpus;
    const run = 'run' in this.#route ? this.library.run(this.#route.run) : undefined;
    return run && this.library.hasText(run) ? run.corpus : null;
  }

  #onStatus(status: EngineStatus): void {
    const before = this.#status.kind;
    this.#status = status;
    if (isGone[status.kind]) {
      this.client.detach();
      for (const generation of this.#generations.values()) generation.breakOff();
    }
    // The engine has ended as it should, and a move takes along nothing that was deleted.
    if (status.kind === 'moving') this.undo.letGoOfAside();
    if (status.kind === 'ready' && before === 'restarting') {
      this.notices.show('warning', () => say`The engine stopped unexpectedly and was started again.`);
    }
    // After a failure that the user has answered with "Start again", or a restart: a new port is needed.
    if (status.kind === 'ready' && before !== 'ready') this.#connect();
  }

  #connect(): void {
    this.client.connect(() => this.bridge.connect());
  }

  async #followAddress(): Promise<void> {
    const { hash } = location;
    const route = routeAt(hash) ?? routeAt(this.preferences.address);
    // What has just been made may not be in the lists yet.
    if (route && !this.#exists(route)) await this.attempt(() => this.library.refresh());
    // Another address has come meanwhile, and is followed by itself.
    if (location.hash !== hash) return;
    if (route && this.#exists(route)) this.#arrive(route);
    else this.goHome();
  }

  #exists(route: Route): boolean {
    switch (route.kind) {
      case 'add-corpus':
      case 'settings':
      case 'runs':
        return true;
      case 'corpus':
      case 'new-run':
        return this.library.corpus(route.corpus) !== undefined;
      case 'branch':
      case 'train':
        return this.library.run(route.run) !== undefined;
      case 'inside': {
        const run = this.library.run(route.run);
        return run !== undefined && insideSectionsOf(run).includes(route.section);
      }
      case 'generate':
        return this.library.run(route.run)?.labels.length === 0;
      case 'classify':
        return (this.library.run(route.run)?.labels.length ?? 0) > 0;
    }
  }

  #arrive(route: Route): void {
    this.#route = route;
    this.closeSidebar();
    if (route.kind === 'generate' && route.step !== null && this.#basics)
      this.generation(route.run, this.#basics.defaults).controls.choose({ step: route.step });
    this.preferences.arriveAt(addressOf(route));
    const run = 'run' in route ? route.run : null;
    if (this.#runView?.id === run) return;
    this.#runView?.close();
    this.#runView = run === null ? null : new RunView(this.client, run);
    void this.#runView?.load();
  }

  #onTrouble(since: number | null): void {
    if (since === null) this.notices.show('info', () => say`The library can be written again: everything is saved.`);
  }

  #announceState(run: RunId, state: RunSummary['state']): void {
    const name = this.library.run(run)?.name;
    this.notices.announce(() => `${name ?? say`The run`}: ${spoken(stateTitles[state])}`);
  }
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'engine-port';
}
