// The page's end of the conversation at the real door of a host.

import { MessageChannel as Channel } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { PageDoor } from '../../src-engine/host/page-door.ts';
import type { FromEngine, ToEngine } from '../../src-engine/protocol/index.ts';
import { EngineClient } from '../../src-renderer/engine/client.ts';
import { LibraryView } from '../../src-renderer/state/library-view.svelte.ts';
import type { TestHost } from '../host/fixtures.ts';

/** A page at the host's door, all of whose messages are noted. */
export function pageAt(host: TestHost) {
  const { port1, port2 } = new Channel();
  const asked: ToEngine['name'][] = [];
  const told: FromEngine[] = [];
  const port = {
    on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) {
      port2.on(event, (data?: ToEngine) => {
        if (data) asked.push(data.name);
        listener({ data });
      });
    },
    postMessage(message: unknown) {
      told.push(message as FromEngine);
      port2.postMessage(message);
    },
    start: () => port2.start(),
    close: () => port2.close(),
  };
  const door = new PageDoor(host, port, () => {});
  const client = new EngineClient();
  client.attach(port1 as unknown as MessagePort);
  const libraryView = new LibraryView(client);
  onTestFinished(() => {
    client.detach();
    door.close();
  });
  return { client, libraryView, asked, told };
}
