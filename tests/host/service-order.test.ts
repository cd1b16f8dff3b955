// Services are closed in the order that is the reverse of their list, so the list has to be the order of making: what
// uses another is then closed before it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const source = readFileSync(path.join(import.meta.dirname, '../../src-engine/host/services.ts'), 'utf8');
const made = [...source.matchAll(/^ {2}const (\w+) = (?:new \w+|lookingInside)\(/gm)].map(([, name]) => name);
const [, body = ''] = /^ {2}const services = \[\n(.*?)\n {2}\] as const;/ms.exec(source) ?? [];
const listed = body.split(',\n').map((line) => line.replace(/^ *(\.\.\.)?|,$/g, ''));

it('the list of services is in the order in which they are made', () => {
  expect(listed.length).toBeGreaterThan(30);
  // The caller makes it; it stands where asking has to end.
  expect(listed.filter((name) => name !== 'closing')).toEqual(made.filter((name) => listed.includes(name)));
});
