// What a setting costs that is added one day: a row for a model and one for a training are put into the tables, as the
// next version would have them. All the rest follows; what is older opens with what the rows say of it, and what is
// newer is refused as newer.

import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as modelTable from '../../src-engine/settings/model.ts';
import type * as trainingTable from '../../src-engine/settings/training.ts';
import type * as wordTable from '../../src-engine/protocol/words/settings.ts';
import type { ModelSettings, RunId } from '../../src-engine/protocol/index.ts';
import { flag, number, whole } from '../../src-engine/settings/values.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { temporaryFolder } from '../library/fixtures.ts';

const added = { since: 4, older: 0.25 };
const echo = { default: 0.5, schema: v.number(), flag: '--echo <share>', group: 'model', added };
const smoothing = { default: 0.1, schema: v.number(), flag: '--smoothing <share>', group: 'optimizer', added };

/** A row for every kind of field that the page has for one. */
const shown = {
  depth: { default: 3, schema: whole('It', 2, 1234), flag: '--depth <n>', group: 'optimizer' },
  share: { default: 0.25, schema: number('It', 0, 0.75), flag: '--share <n>', group: 'records', slider: 0.125 },
  mirror: {
    default: true,
    schema: flag('It'),
    flag: '--mirror',
    group: 'length',
    companion: { setting: 'optimizer', values: ['sgd'] },
  },
};

/** All modules anew, with the tables as they are. */
function today(): void {
  vi.resetModules();
  for (const table of ['settings/model', 'settings/training', 'protocol/words/settings']) {
    vi.doUnmock(`../../src-engine/${table}.ts`);
  }
}

/** All modules anew, with a row more in the tables. @param more of them for a training */
function tomorrow(more: Readonly<Record<string, unknown>> = {}): void {
  vi.resetModules();
  vi.doMock('../../src-engine/settings/model.ts', async (original) => {
    const { modelRows } = await original<typeof modelTable>();
    return { modelRows: { ...modelRows, echo } };
  });
  vi.doMock('../../src-engine/settings/training.ts', async (original) => {
    const table = await original<typeof trainingTable>();
    return { ...table, trainingRows: { ...table.trainingRows, smoothing, ...more } };
  });
  vi.doMock('../../src-engine/protocol/words/settings.ts', async (original) => {
    const { settingWords, ...others } = await original<typeof wordTable>();
    const words = { title: 'It', label: 'It', explanation: 'What it does.' };
    const added = Object.keys({ echo, smoothing, ...more }).map((key) => [key, { ...words, label: `The ${key}` }]);
    return { ...others, settingWords: { ...settingWords, ...Object.fromEntries(added) } };
  });
}

afterEach(today);

const formats = {
  charloom: 'gru.charloom',
  safetensors: 'gru-safetensors',
  onnx: 'gru.onnx',
  html: 'gru.html',
  'pytorch-job': 'gru-pytorch-job',
} as const;

const names = Object.keys(formats) as (keyof typeof formats)[];

describe('a row more', () => {
  it('is a setting of the schemas and of the defaults', async () => {
    tomorrow();
    const { defaultModel, defaultTraining } = await import('../../src-engine/settings/defaults.ts');
    const { checkModel, checkTraining } = await import('../../src-engine/settings/schemas.ts');
    expect(checkModel(defaultModel)).toMatchObject({ echo: 0.5 });
    expect(checkTraining(defaultTraining(2))).toMatchObject({ smoothing: 0.1 });
    expect(() => checkTraining({ ...defaultTraining(2), smoothing: 'much' })).toThrow();
  });

  it('is an option of the command line, with what it does and its default, and is heeded', async () => {
    tomorrow();
    const { Command } = await import('commander');
    const { addSettingsOptions, chooseSettings } = await import('../../src-engine/cli/settings-options.ts');
    const command = addSettingsOptions(new Command());
    expect(command.options.find(({ long }) => long === '--smoothing')?.description).toBe('what it does (default: 0.1)');
    command.parse(['--echo', '0.7', '--smoothing', '0.3'], { from: 'user' });
    const { model, training } = chooseSettings(command.opts(), 100_000, 2, null);
    expect([model, training]).toMatchObject([{ echo: 0.7 }, { smoothing: 0.3 }]);
    const { fates } = await import('../../src-engine/cli/option-rules.ts');
    expect(fates).toMatchObject({ echo: { from: 'kept' }, smoothing: { from: 'taken' } });
  });
});

