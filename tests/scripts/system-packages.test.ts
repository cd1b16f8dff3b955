// Which packages of the system an Electron that does not start needs.

import { expect, test } from 'vitest';
import { missingFromLdd, packagesFor } from '../../scripts/setup/system-packages.mjs';

const ldd = `	linux-vdso.so.1 (0x00007ffc)
	libgtk-3.so.0 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
	libasound.so.2 => not found
`;

test('missing libraries are read from ldd', () => {
  expect(missingFromLdd(ldd)).toEqual(['libgtk-3.so.0', 'libasound.so.2']);
  expect(missingFromLdd('	libc.so.6 => /lib/libc.so.6 (0x7f)\n')).toEqual([]);
});

test('one missing library asks for the packages of all, each once', () => {
  const packages = packagesFor(['libgtk-3.so.0']);
  expect(packages).toEqual(expect.arrayContaining(['libgtk-3-0', 'libnss3', 'libxss1']));
  expect(new Set(packages).size).toBe(packages.length);
});

test('a library that is in none of them is named', () => {
  expect(() => packagesFor(['libstrange.so.7'])).toThrow('libstrange.so.7');
});
