// The sampling thread from outside: text as it is written, stopping, several jobs at a time, scoring.

import { afterAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import { startSamplingWorker } from '../../src-engine/sampling/client.ts';
import { openSession } from '../../src-engine/sampling/session.ts';
import { madeUpText } from '../training/run.ts';
import type { Drawn } from '../../src-engine/sampling/types.ts';
import { sampling, symbols, trainedModel, vocabulary, writeHere } from './models.ts';

const trained = trainedModel();
const sampler = startSamplingWorker();

afterAll(() => sampler.terminate());

type Job = Parameters<typeof sampler.generate>[0];

function jobOf(changes: Partial<Job> = {}): Job {
  return { trained, symbols, prompt: [3, 1], first: 0, sampling: sampling(300), texts: 1, ...changes };
}

interface Written {
  readonly ids: number[];
  readonly batches: number;
  readonly characters: number;
  readonly seconds: number;
}

async function write(job: Job, signal = new AbortController().signal): Promise<Written> {
  const ids: number[] = [];
  let batches = 0;
  const onDrawn = (drawn: Drawn): void => {
    ids.push(...drawn.ids);
    batches++;
  };
  const result = await sampler.generate(job, onDrawn, signal);
  return { ids, batches, ...result };
}

/** The same text, written in this thread. */
function expected(context: readonly number[], length: number): number[] {
  return writeHere(trained, context, sampling(length));
}

describe('generating', () => {
  it('streams all ids, in order, and counts them', async () => {
    const written = await write(jobOf());
    expect(written.ids).toEqual(expected([3, 1], 300));
    expect(written.characters).toBe(300);
    expect(written.seconds).toBeGreaterThan(0);
  });

  it('feeds the first symbol where there is no prompt', async () => {
    const written = await write(jobOf({ prompt: [], first: 7 }));
    expect(written.ids).toEqual(expected([7], 300));
    expect(written.ids).not.toEqual((await write(jobOf({ prompt: [], first: 8 }))).ids);
  });

  it('writes a long text of a larger model as one thread alone would', async () => {
    // Long enough for both paces to be tried.
    const large = trainedModel({ hidden: 128 });
    const written = await write(jobOf({ trained: large, sampling: sampling(15_000) }));
    expect(written.ids).toEqual(writeHere(large, [3, 1], sampling(15_000)));
  });

  it('of nothing ends at once', async () => {
    expect(await write(jobOf({ sampling: sampling(0) }))).toMatchObject({ ids: [], characters: 0 });
  });

  it('comes in pieces while it goes on', async () => {
    let pieces = 0;
    const controller = new AbortController();
    const result = await sampler.generate(
      jobOf({ sampling: sampling(1e9) }),
      () => {
        if (++pieces === 3) controller.abort();
      },
      controller.signal,
    );
    expect(pieces).toBeGreaterThanOrEqual(3);
    expect(result.characters).toBeGreaterThan(3);
  });
});

describe('stopping', () => {
  it('ends early with all that was drawn, which is the beginning of the whole', async () => {
    const controller = new AbortController();
    const ids: number[] = [];
    const result = await sampler.generate(
      jobOf({ sampling: sampling(1e9) }),
      (drawn) => {
        ids.push(...drawn.ids);
        controller.abort();
      },
      controller.signal,
    );
    expect(result.characters).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.slice(0, 300)).toEqual(expected([3, 1], 300).slice(0, ids.length));
  });

  it('before the beginning ends too', async () => {
    const written = await write(jobOf({ sampling: sampling(1e9) }), AbortSignal.abort());
    expect(written.characters).toBe(written.ids.length);
  });

  it('of one job leaves another alone, and so does stopping one that has ended', async () => {
    const controller = new AbortController();
    const endless = write(jobOf({ sampling: sampling(1e9) }), controller.signal);
    const other = write(jobOf(), new AbortController().signal);
    controller.abort();
    expect((await other).ids).toEqual(expected([3, 1], 300));
    await endless;
    controller.abort();
    expect((await write(jobOf())).ids).toEqual(expected([3, 1], 300));
  });
});

