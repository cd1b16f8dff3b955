// An Electron that is older than the three newest majors gets no security fixes.

import { expect, it } from 'vitest';
import { staleElectron } from '../../src-main/stale-electron.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

it.each([
  { electron: '33.2.1', isStale: true },
  { electron: '42.9.9', isStale: true },
  { electron: '43.0.0', isStale: false },
  { electron: '44.11.5', isStale: false },
  { electron: '45.0.0', isStale: false },
  { electron: '46.0.0-beta.1', isStale: false },
  { electron: '100.0.0', isStale: false },
])('made for 45.4.1, $electron is too old: $isStale', ({ electron, isStale }) => {
  expect(staleElectron(electron, '45.4.1') !== null).toBe(isStale);
});

it('names both versions', () => {
  const stale = staleElectron('33.2.1', '45.4.1');
  expect(stale && inEnglish(stale)).toMatch(/\(33\.2\.1\) is older .* \(45\.4\.1\)/);
});
