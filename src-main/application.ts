// Joins window, engine, menu and dialogs, from the first window to the last checkpoint.

import { app, nativeTheme, powerMonitor, session, shell } from 'electron';
import type { BrowserWindow, WebContents } from 'electron';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { mainActions } from '../src-engine/protocol/choices.ts';
import type { Action, EngineStatus, GrantedFile, MainAction } from '../src-engine/protocol/index.ts';
import { inEnglish, sentence } from '../src-engine/protocol/text/sentences.ts';
import type { Sentence } from '../src-engine/protocol/text/sentences.ts';
import { libraryEnvironment } from './arguments.ts';
import { BackgroundTraining } from './background.ts';
import { builtFiles } from './built-files.ts';
import { offerTextMenu } from './context-menu.ts';
import { DragOut } from './drag-out.ts';
import { createBusySigns } from './busy-signs.ts';
import { channels } from './channels.ts';
import type { ClosingWish } from './dialogs.ts';
import {
  askBeforeClosing,
  chooseFolder,
  chooseLibraryFolder,
  chooseOne,
  chooseSaveDestination,
  chooseTextFiles,
  confirmReload,
  tellFailedSelfCheck,
} from './dialogs.ts';
import { engineEnvironment } from './engine-environment.ts';
import { EngineProcess } from './engine-process.ts';
import { grantFiles, grantDestination } from './files.ts';
import { handle, listen } from './ipc.ts';
import { say, setLanguage, setNumberStyle } from './language.ts';
import { log } from './log.ts';
import { openMemory } from './memory.ts';
import { describeApp, setMenu, showPossible } from './menu.ts';
import { paths } from './page-arguments.ts';
import { servePage } from './page-protocol.ts';
import { denyPermissions } from './permissions.ts';
import { createRestartPolicy } from './restart-policy.ts';
import { selfCheckLine } from './self-check.ts';
import { keptSettings } from './settings.ts';
import { staleElectron } from './stale-electron.ts';
import { describeSystem } from './system.ts';
import { offerProjectPage } from './updates.ts';
import { confine, openWindow, paperColour, showWindow } from './window.ts';

/** What a second copy sends to the first. */
const toldByAnother = v.fallback(v.object({ files: paths }), { files: [] });
const rememberedFiles = 10;