describe('scoring each character', () => {
  const ids = madeUpText(40_000, vocabulary);
  const never = new AbortController().signal;

  it('tells what scoring all of them sums up, and how far it is', async () => {
    const shares: number[] = [];
    const nats = await sampler.scoreEach(
      { trained, ids },
      { signal: never, onProgress: (share) => shares.push(share) },
    );
    const { nats: mean } = await sampler.score({ trained, ids });
    expect(nats[0]).toBeNaN();
    expect(nats.slice(1).reduce((sum, loss) => sum + loss, 0) / (ids.length - 1)).toBeCloseTo(mean, 5);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares.length).toBeGreaterThan(0);
  });

  it('of nothing and of one symbol tells nothing', async () => {
    const tell = (count: number): Promise<Float32Array> =>
      sampler.scoreEach({ trained, ids: ids.slice(0, count) }, { signal: never, onProgress: () => {} });
    expect(await tell(0)).toHaveLength(0);
    expect(Array.from(await tell(1))).toEqual([NaN]);
  });

  it('ends when it is stopped', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const long = madeUpText(3_000_000, vocabulary);
    const asked = sampler.scoreEach(
      { trained, ids: long },
      { signal: controller.signal, onProgress: () => controller.abort(reason) },
    );
    await expect(asked).rejects.toBe(reason);
  });
});

describe('two jobs', () => {
  it('take turns: a short one does not wait for a long one', async () => {
    const controller = new AbortController();
    let isOver = false;
    const long = write(jobOf({ sampling: sampling(1e9) }), controller.signal).then((written) => {
      isOver = true;
      return written;
    });
    const short = await write(jobOf({ prompt: [5] }));
    const score = await sampler.score({ trained, ids: madeUpText(500, vocabulary) });
    expect(isOver).toBe(false);
    expect(short.ids).toEqual(expected([5], 300));
    expect(score.characters).toBe(499);
    controller.abort();
    const written = await long;
    expect(written.ids.slice(0, 100)).toEqual(expected([3, 1], 100).slice(0, written.ids.length));
  });
});

describe('scoring', () => {
  it('is the mean of −ln p, read one by one, whatever the length', async () => {
    // On both sides of the pieces of 128 in which it reads.
    for (const length of [2, 3, 128, 129, 130, 300]) {
      const ids = madeUpText(length, vocabulary);
      const session = openSession(compileKernels('plain'), trained, { streams: 1, steps: 1 });
      let nats = 0;
      for (let place = 0; place < length - 1; place++) {
        session.ids[0] = ids[place];
        session.read();
        const logits = Array.from(session.logits[0]);
        nats += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[ids[place + 1]];
      }
      const score = await sampler.score({ trained, ids });
      expect(score.characters).toBe(length - 1);
      expect(score.nats).toBeCloseTo(nats / (length - 1), 5);
    }
  });

  it('weighs every symbol of a text as it was weighed when it was drawn', async () => {
    const told: Drawn[] = [];
    await sampler.generate(jobOf({ prompt: [4] }), (drawn) => told.push(drawn), new AbortController().signal);
    const text = told.flatMap(({ ids }) => [...ids]);
    const surprisals = await sampler.weigh({ trained, prompt: [4], first: 0, text });
    expect([...surprisals]).toEqual(told.flatMap((drawn) => [...drawn.surprisals]));
    expect(await sampler.weigh({ trained, prompt: [], first: 2, text: [] })).toEqual(new Float32Array(0));
  });

  it('reads ids of every width', async () => {
    const ids = madeUpText(200, vocabulary);
    const [narrow, middle, wide] = [ids, Uint16Array.from(ids), Uint32Array.from(ids)];
    const scores = await Promise.all([narrow, middle, wide].map((kind) => sampler.score({ trained, ids: kind })));
    expect(scores[1]).toEqual(scores[0]);
    expect(scores[2]).toEqual(scores[0]);
  });
});

describe('a job that cannot be done', () => {
  it('is refused where there is nothing to predict', async () => {
    for (const ids of [new Uint8Array(), Uint8Array.of(3)]) {
      await expect(sampler.score({ trained, ids })).rejects.toMatchObject({ code: 'corpus-too-small' });
    }
  });

  it('fails with its reason and leaves the thread working', async () => {
    const broken = { ...trained, parameters: trained.parameters.slice(1) };
    await expect(write(jobOf({ trained: broken }))).rejects.toThrow('stored numbers');
    await expect(sampler.score({ trained: broken, ids: madeUpText(50, vocabulary) })).rejects.toThrow('stored numbers');
    expect((await write(jobOf())).ids).toHaveLength(300);
  });

  it('fails when the thread is ended, and the next one starts a new thread', async () => {
    const other = startSamplingWorker();
    const endless = other.generate(jobOf({ sampling: sampling(1e9) }), () => undefined, new AbortController().signal);
    const failed = expect(endless).rejects.toThrow('ended');
    await other.terminate();
    await failed;
    const again = await other.generate(jobOf(), () => undefined, new AbortController().signal);
    expect(again.characters).toBe(300);
    await other.terminate();
  });
});
