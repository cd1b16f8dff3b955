// The engine is told where things are, and nothing that would have it run something else.

import { expect, test } from 'vitest';
import { engineEnvironment } from '../../src-main/engine-environment.ts';

test('what loads code into a process stays outside', () => {
  const hostile = {
    NODE_OPTIONS: '--require /tmp/evil.js',
    NODE_EXTRA_CA_CERTS: '/tmp/ca',
    NODE_PATH: '/tmp',
    LD_PRELOAD: '/tmp/evil.so',
    LD_LIBRARY_PATH: '/tmp',
    DYLD_INSERT_LIBRARIES: '/tmp/evil.dylib',
    ELECTRON_RUN_AS_NODE: '1',
    AWS_SECRET_ACCESS_KEY: 'secret',
    GITHUB_TOKEN: 'secret',
  };
  expect(engineEnvironment(hostile)).toEqual({});
});

test.each([
  {
    HOME: '/home/ada',
    PATH: '/bin',
    LANG: 'en',
    LC_ALL: 'C',
    TMPDIR: '/tmp',
    XDG_CONFIG_HOME: '/c',
    CHARLOOM_LIBRARY: 'l',
  },
  {
    SystemRoot: 'C:\\Windows',
    Path: 'C:\\',
    LOCALAPPDATA: 'C:\\a',
    Temp: 'C:\\t',
    USERPROFILE: 'C:\\u',
    windir: 'C:\\w',
  },
])('what says where things are goes in: %j', (environment) => {
  expect(engineEnvironment(environment)).toEqual(environment);
});
