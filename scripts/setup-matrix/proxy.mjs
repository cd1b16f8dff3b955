// A registry on this machine that hands on what it is asked to the one that npm is set to, and counts.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** @param registry its address, with a slash at the end */
export async function startProxy(registry) {
  let passed = 0;
  const server = createServer((request, response) => {
    void handOn(registry, request, response).then(
      () => (passed += 1),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    passed: () => passed,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function handOn(registry, { url, method, headers }, response) {
  const { accept = '*/*', authorization } = headers;
  const asked = new URL(url.slice(1), registry);
  const answer = await fetch(asked, { method, headers: authorization ? { accept, authorization } : { accept } });
  // What fetch has unpacked has another length and form than it had on its way.
  const kept = ['content-type', 'etag', 'last-modified', 'cache-control'];
  const told = kept.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name)]] : []));
  response.writeHead(answer.status, Object.fromEntries(told));
  if (answer.body === null) response.end();
  else await pipeline(Readable.fromWeb(answer.body), response);
}
