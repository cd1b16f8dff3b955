// A page that has been taken over can reach nothing outside of the app: every way that a browser knows is tried from
// inside the window against real listeners, which must hear nothing. What is tried is run through the debugger, as code
// that is in the page already would run; the policy against foreign code is proved elsewhere.

import { expect, test } from '@playwright/test';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fallbackExecutable } from '../../scripts/setup/electron-fallback.mjs';
import { whereElectronIs } from '../../scripts/setup/index.mjs';
import { enginePid, launchApp, removeFolder } from './harness.ts';
import type { RunningApp } from './harness.ts';

let folder: string;
let running: RunningApp;
let tcp: Server;
let udp: Socket;
let connections = 0;
let packets = 0;
let address: string;
let udpAddress: string;

const isFallback = whereElectronIs()?.electron === fallbackExecutable();
/** What stands in for the system's opener of addresses writes here what it was given. */
const opened = () => path.join(folder, 'opened.txt');
/** Harmless here; what else they could hold would run in the engine. */
const hostileEnvironment = {
  NODE_OPTIONS: '--no-warnings',
  NODE_PATH: '/nowhere',
  LD_LIBRARY_PATH: '/nowhere',
  SECRET_TOKEN: 'secret',
};
const netLog = () => path.join(folder, 'net-log.json');
/** Resolved by nobody: what matters is whether anybody is asked. */
const hostName = 'charloom-doors.test';

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-doors-'));
  tcp = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  tcp.listen(0, '127.0.0.1');
  udp = createSocket('udp4', () => (packets += 1));
  udp.bind(0, '127.0.0.1');
  await Promise.all([once(tcp, 'listening'), once(udp, 'listening')]);
  address = `127.0.0.1:${(tcp.address() as AddressInfo).port}`;
  udpAddress = `127.0.0.1:${udp.address().port}`;
  await mkdir(path.join(folder, 'programs'));
  const opener = path.join(folder, 'programs', 'xdg-open');
  await writeFile(opener, `#!/bin/sh\necho "$1" >> '${opened()}'\n`);
  await chmod(opener, 0o755);
  running = await launchApp({
    folder,
    args: [`--log-net-log=${netLog()}`],
    environment: {
      PATH: `${path.dirname(opener)}${path.delimiter}${process.env['PATH'] ?? ''}`,
      ...hostileEnvironment,
    },
  });
});

test.afterAll(async () => {
  await running.close();
  tcp.close();
  udp.close();
  await removeFolder(folder);
});

interface Targets {
  /** Of the listener for TCP. */
  readonly address: string;
  /** Of the one for UDP. */
  readonly udp: string;
  /** A name that would have to be looked up. */
  readonly name: string;
}

type Attempt = readonly [what: string, act: (targets: Targets) => unknown];