describe('on the page, a row more', () => {
  /** The form of a new run. @returns its HTML, by the title of the group */
  async function form(optimizer: string): Promise<Readonly<Record<string, string>>> {
    tomorrow(shown);
    // A word leads to the glossary, which the app opens; here nobody presses it.
    vi.doMock('../../src-renderer/state/app-state.svelte.ts', () => ({
      useApp: () => ({ bridge: { platform: 'linux' } }),
    }));
    const { defaultModel, defaultTraining } = await import('../../src-engine/settings/defaults.ts');
    const { settingFields } = await import('../../src-engine/settings/fields.ts');
    const { render } = await import('svelte/server');
    const { default: SettingGroups } = await import('../../src-renderer/components/run-settings/SettingGroups.svelte');
    const { body } = render(SettingGroups, {
      props: {
        draft: { model: defaultModel, training: { ...defaultTraining(2), optimizer }, summary: null },
        about: { processors: 2, settings: settingFields },
        withModel: true,
      },
    });
    const groups = [...body.matchAll(/<legend[^>]*>(.*?)<\/legend>([^]*?)<\/fieldset>/g)];
    return Object.fromEntries(groups.map(([, title = '', fields = '']) => [title, fields]));
  }

  it('is a field of its group, with its words and its limits', async () => {
    const groups = await form('sgd');
    expect(Object.keys(groups)).toEqual(['Model', 'Length and text', 'Optimizer', 'Averaging and checkpoints']);
    expect(groups['Optimizer']).toMatch(/The depth[^]*aria-valuemin="2" aria-valuemax="1234" aria-valuenow="3"/);
    expect(groups['Optimizer']).toMatch(/The depth[^]*What it does\./);
    expect(groups['Averaging and checkpoints']).toMatch(
      /The share[^]*type="range" min="0" max="0.75" step="0.125" value="0.25"/,
    );
    expect(groups['Length and text']).toMatch(/The mirror[^]*role="switch" checked/);
  });

  it('is shown only beside the values of another one that it needs', async () => {
    const groups = await form('adam');
    expect(groups['Optimizer']).toContain('The depth');
    expect(groups['Length and text']).not.toContain('The mirror');
  });
});

it('no limit and no default of a setting stands in the page', () => {
  const folder = path.join(import.meta.dirname, '../../src-renderer/components/run-settings');
  const fields = readdirSync(folder).filter((file) => file.endsWith('Field.svelte') || /Choice|Entry/.test(file));
  expect(fields).toContain('SeedField.svelte');
  for (const file of fields) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    expect(text, file).not.toMatch(/\b(min|max|step|openMin|openMax)=|label="/);
  }
});

describe.each(names)('a file of the format %s', (name) => {
  it('that was written before there was the setting opens with what it was trained with', async () => {
    tomorrow();
    const { model, training } = await readFile(path.join(import.meta.dirname, '../released/0.1.0', formats[name]));
    expect(model).toMatchObject({ echo: 0.25 });
    if (training !== null) expect(training).toMatchObject({ smoothing: 0.25 });
    expect(training === null).toBe(name === 'html');
  });

  it('comes back from its own version', async () => {
    tomorrow();
    const { model, training } = await readFiles(name, await writeFiles(name));
    expect(model).toMatchObject({ echo: 0.7 });
    if (name !== 'html') expect(training).toMatchObject({ smoothing: 0.3 });
  });

  it('is refused as newer by a Charloom that has not the setting', async () => {
    tomorrow();
    const files = await writeFiles(name);
    today();
    await expect(readFiles(name, files)).rejects.toThrow('newer Charloom. Update Charloom');
  });
});

describe('a library', () => {
  it('that was written before there was the setting has it in its runs, and keeps it in new ones', async () => {
    tomorrow();
    const { openLibrary } = await import('../../src-engine/library/library.ts');
    const { addRun } = await import('../library/fixtures.ts');
    const file = path.join(temporaryFolder(), 'library.db');
    cpSync(path.join(import.meta.dirname, '../released/0.1.0/library.db'), file);
    const library = openLibrary(file);
    const old = library.runs.list();
    expect(old).toHaveLength(4);
    for (const run of old) expect(run).toMatchObject({ model: { echo: 0.25 }, training: { smoothing: 0.25 } });
    expect(library.runs.find(addRun(library, old[0]?.corpus))).toMatchObject({ training: { smoothing: 0.1 } });
    library.close();
  });

  it('of a newer Charloom shows the runs that can be read, and names the others as newer', async () => {
    tomorrow();
    const file = path.join(temporaryFolder(), 'library.db');
    const newer = await import('../../src-engine/library/library.ts');
    const { addRun } = await import('../library/fixtures.ts');
    const written = newer.openLibrary(file);
    addRun(written);
    written.close();
    today();
    const { openLibrary } = await import('../../src-engine/library/library.ts');
    const library = openLibrary(file);
    expect(() => library.runs.find(1 as RunId)).toThrow('written by a newer Charloom. Update Charloom');
    const told: string[] = [];
    expect(library.runs.list()).toEqual([]);
    library.onDamage((words) => told.push(inEnglish(words)));
    expect(told).toEqual(['Run 1 was written by a newer Charloom and is left out. Update Charloom to see it.']);
    library.close();
  });
});

async function writeFiles(name: keyof typeof formats): Promise<ReadonlyMap<string, Uint8Array>> {
  const { formatNamed } = await import('../../src-engine/interchange/formats/index.ts');
  const { portableModel, written } = await import('../interchange/portable-models.ts');
  const model = portableModel({ echo: 0.7 } as Partial<ModelSettings>);
  const training = model.training && { ...model.training, smoothing: 0.3 };
  return written(formatNamed(name), { ...model, training });
}

async function readFiles(name: keyof typeof formats, files: ReadonlyMap<string, Uint8Array>) {
  const { formatNamed } = await import('../../src-engine/interchange/formats/index.ts');
  const { incoming } = await import('../interchange/portable-models.ts');
  return formatNamed(name).read(incoming(files)).model;
}

async function readFile(place: string) {
  const { formatOf } = await import('../../src-engine/interchange/formats/index.ts');
  const { openFiles } = await import('../../src-engine/interchange/parts/files.ts');
  const files = openFiles(place);
  try {
    const format = formatOf(files);
    if (format === null) throw new Error(`${place} is of no format`);
    return format.read(files).model;
  } finally {
    files.close();
  }
}
