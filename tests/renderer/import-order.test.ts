// The rules of imports, held against the types that components import: these are gone from a compiled component, which
// is all that dependency-cruiser sees of one.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.cjs';

interface Rule {
  readonly name: string;
  readonly from: { readonly path?: string; readonly pathNot?: string };
  readonly to: { readonly path?: string; readonly pathNot?: string };
}

const root = path.join(import.meta.dirname, '../..');
const rules = (config as { readonly forbidden: readonly Rule[] }).forbidden.filter(({ to }) => to.path);

function matches(file: string, { path: wanted, pathNot }: Rule['to'], groups: readonly string[] = []): boolean {
  const filled = (pattern: string) =>
    new RegExp(pattern.replace(/\$(\d)/g, (_, group: string) => groups[Number(group)] ?? ''));
  return (!wanted || filled(wanted).test(file)) && (!pathNot || !filled(pathNot).test(file));
}

/** Names of the rules that an import breaks. */
function broken(from: string, to: string): string[] {
  return rules
    .filter((rule) => matches(from, rule.from))
    .filter((rule) => matches(to, rule.to, new RegExp(rule.from.path ?? '').exec(from) ?? []))
    .map(({ name }) => name);
}

function importsOf(file: string): string[] {
  const source = readFileSync(path.join(root, file), 'utf8');
  return [...source.matchAll(/\bfrom\s+'(\.[^']+)'/g)].map(([, to = '']) =>
    path.posix.join(path.posix.dirname(file), to),
  );
}

const components = readdirSync(path.join(root, 'src-renderer'), { recursive: true, encoding: 'utf8' })
  .map((file) => path.posix.join('src-renderer', file.replaceAll(path.sep, '/')))
  .filter((file) => file.endsWith('.svelte'));

describe('the order of the page', () => {
  it('holds for everything that components import, types included', () => {
    const wrong = components.flatMap((from) =>
      importsOf(from).flatMap((to) => broken(from, to).map((rule) => `${rule}: ${from} → ${to}`)),
    );
    expect(components.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  it.each([
    [
      'components/layout/Menu.svelte',
      'screens/train/Train.svelte',
      'src-renderer-components-knows-only-what-lies-below',
    ],
    ['components/layout/Menu.svelte', 'App.svelte', 'src-renderer-components-knows-only-what-lies-below'],
    ['state/library-view.svelte.ts', 'components/fields/Field.svelte', 'src-renderer-state-knows-only-what-lies-below'],
    ['text/format.ts', 'state/route.ts', 'src-renderer-text-knows-only-what-lies-below'],
    ['engine/series.ts', 'text/format.ts', 'src-renderer-engine-knows-only-what-lies-below'],
    ['window/Toasts.svelte', 'screens/train/Train.svelte', 'src-renderer-window-knows-only-what-lies-below'],
    ['screens/corpus/Corpus.svelte', 'window/Brand.svelte', 'src-renderer-screens-knows-only-what-lies-below'],
    ['screens/corpus/Corpus.svelte', 'screens/train/Train.svelte', 'screens-without-each-other'],
    ['text/format.ts', 'main.ts', 'src-renderer-text-knows-only-what-lies-below'],
    ['text/format.ts', 'styles/base.css', 'src-renderer-text-knows-only-what-lies-below'],
    ['text/format.ts', 'new-room/words.ts', 'only-rooms-of-src-renderer-are-known'],
    ['../src-engine/sampling/session.ts', '../corpora/catalogue.ts', 'host-alone-reads-the-catalogue'],
    ['App.svelte', '../src-engine/host/host.ts', 'main-and-page-know-the-protocol'],
  ])('refuses that %s imports %s', (from, to, rule) => {
    expect(broken(path.posix.join('src-renderer', from), path.posix.join('src-renderer', to))).toContain(rule);
  });

  it('leaves a screen its own parts', () => {
    expect(broken('src-renderer/screens/train/Train.svelte', 'src-renderer/screens/train/loss-chart/plot.ts')).toEqual(
      [],
    );
  });
});