export class Application {
  readonly #memory = openMemory(path.join(app.getPath('userData'), 'window.json'));
  readonly #signs = createBusySigns();
  readonly #pageCrashes = createRestartPolicy(3, 5 * 60_000);
  readonly #engine: EngineProcess;
  readonly #dragOut: DragOut;
  readonly #libraryNames: ReturnType<typeof libraryEnvironment>;
  readonly #background = new BackgroundTraining({
    open: () => this.#showOrOpen(),
    pause: () => this.#engine.pauseAll(),
    quit: () => void this.#quit(),
  });
  readonly #actsOfMain: Readonly<Record<MainAction, () => void>> = {
    'log-folder': () => void shell.openPath(app.getPath('logs')),
    'check-updates': () => void offerProjectPage(this.#window, projectPage),
    about: () => app.showAboutPanel(),
  };
  #window: BrowserWindow | null = null;
  /** A page listens in the window. */
  #isListening = false;
  #isChecking = false;
  /** Named at a start or by the system, and not yet shown. */
  #filesToShow: readonly string[];
  /** What the page can do at the moment; before there is one, what main can. */
  #possible: ReadonlySet<Action> = new Set(mainActions);
  #quitting: 'no' | 'asking' | 'closing' | 'closed' = 'no';

  /** @param files to show in the first window, as absolute paths */
  constructor(files: readonly string[]) {
    this.#filesToShow = files;
    this.#libraryNames = libraryEnvironment(process.argv, process.env, app.getPath('userData'));
    this.#engine = new EngineProcess({
      file: builtFiles.engine,
      environment: { ...engineEnvironment(process.env), ...this.#libraryNames },
      onStatus: (status) => this.#heed(status),
      onTraining: (share) => {
        this.#signs.show(share, this.#window);
        this.#background.tell(share);
      },
      onEnded: (ended) => {
        if (this.#memory.now.notifications && !this.#window?.isFocused()) this.#background.tellEnd(ended);
      },
    });
    this.#dragOut = new DragOut(this.#engine);
  }

  /** Before the app is ready: what must not be missed. */
  prepare(): void {
    nativeTheme.themeSource = this.#memory.now.theme;
    nativeTheme.on('updated', () => this.#window?.setBackgroundColor(paperColour()));
    app.on('web-contents-created', (_event, contents) => this.#watch(contents));
    app.on('second-instance', (_event, _args, _folder, told) => {
      this.#showOrOpen();
      this.#showFiles(v.parse(toldByAnother, told).files);
    });
    // Of macOS: a file that was double-clicked, or dropped on the app's icon.
    app.on('open-file', (event, file) => {
      event.preventDefault();
      this.#showOrOpen();
      this.#showFiles([file]);
    });
    app.on('activate', () => this.#showOrOpen());
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin' && !this.#background.isOn) app.quit();
    });
    app.on('before-quit', (event) => {
      if (this.#quitting === 'closed') return;
      event.preventDefault();
      void this.#askAndQuit('quit');
    });
  }

  begin(): void {
    servePage(session.defaultSession, builtFiles.page);
    denyPermissions(session.defaultSession);
    setLanguage(this.#memory.now.language);
    describeApp();
    this.#setMenu();
    this.#heedPower();
    // Not before the app is ready: Electron would put its own in their place, which end in a question that nobody
    // answers.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void this.#quit());
    this.#answerPage();
    void this.#applySettings();
    this.#engine.start();
    this.#open();
  }

  /** What of the settings concerns main and engine. */
  async #applySettings(): Promise<void> {
    const { theme, threads, onBattery, language, numbers } = this.#memory.now;
    nativeTheme.themeSource = theme;
    setNumberStyle(numbers);
    if (setLanguage(language)) {
      describeApp();
      this.#setMenu();
    }
    await this.#engine.prefer({ threads, power: powerMonitor.isOnBatteryPower() ? onBattery : 'full' });
  }

  /** A library that somebody has named lies where they want it. */
  get #canMoveLibrary(): boolean {
    return 'CHARLOOM_LIBRARY_FOLDER' in this.#libraryNames;
  }

  async #moveLibrary(page: WebContents): Promise<{ readonly problem: Sentence | null } | null> {
    const folder = this.#canMoveLibrary ? await chooseLibraryFolder(page, this.#memory) : null;
    if (folder === null) return null;
    if (this.#signs.training)
      return { problem: sentence`A model is being trained. Pause it first, and then move the library.` };
    return { problem: await this.#engine.moveLibrary(folder) };
  }

  #heedPower(): void {
    powerMonitor.on('on-battery', () => void this.#applySettings());
    powerMonitor.on('on-ac', () => void this.#applySettings());
    powerMonitor.on('suspend', () => this.#engine.secure());
    powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
      // The system then waits a moment for the app to end.
      event?.preventDefault();
      void this.#quit();
    });
  }

  #heed(status: EngineStatus): void {
    this.#tellPage(channels.status, status);
    if (!this.#background.isOn || (status.kind !== 'restarting' && status.kind !== 'failed')) return;
    this.#background.notify(
      say`Training was interrupted`,
      say`The engine has stopped. Open Charloom to go on from the last checkpoint.`,
    );
  }

  #answerPage(): void {
    listen('connect', (page) => {
      this.#engine.connect(page);
      this.#isListening = true;
      this.#showFiles([]);
      this.#warnOnce();
      void this.#checkOnce();
    });
    listen('restartEngine', () => this.#engine.restart());
    handle('settings', () => v.parse(keptSettings, this.#memory.now));
    handle('changeSettings', (_page, change) => {
      this.#memory.change(change);
      return this.#applySettings();
    });
    handle('canMoveLibrary', () => this.#canMoveLibrary);
    handle('moveLibrary', (page) => this.#moveLibrary(page));
    listen('showLibrary', () => {
      if (this.#engine.library !== null) shell.showItemInFolder(this.#engine.library);
    });
    handle('describeSystem', () => describeSystem());
    listen('act', (_page, chosen) => this.#actsOfMain[chosen]());
    listen('offerActions', (_page, possible) => {
      this.#possible = new Set([...possible, ...mainActions]);
      showPossible(this.#possible);
    });
    this.#answerAboutFiles();
  }

  /** In the window, of each Electron that is too old; the about panel goes on saying it. */
  #warnOnce(): void {
    const { electron } = process.versions;
    const stale = staleElectron(electron, wantedElectron);
    if (stale === null || this.#memory.now.warnedElectron === electron) return;
    log.warn(inEnglish(stale));
    this.#tellPage(channels.warning, stale);
    this.#memory.change({ warnedElectron: electron });
  }

  /**
   * Of an app that people have installed: what a set-up asks of each new Electron. That the page listens shows that it
   * was loaded.
   */
  async #checkOnce(): Promise<void> {
    const { electron } = process.versions;
    if (!app.isPackaged || this.#isChecking || this.#memory.now.checkedElectron === electron) return;
    this.#isChecking = true;
    const problem = await this.#engine.selfCheck();
    if (this.#quitting !== 'no') return;
    const line = selfCheckLine(problem);
    if (problem === null) {
      log.info(line);
      this.#memory.change({ checkedElectron: electron });
    } else {
      log.error(line);
      await tellFailedSelfCheck(this.#window, line);
    }
  }

  #answerAboutFiles(): void {
    handle('chooseTextFiles', async (page) => this.#give(await chooseTextFiles(page, this.#memory)));
    handle('chooseFolder', async (page) => {
      const [folder] = await this.#give(await chooseFolder(page, this.#memory));
      return folder ?? null;
    });
    handle('chooseOne', async (page, kind) => {
      const paths = await chooseOne(page, this.#memory, kind);
      // A vocabulary is nothing that one imports by itself.
      const [one] = kind === 'vocabulary' ? await grantFiles(paths, this.#engine) : await this.#give(paths);
      return one ?? null;
    });
    handle('chooseSaveDestination', async (page, name, kind) => {
      const destination = await chooseSaveDestination(page, this.#memory, name, kind);
      return destination === null ? null : grantDestination(destination, this.#engine);
    });
    handle('placeToDrag', (_page, name) => this.#dragOut.place(name));
    listen('startDrag', (page, file) => this.#dragOut.start(page, file));
    listen('showInFolder', (_page, file) => {
      const path = this.#engine.pathOf(file);
      if (path !== null) shell.showItemInFolder(path);
    });
    handle('grantDropped', (_page, files) => this.#give(files));
  }

  /** Gives chosen paths to the engine and their names to whoever asked, and remembers them. */
  async #give(paths: readonly string[]): Promise<readonly GrantedFile[]> {
    const files = await grantFiles(paths, this.#engine);
    const found = paths.filter((file) => existsSync(file));
    if (found.length > 0) this.#remember([...new Set([...found, ...this.#memory.now.recentFiles])]);
    return files;
  }

  /** Shown as if they had been dropped on the window: at once, or when its page listens. */
  #showFiles(files: readonly string[]): void {
    this.#filesToShow = [...this.#filesToShow, ...files];
    if (!this.#isListening || this.#filesToShow.length === 0) return;
    const paths = [...new Set(this.#filesToShow)];
    this.#filesToShow = [];
    void this.#give(paths).then((given) => this.#tellPage(channels.files, given));
  }

  #remember(recentFiles: readonly string[]): void {
    this.#memory.change({ recentFiles: recentFiles.slice(0, rememberedFiles) });
    this.#setMenu();
  }

  #setMenu(): void {
    const acts = {
      act: (chosen: Action) => this.#act(chosen),
      openRecent: (file: string) => void this.#give([file]).then((files) => this.#tellPage(channels.files, files)),
      clearRecent: () => this.#remember([]),
    };
    setMenu(acts, this.#memory.now.recentFiles, this.#possible);
  }

  #act(chosen: Action): void {
    const own = mainActions.find((name) => name === chosen);
    if (own === undefined) this.#tellPage(channels.action, chosen);
    else this.#actsOfMain[own]();
  }

  #open(): void {
    const window = openWindow(builtFiles.preload, this.#memory);
    this.#window = window;
    this.#background.leave();
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#isListening = false;
    });
    window.on('query-session-end', () => this.#engine.secure());
    window.on('session-end', () => void this.#quit());
    window.on('close', (event) => {
      if (this.#quitting === 'closing' || this.#quitting === 'closed' || process.platform === 'darwin') return;
      event.preventDefault();
      void this.#askAndQuit('close');
    });
    window.on('closed', () => {
      if (this.#window !== window) return;
      this.#window = null;
      this.#isListening = false;
      this.#possible = new Set(mainActions);
      showPossible(this.#possible);
    });
  }

  #showOrOpen(): void {
    if (this.#window !== null) showWindow(this.#window);
    else if (app.isReady() && this.#quitting === 'no') this.#open();
  }

  #tellPage(channel: string, message: unknown): void {
    if (this.#window !== null && !this.#window.isDestroyed()) this.#window.webContents.send(channel, message);
  }

  #watch(contents: WebContents): void {
    confine(contents);
    offerTextMenu(contents);
    contents.on('render-process-gone', (_event, { reason }) => void this.#revive(contents, reason));
    contents.on('unresponsive', () => log.warn('The page does not answer.'));
  }

  /** The engine goes on training meanwhile; a loaded page asks it for everything again. */
  async #revive(contents: WebContents, reason: string): Promise<void> {
    if (reason === 'clean-exit' || this.#quitting !== 'no') return;
    log.error(`The page's process ended (${reason}).`);
    if (!this.#pageCrashes.allowsRestart(performance.now())) {
      if (!(await confirmReload(this.#window))) return this.#quit();
      this.#pageCrashes.forget();
    }
    if (!contents.isDestroyed()) contents.reload();
  }

  /** @param by closing the window, or telling the app to quit */
  async #askAndQuit(by: 'close' | 'quit'): Promise<void> {
    if (this.#quitting !== 'no') return;
    this.#quitting = 'asking';
    const wish = await this.#wishBeforeClosing(by);
    if (wish === 'quit') return this.#quit();
    if (this.#quitting === 'asking') this.#quitting = 'no';
    if (wish === 'background') this.#goBackground();
  }

  /** Who quits, and does not just close the window, may well want the training to end: that is asked. */
  async #wishBeforeClosing(by: 'close' | 'quit'): Promise<ClosingWish> {
    if (!this.#signs.training) return 'quit';
    switch (this.#memory.now.inBackground) {
      case 'pause':
        return 'quit';
      case 'keep':
        return by === 'close' ? 'background' : askBeforeClosing(this.#window);
      case 'ask':
        return askBeforeClosing(this.#window);
    }
  }

  /** The page goes and gives its memory back; a new one asks the engine for everything. */
  #goBackground(): void {
    this.#background.enter();
    this.#window?.destroy();
    this.#window = null;
    this.#isListening = false;
    // It may have come to its end while the question was on the screen.
    if (!this.#signs.training) this.#background.tell(null);
  }

  /** Without a question: the user has answered, or the system is ending. */
  async #quit(): Promise<void> {
    if (this.#quitting === 'closing' || this.#quitting === 'closed') return;
    this.#quitting = 'closing';
    this.#window?.hide();
    await this.#engine.close();
    this.#dragOut.clear();
    this.#quitting = 'closed';
    app.quit();
  }
}
