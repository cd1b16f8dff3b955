// Models that write together, through the host with the real engine: the receipt writes the text again, and what does
// not go together is refused.

import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realParts } from '../../src-engine/host/engine.ts';
import { EngineHost } from '../../src-engine/host.ts';
import type { Host } from '../../src-engine/host.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { Answer, EngineEvent, RunId, SampleDetail } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { defaultPreparation, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { plainModel } from '../plain-model.ts';

const english = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);
const german = 'Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch.\n'.repeat(40);
const sampling = { ...defaultSampling, length: 120, seed: 3 };

function begin() {
  const host = new EngineHost(realParts(openLibrary(path.join(temporaryFolder(), 'library.db')), () => {}));
  onTestFinished(() => host.close());
  const events: EngineEvent[] = [];
  host.onEvent((event) => events.push(event));
  return { host, events };
}

async function until<Kind extends EngineEvent['kind']>(
  { host, events }: { readonly host: Host; readonly events: readonly EngineEvent[] },
  kind: Kind,
  fits: (event: Extract<EngineEvent, { kind: Kind }>) => boolean,
): Promise<Extract<EngineEvent, { kind: Kind }>> {
  const isIt = (event: EngineEvent): event is Extract<EngineEvent, { kind: Kind }> =>
    event.kind === kind && fits(event as Extract<EngineEvent, { kind: Kind }>);
  return (
    events.find(isIt) ??
    new Promise((resolve) => {
      const leave = host.onEvent((event) => {
        if (!isIt(event)) return;
        leave();
        resolve(event);
      });
    })
  );
}

async function train(
  at: ReturnType<typeof begin>,
  text: string,
  unit: 'codepoint' | 'grapheme' = 'codepoint',
): Promise<RunId> {
  const { id: corpus } = await at.host.ask('corpus.import', {
    source: { kind: 'text', title: text.slice(0, 10), text },
    preparation: { ...defaultPreparation, unit },
  });
  const model = { ...plainModel, hidden: 16 };
  const training = {
    ...defaultTraining(2),
    batch: 4,
    sequence: 16,
    threads: 1,
    length: { kind: 'steps', steps: 60 },
  } as const;
  const { id: run } = await at.host.ask('run.start', { corpus, model, training });
  await until(at, 'run.state', (event) => event.run === run && event.state === 'finished');
  return run;
}

describe('a blend', () => {
  it('is written again from its receipt, weighed as it was drawn, and shown as a draft', async () => {
    const at = begin();
    const { host } = at;
    const [one, other] = [await train(at, english), await train(at, german)];
    const ask = {
      run: one,
      checkpoint: 'best',
      blend: [{ run: other, checkpoint: 'last', weight: 0.4 }],
      prompt: 'Übet ',
    } as const;
    const { stream } = await host.ask('sample.generate', { ...ask, sampling });
    const { sample } = await until(at, 'sample.finished', (event) => event.stream === stream);
    expect(sample.blend).toEqual([
      { run: other, runName: expect.any(String), checkpoint: expect.any(Number), step: 60, weight: 0.4 },
    ]);
    expect(await host.ask('sample.replay', { sample: sample.id })).toEqual({ identical: true, text: sample.text });
    const draft = await host.ask('sample.draft', { ...ask, sampling });
    expect(draft.text).toBe(sample.text);
    const weighed = await host.ask('sample.weigh', { ...ask, text: sample.text });
    expect(weighed).toEqual({ lengths: draft.lengths, surprisals: draft.surprisals });
    // What was drawn first is as likely as the bars say.
    const { symbols, stages } = await host.ask('sample.distribution', {
      ...{ run: one, checkpoint: ask.checkpoint, blend: ask.blend, context: ask.prompt, stages: [], seed: 1 },
    });
    const first = symbols.indexOf([...sample.text][0]);
    expect(-Math.log2(stages[0].probabilities[first])).toBeCloseTo(draft.surprisals[0], 5);
    for (const deleting of ['library.put-run-aside', 'library.delete-run'] as const) {
      await host.ask(deleting, { run: other });
      await expect(host.ask('sample.replay', { sample: sample.id })).rejects.toMatchObject({ code: 'no-checkpoint' });
      await expect(host.ask('sample.draft', { ...ask, sampling })).rejects.toThrow('A run of the blend is not in');
      if (deleting === 'library.put-run-aside') await host.ask('library.bring-back', { corpus: null, runs: [other] });
    }
  });

  it('with all weight on one model is that model’s text, whichever it is', async () => {
    const at = begin();
    const { host } = at;
    const runs = [await train(at, english), await train(at, german)];
    const draft = (run: RunId, weights: readonly number[]): Promise<Answer<'sample.draft'>> =>
      host.ask('sample.draft', {
        ...{ run, checkpoint: 'best', prompt: '', sampling },
        blend: weights.map((weight, index) => ({ run: runs[index], checkpoint: 'best', weight })),
      });
    const [english1, german1] = [await draft(runs[0], []), await draft(runs[1], [])];
    expect(await draft(runs[0], [0, 0])).toEqual(english1);
    expect(await draft(runs[0], [0, 1])).toEqual(german1);
    expect(await draft(runs[1], [1, 0])).toEqual(english1);
    expect(await draft(runs[1], [1 / 3, 0])).not.toEqual(german1);
  });

  it('is refused where the models do not go together', async () => {
    const at = begin();
    const { host } = at;
    const [one, other] = [await train(at, english), await train(at, german, 'grapheme')];
    const ask = { run: one, checkpoint: 'best', prompt: '', sampling } as const;
    await expect(
      host.ask('sample.draft', { ...ask, blend: [{ run: other, checkpoint: 'best', weight: 0.5 }] }),
    ).rejects.toThrow('writes code points and');
    const half = { run: one, checkpoint: 'best', weight: 0.6 } as const;
    await expect(host.ask('sample.generate', { ...ask, blend: [half, half] })).rejects.toThrow('weigh 1.2 together');
    await expect(host.ask('sample.draft', { ...ask, sampling: { ...sampling, length: 5001 } })).rejects.toThrow(
      'at most',
    );
    await expect(
      host.ask('sample.draft', { ...ask, blend: [{ run: one, checkpoint: { step: 7 }, weight: 0.5 }] }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a family of texts', () => {
  it('is walked, pruned and brought back', async () => {
    const at = begin();
    const { host } = at;
    const run = await train(at, english);
    async function write(prompt: string, parent?: SampleDetail): Promise<SampleDetail> {
      const { stream } = await host.ask('sample.generate', {
        ...{ run, checkpoint: 'best', prompt, sampling: { ...sampling, length: 20 } },
        ...(parent ? { parent: { sample: parent.id, at: 3 } } : {}),
      });
      return (await until(at, 'sample.finished', (event) => event.stream === stream)).sample;
    }
    const first = await write('The ');
    const branch = await write(`The ${first.text.slice(0, 3)}x`, first);
    const family = await host.ask('sample.family', { sample: first.id });
    expect(family.map(({ id, parent }) => [id, parent])).toEqual([
      [first.id, null],
      [branch.id, { sample: first.id, at: 3 }],
    ]);
    expect(family[1].words).toBe(`x${branch.text}`);
    const { samples } = await host.ask('sample.prune', { sample: first.id });
    expect(samples).toEqual([first.id, branch.id]);
    expect((await host.ask('library.overview', {})).samples).toEqual([]);
    await host.ask('sample.restore', { samples });
    expect(await host.ask('sample.family', { sample: branch.id })).toEqual(family);
  });
});
