// What the menu file tells of the app.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeApp, warnOfElectron } from '../../src-main/menu.ts';

const warnings = vi.hoisted((): string[] => []);

/** Of Electron, which is there in the app alone, what the about panel needs. */
vi.mock('electron', () => ({ app: { getVersion: () => '0.1.0', setAboutPanelOptions() {} }, Menu: {}, shell: {} }));
vi.mock('../../src-main/log.ts', () => ({ log: { warn: (text: string) => warnings.push(text) } }));

/** The app's build puts them in. */
beforeEach(() => {
  vi.stubGlobal('sourceStamp', 'abc');
  vi.stubGlobal('wantedElectron', '43.0.0');
  vi.stubGlobal('process', { ...process, versions: { ...process.versions, electron: '33.2.1' } });
});

afterEach(() => vi.unstubAllGlobals());

it('warns of an old Electron once, however often the app is described', () => {
  warnOfElectron();
  describeApp();
  describeApp();
  expect(warnings).toEqual([expect.stringContaining('This Electron (33.2.1) is older')]);
});
