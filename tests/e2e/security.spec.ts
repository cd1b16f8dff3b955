// The page can do nothing but be the page: what Electron's security checklist asks for, proved on the running app.

import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { serialize } from 'node:v8';
import { channels } from '../../src-main/channels.ts';
import { pageArguments } from '../../src-main/page-arguments.ts';
import { nearlyValuesOf } from '../hostile-values.ts';
import type { Bridge } from '../../src-engine/protocol/index.ts';
import { launchApp, removeFolder } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;

test.beforeAll(async () => {
  running = await launchApp();
});

test.afterAll(async () => {
  await running.close();
  await removeFolder(running.folder);
});

test('the window is sandboxed, isolated and without Node', async () => {
  const preferences = await running.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const contents = window.webContents as Electron.WebContents & {
        getLastWebPreferences(): Electron.WebPreferences;
      };
      return contents.getLastWebPreferences();
    }),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
  });
  expect(preferences[0]?.nodeIntegrationInWorker).not.toBe(true);
  expect(preferences[0]?.allowRunningInsecureContent).not.toBe(true);
  expect(preferences[0]?.experimentalFeatures).not.toBe(true);
});

test('the page sees the bridge and nothing of Node or Electron', async () => {
  const seen = await running.page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
    bridge: Object.entries(globalThis.window['charloom' as never] as object).map(([name, value]) => [
      name,
      typeof value,
    ]),
  }));
  expect(seen.globals).toEqual([]);
  expect(Object.fromEntries(seen.bridge)).toEqual({
    connect: 'function',
    chooseTextFiles: 'function',
    chooseFolder: 'function',
    chooseOne: 'function',
    chooseSaveDestination: 'function',
    placeToDrag: 'function',
    startDrag: 'function',
    showInFolder: 'function',
    grantDropped: 'function',
    onStatus: 'function',
    onAction: 'function',
    act: 'function',
    offerActions: 'function',
    describeSystem: 'function',
    onFiles: 'function',
    onWarning: 'function',
    settings: 'function',
    changeSettings: 'function',
    canMoveLibrary: 'function',
    moveLibrary: 'function',
    showLibrary: 'function',
    restartEngine: 'function',
    platform: 'string',
  });
});

test('every file comes from the app itself, with a strict policy', async () => {
  await running.app.evaluate(({ session }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seenRequests: seen });
    session.defaultSession.webRequest.onBeforeRequest((details, go) => {
      seen.push(details.url);
      go({});
    });
  });
  await running.page.reload({ waitUntil: 'networkidle' });
  const requests = await running.app.evaluate(() => (globalThis as unknown as { seenRequests: string[] }).seenRequests);
  expect(requests.length).toBeGreaterThan(2);
  expect(requests.filter((address) => !address.startsWith('app://bundle/'))).toEqual([]);

  const policy = await running.page.evaluate(async () => {
    const response = await fetch(location.href);
    return response.headers.get('Content-Security-Policy');
  });
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

test('inline scripts, eval and foreign styles are blocked', async () => {
  const outcome = await running.page.evaluate(async () => {
    const violations: string[] = [];
    addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'globalThis.wasRun = true';
    document.head.append(script);
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = 'https://example.org/style.css';
    document.head.append(style);
    // In a task of its own: what the test itself runs in the page may evaluate.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve((new Function('return true') as () => boolean)());
        } catch (error) {
          resolve((error as Error).name);
        }
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    script.remove();
    style.remove();
    return { violations, evaluated, wasRun: 'wasRun' in globalThis };
  });
  expect(outcome.wasRun).toBe(false);
  expect(outcome.evaluated).toBe('EvalError');
  expect(outcome.violations).toEqual(expect.arrayContaining(['script-src-elem', 'script-src', 'style-src-elem']));
});

test('the page cannot open a window or a webview', async () => {
  const opened = await running.page.evaluate(() => {
    const webview = document.createElement('webview');
    webview.setAttribute('src', 'https://example.org');
    document.body.append(webview);
    const isPlain = !('getURL' in webview);
    webview.remove();
    return { window: window.open('app://bundle/index.html'), isPlain };
  });
  expect(opened).toEqual({ window: null, isPlain: true });
  expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await running.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
});

