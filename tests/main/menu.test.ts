// What the menu file tells of the app.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeApp } from '../../src-main/menu.ts';

const panels = vi.hoisted((): { readonly credits: string }[] => []);

/** Of Electron, which is there in the app alone, what the about panel needs. */
vi.mock('electron', () => ({
  app: {
    getVersion: () => '0.1.0',
    setAboutPanelOptions: (options: { readonly credits: string }) => panels.push(options),
  },
  Menu: {},
}));

/** The app's build puts them in. */
beforeEach(() => {
  vi.stubGlobal('sourceStamp', 'abc');
  vi.stubGlobal('wantedElectron', '45.4.1');
});

afterEach(() => vi.unstubAllGlobals());

it.each([
  { electron: '33.2.1', warning: 'This Electron (33.2.1) is older' },
  { electron: '45.4.1', warning: null },
])('the about panel of Electron $electron warns: $warning', ({ electron, warning }) => {
  vi.stubGlobal('process', { ...process, versions: { ...process.versions, electron } });
  describeApp();
  expect(panels.at(-1)?.credits).toContain(`Electron ${electron}`);
  expect(panels.at(-1)?.credits.includes(warning ?? 'This Electron')).toBe(warning !== null);
});
