// What a page has begun, and the page after it hears of.

import { MessageChannel as Channel } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { PageDoors } from '../../src-engine/host/page-door.ts';
import type { EngineEvent, FromEngine } from '../../src-engine/protocol/index.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { temporaryHost, verse } from './fixtures.ts';

function doorsOfHost() {
  const doors = new PageDoors(temporaryHost(), () => {});
  /** Opens another page, which asks for nothing. */
  return () => {
    const { port1, port2 } = new Channel();
    let onAsk = (): void => {};
    const notices: (readonly [string, string])[] = [];
    port1.on('message', (message: FromEngine) => {
      const events: readonly EngineEvent[] = message.kind === 'events' ? message.events : [];
      for (const event of events) if (event.kind === 'notice') notices.push([event.severity, inEnglish(event.text)]);
    });
    doors.open({
      on: (event, listener: (event: { readonly data: unknown }) => void) =>
        port2.on(event as 'message', (data) => {
          listener({ data });
          if (event === 'message') onAsk();
        }),
      postMessage: (message) => port2.postMessage(message),
      start: () => port2.start(),
      close: () => port2.close(),
    });
    onTestFinished(() => port1.close());
    return {
      notices,
      /** Resolves as soon as the door has heard of it. */
      bringIn: (title: string, text: string) => {
        const body = { source: { kind: 'text', title, text }, name: title };
        port1.postMessage({ id: 1, name: 'corpus.import', body });
        return new Promise<void>((resolve) => (onAsk = resolve));
      },
    };
  };
}

it.each([
  ['that it is there', verse, ['info', 'Verse is in your library now.']],
  ['why not', 'x', ['error', expect.stringContaining('single character')]],
])(
  'a page that takes the place of another hears of a text that the other one has brought in: %s',
  async (_what, text, notice) => {
    const openPage = doorsOfHost();
    const first = openPage();
    await first.bringIn('Verse', text);
    const second = openPage();
    await expect.poll(() => second.notices).toEqual([notice]);
    expect(first.notices).toEqual([]);
  },
);