for (const address of [
  'https://example.org/',
  'file:///etc/passwd',
  'data:text/html,hello',
  'app://other/index.html',
]) {
  test(`the page cannot go to ${address}`, async () => {
    await running.page.evaluate((target) => {
      const link = document.createElement('a');
      link.href = target;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
    await running.page.waitForTimeout(200);
    expect(new URL(running.page.url()).host).toBe('bundle');
    const shown = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    );
    expect(shown).toMatch(/^app:\/\/bundle\/index\.html/);
  });
}

test('nothing outside the page folder is served', async () => {
  const statuses = await running.page.evaluate(async () => {
    const paths = [
      '/../main/main.js',
      '/%2e%2e/main/main.js',
      '/..%2fmain/main.js',
      '/%5c..%5cmain%5cmain.js',
      '/assets',
      '/missing.js',
    ];
    return Promise.all(paths.map(async (path) => (await fetch(`app://bundle${path}`)).status));
  });
  expect(statuses).toEqual([404, 404, 404, 404, 404, 404]);
});

test('permissions are denied', async () => {
  const answers = await running.page.evaluate(async () => {
    const geolocation = await new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : `other ${error.code}`),
      );
    });
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      (error: unknown) => (error as DOMException).name,
    );
    return { geolocation, camera, notifications: await Notification.requestPermission() };
  });
  expect(answers.geolocation).toBe('denied');
  expect(answers.camera).not.toBe('granted');
  expect(answers.notifications).toBe('denied');
});

test('no frame can be put into the page', async () => {
  const violations = await running.page.evaluate(async () => {
    const seen: string[] = [];
    addEventListener('securitypolicyviolation', (event) =>
      seen.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
    const frame = document.createElement('iframe');
    frame.src = 'app://bundle/index.html';
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 300));
    frame.remove();
    return seen;
  });
  expect(violations).toEqual([expect.stringMatching(/^frame-src app/)]);
});

/**
 * Arguments of a message on a channel: nearly all of them wrong, and none with which main would start the engine anew.
 */
function hostileArguments(name: keyof typeof pageArguments): fc.Arbitrary<readonly unknown[]> {
  const known = ['/tmp/a\0b', 'a\nb', '00000000-0000-4000-8000-000000000000'];
  const lists = nearlyValuesOf(pageArguments[name], known).map((args): readonly unknown[] =>
    Array.isArray(args) ? args : [args],
  );
  return lists.filter(({ length }) => length > 0);
}

test('main outlives a page that sends anything on any channel', async () => {
  const other = await launchApp();
  await other.app.evaluate(({ dialog, shell, app }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
    shell.openPath = () => Promise.resolve('');
    app.showAboutPanel = () => {};
  });
  for (const name of Object.keys(pageArguments) as (keyof typeof pageArguments)[]) {
    const lists = fc.sample(hostileArguments(name), { seed: 20_261_127, numRuns: 60 });
    const sent = { channel: channels[name], lists: serialize(lists).toString('base64') };
    const faults = await other.app.evaluate(async ({ ipcMain, BrowserWindow }, { channel, lists: bytes }) => {
      const { sender, senderFrame } = [BrowserWindow.getAllWindows()[0].webContents].map((contents) => ({
        sender: contents,
        senderFrame: contents.mainFrame,
      }))[0];
      type Answer = (event: unknown, ...args: readonly unknown[]) => unknown;
      const { _invokeHandlers: answers } = ipcMain as unknown as { _invokeHandlers: ReadonlyMap<string, Answer> };
      const answer = answers.get(channel);
      const found: string[] = answer || ipcMain.listenerCount(channel) > 0 ? [] : ['Nobody listens.'];
      const { deserialize } = process.getBuiltinModule('node:v8');
      for (const args of deserialize(Buffer.from(bytes, 'base64')) as readonly unknown[][]) {
        try {
          if (answer) await answer({ sender, senderFrame }, ...args);
          else ipcMain.emit(channel, { sender, senderFrame }, ...args);
        } catch (error) {
          if (String(error) !== `Error: Refused: ${channel}`) found.push(String(error).slice(0, 300));
        }
      }
      return found;
    }, sent);
    expect(faults, name).toEqual([]);
  }
  const log = await other.app.evaluate(({ app }) => {
    const { readFileSync } = process.getBuiltinModule('node:fs');
    return readFileSync(`${app.getPath('logs')}/main.log`, 'utf8');
  });
  // Nothing of the page's own gets into the log, nor does it fill it.
  expect(log.split('\n').filter((line) => line.includes('Refused '))).toHaveLength(10);
  expect(log.length).toBeLessThan(10_000);
  expect(log.split('\n').filter((line) => line.includes('[error]'))).toEqual([]);
  expect(other.problems).toEqual([]);
  // The page is still served, and what is kept of its settings is what a page may choose.
  await other.page.reload();
  await expect(other.page.getByRole('heading', { level: 1 })).toBeVisible();
  await other.close();
  await removeFolder(other.folder);
});