/** Each runs in the page. */
const attempts: readonly Attempt[] = [
  [
    'WebRTC with a STUN server',
    async ({ udp, address }) => {
      const peer = new RTCPeerConnection({
        iceServers: [
          { urls: `stun:${udp}` },
          { urls: `turn:${address}?transport=tcp`, username: 'a', credential: 'b' },
        ],
      });
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer());
    },
  ],
  [
    'WebRTC to a candidate of its own',
    async ({ udp, address }) => {
      const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
      from.createDataChannel('x');
      await from.setLocalDescription(await from.createOffer());
      await to.setRemoteDescription(from.localDescription as RTCSessionDescription);
      await to.setLocalDescription(await to.createAnswer());
      await from.setRemoteDescription(to.localDescription as RTCSessionDescription);
      const [host, port] = udp.split(':');
      const [, tcpPort] = address.split(':');
      for (const candidate of [
        `candidate:1 1 udp 2122260223 ${host} ${port} typ host`,
        `candidate:2 1 tcp 1518280447 ${host} ${tcpPort} typ host tcptype passive`,
      ]) {
        await from.addIceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 }).catch(() => {});
      }
    },
  ],
  [
    'links of every kind in the head',
    ({ address, name }) => {
      const kinds = [
        'preconnect',
        'dns-prefetch',
        'prefetch',
        'prerender',
        'modulepreload',
        'preload',
        'stylesheet',
        'icon',
        'manifest',
        'pingback',
        'search',
        'next',
      ];
      for (const rel of kinds) {
        for (const host of [address, name]) {
          for (const protocol of ['http', 'https']) {
            const link = document.createElement('link');
            link.rel = rel;
            link.as = 'script';
            link.href = `${protocol}://${host}/${rel}`;
            document.head.append(link);
          }
        }
      }
    },
  ],
  [
    'DNS prefetch switched on, with links',
    ({ name }) => {
      const control = document.createElement('meta');
      control.httpEquiv = 'x-dns-prefetch-control';
      control.content = 'on';
      document.head.append(control);
      const link = document.createElement('a');
      link.href = `http://secret.${name}/`;
      link.textContent = 'here';
      document.body.append(link);
    },
  ],
  [
    'speculation rules',
    ({ address, name }) => {
      const script = document.createElement('script');
      script.type = 'speculationrules';
      const urls = [`http://${address}/speculated`, `https://${name}/speculated`];
      const rule = [{ source: 'list', urls, eagerness: 'immediate' }];
      script.textContent = JSON.stringify({ prefetch: rule, prerender: rule });
      document.head.append(script);
    },
  ],
  [
    'requests by script',
    ({ address, name }) => {
      for (const host of [address, name]) {
        fetch(`http://${host}/fetch`, { mode: 'no-cors', keepalive: true }).catch(() => {});
        const request = new XMLHttpRequest();
        request.open('GET', `http://${host}/xhr`);
        request.send();
        navigator.sendBeacon(`http://${host}/beacon`, 'x');
        new EventSource(`http://${host}/events`);
        new WebSocket(`ws://${host}/socket`);
      }
    },
  ],
  [
    'WebTransport and a WebSocket stream',
    ({ udp }) => {
      const { WebTransport, WebSocketStream } = globalThis as unknown as Record<string, new (url: string) => object>;
      if (WebTransport) new WebTransport(`https://${udp}/transport`);
      if (WebSocketStream) new WebSocketStream(`wss://${udp}/stream`);
    },
  ],
  [
    'a link that pings, and a click on one that leads away',
    ({ address }) => {
      const link = document.createElement('a');
      link.href = '#here';
      link.setAttribute('ping', `http://${address}/ping`);
      document.body.append(link);
      link.click();
      link.href = `http://${address}/away`;
      link.click();
      link.target = '_blank';
      link.click();
      link.remove();
    },
  ],
  [
    'forms',
    ({ address }) => {
      for (const method of ['get', 'post']) {
        for (const target of ['', '_blank', 'frame']) {
          const form = document.createElement('form');
          Object.assign(form, { method, target, action: `http://${address}/form` });
          document.body.append(form);
          form.submit();
          form.remove();
        }
      }
    },
  ],
  [
    'meta refresh and an address that is set',
    ({ address }) => {
      const refresh = document.createElement('meta');
      refresh.httpEquiv = 'refresh';
      refresh.content = `0;url=http://${address}/refresh`;
      document.head.append(refresh);
      location.href = `http://${address}/location`;
    },
  ],
  [
    'style sheets',
    ({ address }) => {
      const style = document.createElement('style');
      style.textContent = `@import url(http://${address}/import.css); @font-face { font-family: away; src: url(http://${address}/font) }
        body { background: url(http://${address}/style.png); font-family: away; cursor: url(http://${address}/cursor), auto }`;
      document.head.append(style);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        `body { background: url(http://${address}/sheet.png); list-style: url(http://${address}/list.png) }`,
      );
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      document.body.style.setProperty('background', `url(http://${address}/property.png)`);
      void new FontFace('away', `url(http://${address}/face)`).load().catch(() => {});
    },
  ],
  [
    'pictures, media, objects and SVG',
    ({ address }) => {
      new Image().src = `http://${address}/image.png`;
      const holder = document.createElement('div');
      holder.innerHTML = `<img src="http://${address}/i" srcset="http://${address}/s 2x"><video src="http://${address}/v" poster="http://${address}/p" autoplay></video>
        <audio src="http://${address}/a" autoplay></audio><object data="http://${address}/o"></object><embed src="http://${address}/e">
        <svg><use href="http://${address}/u#a"/><image href="http://${address}/si"/><feImage href="http://${address}/f"/><script href="http://${address}/ss"></script></svg>
        <input type="image" src="http://${address}/in"><table background="http://${address}/t"></table>`;
      document.body.append(holder);
    },
  ],
  [
    'frames of every kind',
    ({ address }) => {
      const inside = `<script src="http://${address}/x"></script><img src="http://${address}/y"><meta http-equiv="refresh" content="0;url=http://${address}/z">`;
      const blob = URL.createObjectURL(new Blob([inside], { type: 'text/html' }));
      const empty = document.createElement('iframe');
      document.body.append(empty);
      const bare = empty.contentWindow as (Window & typeof globalThis) | null;
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- what is old works still
      bare?.document.write(inside);
      bare?.fetch(`http://${address}/bare`, { mode: 'no-cors' }).catch(() => {});
      for (const source of [
        `http://${address}/frame`,
        `data:text/html,${inside}`,
        blob,
        `javascript:fetch('http://${address}/j')`,
      ]) {
        const frame = document.createElement('iframe');
        frame.src = source;
        document.body.append(frame);
      }
      const written = document.createElement('iframe');
      written.srcdoc = inside;
      document.body.append(written);
    },
  ],
  [
    'WebRTC in a frame',
    async ({ udp }) => {
      const empty = document.createElement('iframe');
      document.body.append(empty);
      const bare = empty.contentWindow as Window & typeof globalThis;
      const peer = new bare.RTCPeerConnection({ iceServers: [{ urls: `stun:${udp}` }] });
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer());
    },
  ],
  [
    'workers of every kind',
    async ({ address }) => {
      const code = `fetch('http://${address}/worker', { mode: 'no-cors' }); importScripts('http://${address}/script');`;
      const blob = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      for (const source of [blob, `data:text/javascript,${code}`, `http://${address}/worker.js`]) {
        for (const Kind of [Worker, SharedWorker]) {
          try {
            new Kind(source);
          } catch {
            // As it should be.
          }
        }
      }
      await navigator.serviceWorker?.register(blob).catch(() => {});
      await import(`http://${address}/module.js`).catch(() => {});
    },
  ],
  [
    'windows',
    ({ address }) => {
      window.open(`http://${address}/open`);
      window.open(`http://${address}/open`, '_self');
      window.open('about:blank')?.location.assign(`http://${address}/blank`);
    },
  ],
  [
    'downloads',
    ({ address }) => {
      for (const source of [
        `http://${address}/download`,
        'data:text/plain,evil',
        URL.createObjectURL(new Blob(['evil'])),
      ]) {
        const link = document.createElement('a');
        link.href = source;
        link.download = '../../evil.desktop';
        document.body.append(link);
        link.click();
        link.remove();
      }
    },
  ],
  [
    'what advertisers use',
    ({ address }) => {
      const page = globalThis as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>;
      page['fetchLater']?.(`http://${address}/later`, { activateAfter: 0 });
      const image = new Image();
      image.setAttribute('attributionsrc', `http://${address}/attribution`);
      document.body.append(image);
      const fenced = document.createElement('fencedframe');
      document.body.append(fenced);
    },
  ],
  [
    'reports of what was blocked',
    ({ address }) => {
      const policy = document.createElement('meta');
      policy.httpEquiv = 'Content-Security-Policy';
      policy.content = `img-src 'none'; report-uri http://${address}/report`;
      document.head.append(policy);
      new Image().src = 'https://example.org/';
    },
  ],
  [
    'documents of XML with a foreign style',
    ({ address }) => {
      const parsed = new DOMParser().parseFromString(
        `<?xml-stylesheet href="http://${address}/x.xsl"?><!DOCTYPE a SYSTEM "http://${address}/a.dtd"><a/>`,
        'text/xml',
      );
      document.body.append(document.importNode(parsed.documentElement, true));
      const processor = new XSLTProcessor();
      const sheet = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:import href="http://${address}/i.xsl"/></xsl:stylesheet>`;
      processor.importStylesheet(new DOMParser().parseFromString(sheet, 'text/xml'));
    },
  ],
];

for (const [what, act] of attempts) {
  test(`nothing gets out by ${what}`, async () => {
    const before = { connections, packets };
    await running.page
      .evaluate(act, { address, udp: udpAddress, name: hostName })
      // What is blocked may throw.
      .catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect({ connections, packets }).toEqual(before);
    expect(running.page.url()).toMatch(/^app:\/\/bundle\/index\.html/);
    await running.page.reload();
  });
}

test('nothing is left in the window that reaches for files or devices of the user', async () => {
  const found = await running.page.evaluate(() => {
    const names = [
      'showOpenFilePicker',
      'showSaveFilePicker',
      'showDirectoryPicker',
      'EyeDropper',
      'PaymentRequest',
      'queryLocalFonts',
      'documentPictureInPicture',
      'SharedWorker',
      'navigator.usb',
      'navigator.hid',
      'navigator.serial',
      'navigator.bluetooth',
      'navigator.share',
      'navigator.xr',
      'navigator.presentation',
    ];
    const isIn = (name: string, window: Window & typeof globalThis): boolean =>
      name.startsWith('navigator.') ? name.slice('navigator.'.length) in window.navigator : name in window;
    // A frame of its own has everything anew: what was merely deleted from the page would be there again.
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inFrame = frame.contentWindow as (Window & typeof globalThis) | null;
    const left = names.filter((name) => isIn(name, window) || (inFrame !== null && isIn(name, inFrame)));
    frame.remove();
    return left;
  });
  expect(found).toEqual([]);
});

test('what has to be asked for is refused', async () => {
  const answers = await running.page.evaluate(async () => {
    const outcome = (promise: Promise<unknown> | undefined): Promise<string> =>
      promise === undefined
        ? Promise.resolve('absent')
        : promise.then(
            (answer) => (answer === 'denied' || answer === false ? 'refused' : `granted: ${String(answer)}`),
            () => 'refused',
          );
    const { mediaDevices, clipboard, storage } = navigator;
    return Promise.all([
      outcome(mediaDevices.getUserMedia({ audio: true })),
      outcome(mediaDevices.getDisplayMedia({ video: true })),
      outcome(clipboard.readText()),
      outcome(Notification.requestPermission()),
      outcome(storage.persist()),
      outcome(navigator.requestMIDIAccess?.()),
      outcome(navigator.wakeLock?.request('screen')),
      outcome(navigator.serviceWorker?.register('./icon.svg')),
      outcome(
        new Promise((started, failed) => {
          const worker = new Worker('./assets/none.js');
          worker.onerror = failed;
          setTimeout(() => started('started'), 1000);
        }),
      ),
    ]);
  });
  expect([...new Set(answers)].filter((answer) => answer !== 'absent')).toEqual(['refused']);
});

test('nothing is downloaded, and no dialog of the browser’s own is opened', async () => {
  await running.app.evaluate(({ session, dialog }) => {
    const seen = { downloads: 0, dialogs: 0 };
    Object.assign(globalThis, { seen });
    session.defaultSession.on('will-download', (event) => {
      if (!event.defaultPrevented) seen.downloads += 1;
    });
    dialog.showSaveDialog = () => {
      seen.dialogs += 1;
      return Promise.resolve({ canceled: true, filePath: '' });
    };
  });
  await running.page.evaluate(() => {
    for (const source of ['data:text/plain,evil', URL.createObjectURL(new Blob(['evil'])), 'app://bundle/icon.svg']) {
      const link = document.createElement('a');
      link.href = source;
      link.download = '../../evil.desktop';
      document.body.append(link);
      link.click();
      link.remove();
    }
  });
  // Also one that the app itself would begin.
  await running.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.downloadURL('data:text/plain,evil'),
  );
  await running.page.waitForTimeout(500);
  const seen = await running.app.evaluate(() => (globalThis as unknown as { seen: object }).seen);
  expect(seen).toEqual({ downloads: 0, dialogs: 0 });
});

test('the window shows the page and no other file of the app', async () => {
  const script = await running.page.evaluate(() => document.querySelector('script')?.src ?? '');
  for (const target of [script, 'app://bundle/icon.svg', 'app://bundle/', 'app://bundle/index.html?again']) {
    await running.page.evaluate((address) => {
      location.href = address;
    }, target);
    await running.page.waitForTimeout(200);
    expect(running.page.url()).toMatch(/^app:\/\/bundle\/index\.html(#|$)/);
  }
});

for (const target of ['mailto:somebody@example.org', 'charloom-unknown:x', 'tel:1', 'smb://127.0.0.1/share']) {
  test(`no other program is started for ${target}`, async () => {
    await running.page.evaluate((address) => {
      location.href = address;
      window.open(address);
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
      const link = document.createElement('a');
      link.href = address;
      document.body.append(link);
      link.click();
    }, target);
    await running.page.waitForTimeout(700);
    await expect(readFile(opened(), 'utf8')).rejects.toThrow('ENOENT');
  });
}

test('the clipboard is not read without asking', async () => {
  test.fail(isFallback, 'The Electron that is taken where the official one cannot be had lets scripts paste.');
  await running.app.evaluate(({ clipboard }) => clipboard.writeText('SECRET'));
  const pasted = await running.page.evaluate(() => {
    const field = document.createElement('textarea');
    document.body.append(field);
    field.focus();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- what is old works still
    document.execCommand('paste');
    return field.value;
  });
  expect(pasted).toBe('');
});

test('a frame of another origin cannot read the page’s files', async () => {
  const { page } = running;
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.srcdoc = '<p>Hello</p>';
    document.body.append(frame);
  });
  await page.waitForTimeout(300);
  const frame = page.frames().find((other) => other.parentFrame() !== null);
  if (!frame) throw new Error('There is no frame to try it from.');
  const outcome = await frame.evaluate(async () => {
    const answer = await fetch('app://bundle/index.html').then(
      (response) => `read ${response.status}`,
      () => 'refused',
    );
    return { origin, answer };
  });
  expect(outcome).toEqual({ origin: 'null', answer: 'refused' });
});

/** The page’s policy holds for every frame in it, whatever a frame is allowed by itself. */
const frames = [
  { what: 'a plain frame', sandbox: null },
  { what: 'a sandboxed frame', sandbox: 'allow-scripts allow-top-navigation' },
] as const;

for (const { what, sandbox } of frames) {
  test(`${what} does not lead the whole window away`, async () => {
    const { page } = running;
    const before = { connections, packets };
    await page.reload();
    running.forgetProblems();
    await page.evaluate((flags) => {
      Object.assign(window, { isStillHere: true });
      const frame = document.createElement('iframe');
      if (flags !== null) frame.setAttribute('sandbox', flags);
      frame.srcdoc = '<p>Hello</p>';
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      return loaded;
    }, sandbox);
    const frame = page.frames().find((other) => other.parentFrame() !== null);
    if (!frame) throw new Error('There is no frame to try it from.');
    const away = [`http://${address}/link`, `http://${address}/open`] as const;
    for (const [index, target] of away.entries()) {
      await frame.evaluate(
        ([href, byLink]) => {
          if (!byLink) return void open(href, '_top');
          const link = document.createElement('a');
          Object.assign(link, { href, target: '_top' });
          document.body.append(link);
          link.click();
        },
        [target, index === 0] as const,
      );
    }
    const stopped = () =>
      running.problems.filter((problem) => problem.startsWith('Unsafe attempt to initiate navigation'));
    await expect.poll(stopped).toHaveLength(away.length);
    expect(await page.evaluate(() => 'isStillHere' in window)).toBe(true);
    expect(page.url()).toMatch(/^app:\/\/bundle\/index\.html/);
    expect({ connections, packets }).toEqual(before);
    await page.reload();
  });
}

