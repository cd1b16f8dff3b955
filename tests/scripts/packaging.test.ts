// The kinds of installers that cannot be made here are configured as packaging/README.md says, and whoever makes them
// is named.

import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { checkPublisher, readPublisher } from '../../packaging/publisher.mjs';

const known = {
  CHARLOOM_HOMEPAGE: 'https://charloom.example/',
  CHARLOOM_MAINTAINER: 'Ada Example <ada@charloom.example>',
};

interface Configuration {
  readonly [name: string]: unknown;
  readonly beforePack: (context: { readonly targets: readonly { readonly name: string }[] }) => void;
  readonly flatpak: { readonly finishArgs: readonly string[]; readonly files: readonly (readonly [string, string])[] };
}

/** As electron-builder reads it in this environment. */
async function configuration(environment: Readonly<Record<string, string>>): Promise<Configuration> {
  vi.resetModules();
  for (const name of Object.keys(known)) vi.stubEnv(name, environment[name]);
  const module = (await import('../../packaging/electron-builder.config.mjs')) as { readonly default: unknown };
  return module.default as Configuration;
}

afterEach(() => vi.unstubAllEnvs());

const rows = readFileSync('packaging/README.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, kind, command, configured] = /^\| (\w+) *\| `--(?:linux|mac|win) (\w+)`.* \| (.*?) *\|$/.exec(line) ?? [];
    if (kind === undefined || command === undefined || configured === undefined) return [];
    return [{ kind, command, configured }];
  });

it('the README has every kind', () => {
  expect(rows.map(({ kind }) => kind)).toEqual(['AppImage', 'rpm', 'Flatpak', 'dmg', 'nsis']);
  expect(rows.every(({ kind, command }) => kind.toLowerCase() === command.toLowerCase())).toBe(true);
});

it.each(rows)('$kind is configured as the README says', async ({ configured }) => {
  const settings = await configuration(known);
  const said = [...configured.matchAll(/`([\w.]+)` is `([^`]+)`/g)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
  expect(said).not.toEqual([]);
  for (const { name, value } of said) {
    const found = name.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], settings);
    expect([name, String(found)]).toEqual([name, known[value as keyof typeof known] ?? value]);
  }
});

it('the Flatpak gets no network, and its files are there', async () => {
  const { finishArgs, files } = (await configuration({})).flatpak;
  expect(finishArgs.filter((right) => /network|pulseaudio/.test(right))).toEqual([]);
  expect(finishArgs).toContain('--socket=wayland');
  for (const [from] of files) expect(readFileSync(from).length).toBeGreaterThan(0);
});

it('an rpm is refused in one sentence where page or maintainer is unknown; nothing else needs them', async () => {
  const targets = (...names: readonly string[]) => ({ targets: names.map((name) => ({ name })) });
  const unknown = await configuration({});
  expect(() => unknown.beforePack(targets('rpm'))).toThrow(/^An rpm .* CHARLOOM_HOMEPAGE .* CHARLOOM_MAINTAINER .*\.$/);
  expect(() => unknown.beforePack(targets('dir', 'AppImage', 'flatpak'))).not.toThrow();
  expect(unknown['extraMetadata']).toBeUndefined();
  expect(unknown['linux']).not.toHaveProperty('maintainer');
  const complete = await configuration(known);
  expect(() => complete.beforePack(targets('rpm'))).not.toThrow();
  expect(() => checkPublisher(['rpm'], { ...readPublisher(known), maintainer: null })).toThrow('An rpm');
});

it.each([
  { CHARLOOM_HOMEPAGE: 'http://charloom.example/' },
  { CHARLOOM_HOMEPAGE: 'javascript:alert(1)' },
  { CHARLOOM_HOMEPAGE: 'charloom.example' },
  { CHARLOOM_MAINTAINER: 'Ada Example' },
  { CHARLOOM_MAINTAINER: 'Ada <ada@charloom.example>\nDepends: more' },
])('%o is refused', (environment) => {
  expect(() => readPublisher(environment)).toThrow(/has to be/);
});