test('functions that the page has overwritten are shown nothing of the preload’s world', async () => {
  const { app, page } = running;
  await app.evaluate(({ app, dialog, shell }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
    shell.openPath = () => Promise.resolve('');
    shell.showItemInFolder = () => {};
    app.showAboutPanel = () => {};
  });
  const overwriting = await page.addInitScript(overwriteFunctions);
  await page.reload();
  await expect(page.getByText('Choose a text to learn from')).toBeVisible();
  const outcomes = await page.evaluate(callWholeBridge);
  await app.evaluate(({ BrowserWindow }, { status, action, files }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.send(status, { kind: 'ready' });
    contents?.send(action, 'help');
    contents?.send(files, []);
  }, channels);
  await expect.poll(() => page.evaluate(() => (globalThis as unknown as Overwritten).overwritten.heard)).toBe(3);

  const { calls, foreign } = await page.evaluate(() => (globalThis as unknown as Overwritten).overwritten);
  expect(calls).toEqual(expect.arrayContaining(['call', 'apply', 'Promise', 'then', 'push', 'map', 'slice']));
  expect(foreign).toEqual([]);
  // Right questions are answered; wrong ones are refused, or thrown back, as they are to a page that has overwritten
  // nothing.
  await overwriting.dispose();
  await page.reload();
  expect(outcomes).toEqual(await page.evaluate(callWholeBridge));
  expect(Object.keys(outcomes)).toContain('connect()');

  // The same witness does see what is of another world, if it is shown to it.
  await page.evaluate(overwriteFunctions);
  const witnessed = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const other = frame.contentWindow as Window & typeof globalThis;
    [].concat(other.Function as never);
    void Promise.resolve(other.Math);
    return (globalThis as unknown as Overwritten).overwritten.foreign;
  });
  expect(witnessed).toEqual(expect.arrayContaining(['concat', 'resolve']));
  await page.reload();
});

/** What the page's scripts find in place of the functions that every script uses; they still do what they did. */
interface Overwritten {
  readonly overwritten: {
    /** Which of them were called. */
    readonly calls: string[];
    /** Which of them were given something of another world, as an argument, as `this` or as what they returned. */
    readonly foreign: string[];
    /** Messages that came over the bridge by themselves. */
    heard: number;
    /**
     * The function of the bridge that runs at the moment: it has functions of its own world, and calls none of the
     * page's.
     */
    calling: string | null;
    look(by: string, value: unknown): void;
  };
}

/**
 * Runs in the page. What is its own descends from its own `Object.prototype`; what is of the preload's world, from
 * another.
 */