test('the engine is sent anything, and stays', async () => {
  await running.page.reload();
  const before = await enginePid(running.app);
  await running.page.evaluate(async () => {
    const arrived = new Promise<MessagePort | undefined>((resolve) => {
      addEventListener('message', (message) => resolve(message.ports[0]), { once: true });
    });
    (globalThis as unknown as { charloom: { connect(): void } }).charloom.connect();
    const port = await arrived;
    if (!port) throw new Error('No port has come.');
    const cyclic: Record<string, unknown> = { id: 1 };
    cyclic['name'] = cyclic;
    const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as unknown;
    const messages: unknown[] = [
      null,
      undefined,
      { id: 1, name: { toString: 1, valueOf: 1 }, body: {} },
      cyclic,
      deep,
      { id: 2, name: 'run.rename', body: deep },
      new Blob(['x']),
      new File(['x'], 'x.txt'),
      new ImageData(1, 1),
      new Error('x'),
      { id: 3, name: 'x'.repeat(5_000_000) },
      new Uint8Array(5_000_000),
      1n,
    ];
    for (const message of messages) {
      try {
        port.postMessage(message);
      } catch {
        // Cannot be sent at all.
      }
    }
    port.postMessage({ id: 4, name: 'library.overview', body: {} }, [new MessageChannel().port1]);
    const answered = new Promise<void>((resolve) => {
      port.addEventListener('message', ({ data }: MessageEvent<{ id?: number }>) => {
        if (data.id === 5) resolve();
      });
    });
    port.start();
    port.postMessage({ id: 5, name: 'library.overview', body: {} });
    await answered;
  });
  expect(await enginePid(running.app)).toBe(before);
  await running.page.reload();
  await expect(running.page.getByText('Choose a text to learn from')).toBeVisible();
  expect(await enginePid(running.app)).toBe(before);
});

