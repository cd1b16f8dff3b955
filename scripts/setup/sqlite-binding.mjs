// better-sqlite3 for an Electron whose Node-API is too old for the binary in the npm package: the same sources, built
// for Node-API 8 in a copy outside node_modules, kept in the cache.

import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lockedVersion } from './dependencies.mjs';
import { cacheFolder, modules, root, toolsEnvironment, toolsNode } from './paths.mjs';
import { step } from './report.mjs';
import { run } from './run.mjs';
import { hashInputs } from './stamps.mjs';
import { ensureCompiler } from './system-packages.mjs';

/** What the binary in the npm package asks for. */
const prebuiltNodeApi = 10;

const shim = join(root, 'scripts', 'setup', 'sqlite-napi8.hpp');

/** The file to load instead of the package's own binary, or null where that one will do. It need not exist yet. */
export function sqliteBinding({ napi }) {
  if (napi >= prebuiltNodeApi) return null;
  const recipe = hashInputs([shim], lockedVersion('node-addon-api')).slice(0, 12);
  const name = `better-sqlite3-${lockedVersion('better-sqlite3')}-napi8-${process.platform}-${process.arch}-${recipe}.node`;
  return join(cacheFolder(), name);
}

export async function ensureSqliteBinding(electron) {
  const target = sqliteBinding(electron);
  if (target === null || existsSync(target)) return target;
  await ensureCompiler();
  await step('Building better-sqlite3 for this Electron (a minute or two)', () => build(target));
  return target;
}

async function build(target) {
  await mkdir(cacheFolder(), { recursive: true });
  const workshop = await mkdtemp(join(cacheFolder(), 'building-sqlite-'));
  try {
    for (const name of ['better-sqlite3', 'node-addon-api']) {
      await cp(join(modules, name), join(workshop, 'node_modules', name), { recursive: true });
    }
    const folder = join(workshop, 'node_modules', 'better-sqlite3');
    const flags = {
      // Of SQLite itself: at -O3 it takes a quarter longer.
      CFLAGS: '-O2',
      CXXFLAGS: `-UNAPI_VERSION -DNAPI_VERSION=8 -include "${shim}"`,
      JOBS: 'max',
    };
    await run(toolsNode(), [join(modules, 'node-gyp', 'bin', 'node-gyp.js'), ...buildArguments()], {
      cwd: folder,
      env: toolsEnvironment(flags),
    });
    await rename(join(folder, 'build', 'Release', 'better_sqlite3.node'), target);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** The headers come with the tools' Node. */
function buildArguments() {
  const headers = dirname(dirname(toolsNode()));
  return ['rebuild', '--release', '--force_build=1', `--nodedir=${headers}`];
}
