// Long input is taken whole, or refused in a sentence: no field of the window cuts what is typed or pasted.

import { expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { maxNameLength } from '../../src-engine/protocol/names.ts';
import { nameSchema } from '../../src-engine/settings/names.ts';
import { fit } from '../../src-renderer/text/matching.ts';
import { complaintAboutName } from '../../src-renderer/text/name-entry.ts';
import { safeParse } from 'valibot';

const window = path.join(import.meta.dirname, '../../src-renderer');

it('has no field that cuts', () => {
  const sources = readdirSync(window, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.svelte'));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => /\bmaxlength=/.test(readFileSync(path.join(window, file), 'utf8')))).toEqual([]);
});

const long = 'n'.repeat(maxNameLength);
const names = [long, `${long}n`, `${long}\u202e`, `${long} \n`, '', '   ', '\u202e\u0007', '\u2028', 'n'];

it.each(names)('refuses the name %j where the engine does', (name) => {
  expect(complaintAboutName(name) === null).toBe(safeParse(nameSchema, name).success);
});

it('looks for all that was pasted, also for its last word', () => {
  const pasted = 'rose '.repeat(50_000);
  expect(fit(pasted, 'A rose')).not.toBeNull();
  expect(fit(`${pasted}violet`, 'A rose')).toBeNull();
});

it('does not take the beginning of what was pasted for all of it', () => {
  expect(fit('A roses', 'A rose')).toBeNull();
  expect(fit('\u{1F339}'.repeat(250_000), '\u{1F339}'.repeat(100))).toBeNull();
  expect(fit('\u{1F339}'.repeat(100), '\u{1F339}'.repeat(100))).not.toBeNull();
});