test('the engine gets what it needs of the environment, and nothing that would load code or tell a secret', async () => {
  test.skip(process.platform !== 'linux', 'Elsewhere no file tells the environment of a process.');
  const names = async (pid: number | undefined): Promise<string[]> => {
    const content = await readFile(`/proc/${pid}/environ`, 'utf8');
    return content.split('\0').map((entry) => entry.split('=')[0] ?? '');
  };
  const hostile = Object.keys(hostileEnvironment);
  const given = await running.app.evaluate(() => Object.keys(process.env));
  // Not all: Electron may be built to refuse NODE_OPTIONS by itself.
  expect(given).toEqual(expect.arrayContaining(['LD_LIBRARY_PATH', 'SECRET_TOKEN']));
  const inherited = await names(await enginePid(running.app));
  expect(inherited).toEqual(expect.arrayContaining(['PATH', 'HOME', 'CHARLOOM_LIBRARY_FOLDER']));
  expect(inherited.filter((name) => hostile.includes(name))).toEqual([]);
});

test('not even the app itself reaches the network', async () => {
  const before = connections;
  const outcomes = await running.app.evaluate(async ({ net, session }, address) => {
    const other = session.fromPartition('another');
    const outcome = (answer: Promise<unknown>): Promise<string> =>
      answer.then(
        () => 'reached',
        () => 'refused',
      );
    return Promise.all([
      outcome(net.fetch(`http://${address}/`)),
      outcome(net.fetch(`http://localhost:${address.split(':')[1]}/`)),
      outcome(other.fetch(`http://${address}/`)),
      // Without a name server it is known to every system.
      outcome(net.resolveHost('localhost')),
      outcome(other.resolveHost('localhost')),
    ]);
  }, address);
  expect([...new Set(outcomes)]).toEqual(['refused']);
  expect(connections).toBe(before);
});

/** Last: the log is whole only when the app has ended. */
test('nobody was asked for a name, and nothing was sent', async () => {
  await running.close();
  const log = JSON.parse(await readFile(netLog(), 'utf8')) as {
    readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
    readonly events: readonly { readonly type: number; readonly params?: unknown }[];
  };
  const names = new Map(Object.entries(log.constants.logEventTypes).map(([name, type]) => [type, name]));
  const seen = new Set(log.events.map(({ type }) => names.get(type) ?? ''));
  const sending =
    /^(DNS_TRANSACTION|HOST_RESOLVER_(DNS|SYSTEM|MDNS)_TASK|UDP_BYTES_SENT|TCP_CONNECT|SOCKET_BYTES_SENT)/;
  expect([...seen].filter((name) => sending.test(name))).toEqual([]);
  // Nor did the app begin a request of its own, besides those that this file makes.
  const asked = log.events.flatMap(
    ({ params }) => /"url":"(https?:[^"]*)"/.exec(JSON.stringify(params ?? null))?.[1] ?? [],
  );
  expect(asked.filter((url) => !/^https?:\/\/(127\.0\.0\.1|localhost|charloom-doors\.test)[:/]/.test(url))).toEqual([]);
});
