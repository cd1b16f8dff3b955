// The app as one .tar.gz, for systems without dpkg and for people who install nothing.

import { join } from 'node:path';
import { step } from '../setup/report.mjs';
import { run } from '../setup/run.mjs';
import { dist } from './app.mjs';
import { architecture, version } from './names.mjs';

/** @returns the file */
export async function makeArchive({ folder }) {
  const name = `charloom-${version}-linux-${architecture.node}`;
  const file = join(dist, `${name}.tar.gz`);
  await step('Making the .tar.gz', () =>
    run('tar', [
      '--create',
      '--use-compress-program=gzip -9',
      '--owner=0',
      '--group=0',
      '--sort=name',
      `--transform=s,^\\./,${name}/,S`,
      `--file=${file}`,
      `--directory=${folder}`,
      './',
    ]),
  );
  return file;
}
