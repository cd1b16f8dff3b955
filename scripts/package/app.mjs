// The unpacked app: electron-builder puts Electron, the built app and what it needs of node_modules into one folder.

import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { billName, electronComponent } from '../bill-of-materials.mjs';
import { describeElectron } from '../setup/electron.mjs';
import { setUpApp } from '../setup/index.mjs';
import { npmEnvironment, root, toolsEnvironment, toolsNode } from '../setup/paths.mjs';
import { step } from '../setup/report.mjs';
import { run } from '../setup/run.mjs';
import { hashInputs, readStamp, writeStamp } from '../setup/stamps.mjs';
import { packTexts } from './texts.mjs';

const packaging = join(root, 'packaging');
const toolStamp = join(packaging, 'node_modules', '.stamp.json');

export const dist = join(root, 'dist');
/** Of the window; the command line has the name of the app. */
export const programName = 'charloom-window';
const prepared = join(dist, 'prepared');

/** @returns the folder of the app and the version of the Electron in it */
export async function makeApp() {
  const where = await setUpApp();
  const { version } = await describeElectron(where.electron);
  await ensureTool();
  await rm(dist, { recursive: true, force: true });
  await step('Packing the built-in texts', () => packTexts(join(prepared, 'texts')));
  if (where.sqliteBinding !== null) await copyFile(where.sqliteBinding, join(prepared, 'sqlite.node'));
  await step(`Making the app with Electron ${version}`, () => build(dirname(where.electron), version));
  await layOutNotices(join(dist, 'linux-unpacked'), version);
  return { folder: join(dist, 'linux-unpacked'), electron: version };
}

/** Beside the program, where people and programs look for them. */
async function layOutNotices(folder, electron) {
  const page = join(root, 'out', 'renderer');
  await copyFile(join(page, 'licences.txt'), join(folder, 'licences.txt'));
  const bill = JSON.parse(await readFile(join(page, billName), 'utf8'));
  bill.components.unshift(electronComponent(electron));
  await writeFile(join(folder, billName), JSON.stringify(bill, null, 2));
}

/** Installed when it is first needed: it weighs 60 MB, and few people make installers. */
async function ensureTool() {
  const inputs = hashInputs([join(packaging, 'package-lock.json')]);
  if (readStamp(toolStamp)?.inputs === inputs) return;
  await step('Installing electron-builder', () =>
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: packaging,
      env: npmEnvironment(),
    }),
  );
  writeStamp(toolStamp, { inputs });
}

async function build(electronDist, version) {
  const tool = join(packaging, 'node_modules', 'electron-builder', 'cli.js');
  const options = {
    config: join(packaging, 'electron-builder.config.mjs'),
    projectDir: root,
    'config.electronDist': electronDist,
    'config.electronVersion': version,
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  await run(toolsNode(), [tool, '--dir', '--publish=never', ...args], { cwd: root, env: toolsEnvironment() });
}