function overwriteFunctions(): void {
  const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
  const calls: string[] = [];
  const foreign: string[] = [];
  const note = (list: string[], name: string): void => {
    for (let index = 0; index < list.length; index += 1) if (list[index] === name) return;
    list[list.length] = name;
  };
  const ownRoot = Object.prototype;
  // No iterator and no method of an array in here: they are what is overwritten.
  const look = (by: string, value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
    let root: object = value;
    for (let next = getPrototypeOf(value); next !== null; next = getPrototypeOf(next)) root = next;
    if (root !== ownRoot) note(foreign, by);
  };
  const overwritten: Overwritten['overwritten'] = { calls, foreign, calling: null, heard: 0, look };
  const lookAll = (by: string, self: unknown, args: readonly unknown[], result: unknown): void => {
    note(calls, by);
    if (overwritten.calling !== null) note(foreign, `${by}, which ${overwritten.calling} has called`);
    look(by, self);
    look(by, result);
    for (let index = 0; index < args.length; index += 1) look(by, args[index]);
  };
  const overwrite = (owner: object, key: PropertyKey): void => {
    const descriptor = getOwnPropertyDescriptor(owner, key);
    const original = descriptor?.value as unknown;
    if (typeof original !== 'function' || key === 'constructor') return;
    const name = String(key);
    const value = function (this: unknown, ...args: unknown[]): unknown {
      const result: unknown = apply(original, this, args);
      lookAll(name, this, args, result);
      return result;
    };
    defineProperty(owner, key, { ...descriptor, value });
  };
  const PagesOwn = Promise;
  for (const owner of [Promise, Promise.prototype, Array, Array.prototype])
    for (const key of ownKeys(owner)) overwrite(owner, key);
  for (const key of ['bind', 'call', 'apply']) overwrite(Function.prototype, key);
  globalThis.Promise = new Proxy(PagesOwn, {
    construct(target, args: unknown[], as: () => unknown) {
      const result = construct(target, args, as) as object;
      lookAll('Promise', undefined, args, result);
      return result;
    },
  });
  Object.assign(globalThis, { overwritten });
}

/** Runs in the page. @returns by each call what came of it */
async function callWholeBridge(): Promise<Record<string, string>> {
  const functions: Readonly<Record<string, unknown>> = { ...window.charloom };
  const { overwritten } = globalThis as unknown as Partial<Overwritten>;
  const listener = function (this: unknown, message: unknown): void {
    overwritten?.look('a listener', this);
    overwritten?.look('a listener', message);
    if (overwritten) overwritten.heard += 1;
  };
  const grant = '00000000-0000-4000-8000-000000000000';
  const right: Readonly<Record<Exclude<keyof Bridge, 'platform'>, readonly unknown[]>> = {
    connect: [],
    chooseTextFiles: [],
    chooseFolder: [],
    chooseOne: ['model'],
    chooseSaveDestination: ['name', 'text'],
    placeToDrag: ['name'],
    startDrag: [grant],
    showInFolder: [grant],
    grantDropped: [[new File(['x'], 'x.txt')]],
    onStatus: [listener],
    onAction: [listener],
    onFiles: [listener],
    onWarning: [listener],
    act: ['about'],
    offerActions: [[]],
    describeSystem: [],
    settings: [],
    changeSettings: [{}],
    canMoveLibrary: [],
    moveLibrary: [],
    showLibrary: [],
    restartEngine: [],
  };
  const outcomes: Record<string, string> = {};
  for (const [name, args] of Object.entries(right)) {
    const wrong = [{ length: 1, then: 1 }, () => {}, Symbol('x'), Promise.resolve(1)];
    for (const given of name.startsWith('on') ? [args] : [args, ...wrong.map((one) => [one])]) {
      const call = `${name}(${given === args ? '' : given[0] instanceof Promise ? 'promise' : typeof given[0]})`;
      try {
        const ask = functions[name] as (...args: readonly unknown[]) => unknown;
        overwritten?.look(call, ask);
        if (overwritten) overwritten.calling = call;
        const answer: unknown = Reflect.apply(ask, functions, given);
        if (overwritten) overwritten.calling = null;
        overwritten?.look(call, answer);
        const settled = await answer;
        overwritten?.look(call, settled);
        outcomes[call] = `answered with ${typeof settled}`;
      } catch (error) {
        if (overwritten) overwritten.calling = null;
        overwritten?.look(call, error);
        outcomes[call] = String(error);
      }
    }
  }
  return outcomes;
}
