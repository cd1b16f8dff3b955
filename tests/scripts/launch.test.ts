import { expect, it } from 'vitest';
import { launchEnvironment } from '../../scripts/setup/launch.mjs';

it.runIf(process.platform === 'linux').each([
  [{}, { LC_CTYPE: 'C.UTF-8' }],
  [{ LANG: 'C' }, { LANG: 'C', LC_CTYPE: 'C.UTF-8' }],
  [
    { LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX' },
    { LANG: 'de_DE.UTF-8', LC_ALL: 'C.UTF-8' },
  ],
  [{ LANG: 'de_DE.UTF-8' }, { LANG: 'de_DE.UTF-8' }],
  [
    { LANG: 'C', LC_CTYPE: 'C.UTF-8' },
    { LANG: 'C', LC_CTYPE: 'C.UTF-8' },
  ],
  [
    { LC_ALL: '', LANG: 'en_US.UTF-8' },
    { LC_ALL: '', LANG: 'en_US.UTF-8' },
  ],
])('the app knows all characters in file names: %o', (before, after) => {
  expect(launchEnvironment({ sqliteBinding: null }, before)).toEqual(after);
});
