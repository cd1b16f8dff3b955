// A dialogue as the page follows it, and how turns are written.

import { afterEach, describe, expect, it } from 'vitest';
import type { RunId, StreamId } from '../../src-engine/protocol/index.ts';
import { Dialogue } from '../../src-renderer/state/dialogue.svelte.ts';
import {
  dialogueContext,
  guessManner,
  plainManner,
  promptOf,
  said,
  speakerOf,
  stopsOf,
  transcriptOf,
  turnsRead,
} from '../../src-renderer/text/dialogue.ts';
import { connected } from './engine.ts';
import type { TestEngine } from './engine.ts';

const run = 4 as RunId;
const controls = { run, choice: 'best', seed: 7, length: 100, pipeline: { stages: [] } } as const;
const manner = { you: 'A:', model: 'B:', afterName: ' ', between: '\n', stops: ['\nA:'] };
const endings: (() => void)[] = [];
let streams = 10;

function begin(): { readonly engine: TestEngine; readonly dialogue: Dialogue; readonly announced: string[] } {
  const { client, engine } = connected();
  endings.push(() => client.detach());
  const announced: string[] = [];
  const dialogue = new Dialogue(client, controls, (words) => announced.push(words()));
  dialogue.setManner(manner);
  return { engine, dialogue, announced };
}

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** Answers the next ask for a turn with these words. @returns the ask */
async function say(engine: TestEngine, ...pieces: readonly string[]) {
  const stream = streams++ as StreamId;
  const ask = await engine.next('sample.generate');
  engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 1, fed: ask.body.prompt } });
  for (const text of pieces) {
    await engine.event({
      kind: 'sample.text',
      stream,
      text,
      lengths: new Uint8Array(text.length),
      surprisals: new Float32Array(text.length),
    });
  }
  await engine.event({ kind: 'sample.ended', stream });
  return ask.body;
}

async function talk(engine: TestEngine, dialogue: Dialogue, words: string, ...answer: readonly string[]) {
  dialogue.setDraft(words);
  const sent = dialogue.send();
  const ask = await say(engine, ...answer);
  await sent;
  return ask;
}

describe('a dialogue', () => {
  it('takes turns: the model reads all that was said, and ends where it is to', async () => {
    const { engine, dialogue } = begin();
    const first = await talk(engine, dialogue, ' Hello. ', 'Good ', 'day.\n');
    expect(first).toMatchObject({
      prompt: 'A: Hello.\nB: ',
      sampling: { length: 100, seed: 8, stops: ['\n', '\nA:'] },
      keep: false,
    });
    expect(dialogue.turns).toEqual([
      { who: 'you', text: 'Hello.' },
      { who: 'model', text: 'Good day.' },
    ]);
    expect(dialogue).toMatchObject({ draft: '', phase: 'idle', answer: '', problem: null });
    const second = await talk(engine, dialogue, 'And you?', 'Well.');
    expect(second).toMatchObject({ prompt: 'A: Hello.\nB: Good day.\nA: And you?\nB: ', sampling: { seed: 10 } });
    expect(dialogue.turns).toHaveLength(4);
  });

  it('writes an answer anew with another seed, and takes a turn back', async () => {
    const { engine, dialogue } = begin();
    await talk(engine, dialogue, 'One', 'first\n');
    const again = dialogue.regenerate();
    expect(await say(engine, 'second\n')).toMatchObject({ prompt: 'A: One\nB: ' });
    await again;
    expect(dialogue.turns.map(({ text }) => text)).toEqual(['One', 'second']);
    dialogue.undo();
    expect(dialogue).toMatchObject({ turns: [], draft: 'One' });
    dialogue.undo();
    await dialogue.regenerate();
    expect(dialogue.turns).toEqual([]);
  });

  it('announces each turn of the model, and of a long one the beginning', async () => {
    const { engine, dialogue, announced } = begin();
    await talk(engine, dialogue, 'One', 'Yes.\n');
    void dialogue.regenerate();
    await say(engine, 'Yes.\n');
    dialogue.undo();
    dialogue.setManner(plainManner);
    await talk(engine, dialogue, 'Two', 'a'.repeat(2_000));
    expect(announced).toEqual(['B: Yes.', 'B: Yes.', `The model: ${'a'.repeat(1_000)}`]);
  });

  it('lets the model go first, and again', async () => {
    const { engine, dialogue } = begin();
    expect(await talk(engine, dialogue, '', 'I begin.\n')).toMatchObject({ prompt: 'B: ' });
    expect(await talk(engine, dialogue, '', 'And go on.\n')).toMatchObject({ prompt: 'B: I begin.\nB: ' });
    dialogue.undo();
    expect(dialogue.turns).toEqual([]);
  });

  it('asks again where the model had nothing to say, but not for ever', async () => {
    const { engine, dialogue } = begin();
    dialogue.setDraft('Speak.');
    void dialogue.send();
    expect((await say(engine, '\n')).sampling.seed).toBe(8);
    expect((await say(engine, ' \n')).sampling.seed).toBe(9);
    await say(engine, 'Yes.\n');
    expect(dialogue.turns.at(-1)?.text).toBe('Yes.');
    void dialogue.regenerate();
    for (let turn = 0; turn < 4; turn++) await say(engine, '\n');
    expect(dialogue.phase).toBe('idle');
    expect(dialogue.problem).toContain('nothing to say');
  });

  it('stops, also before the answer that names the stream, and keeps what was said', async () => {
    const { engine, dialogue } = begin();
    dialogue.setDraft('Speak.');
    void dialogue.send();
    await dialogue.stop();
    const stream = 99 as StreamId;
    await engine.answer('sample.generate', { stream, step: 1, fed: '' });
    expect((await engine.next('sample.stop')).body).toEqual({ stream });
    await engine.event({ kind: 'sample.ended', stream });
    expect(dialogue).toMatchObject({ phase: 'idle', problem: null });
    expect(dialogue.turns).toHaveLength(1);
  });

  it('says why it failed, and that the engine went', async () => {
    const { engine, dialogue } = begin();
    dialogue.setDraft('One');
    const sent = dialogue.send();
    await engine.refuse('sample.generate', { code: 'no-checkpoint', message: 'There is no checkpoint yet.' });
    await sent;
    expect(dialogue).toMatchObject({ phase: 'idle', problem: 'There is no checkpoint yet.' });
    void dialogue.send();
    await engine.answer('sample.generate', { stream: 55 as StreamId, step: 1, fed: '' });
    dialogue.breakOff();
    expect(dialogue.phase).toBe('idle');
    expect(dialogue.problem).toContain('engine stopped');
  });

  it('shows of a turn what the model has read of it', async () => {
    const { engine, dialogue } = begin();
    await talk(engine, dialogue, 'One.', 'Two.\n');
    dialogue.setDraft('ΩThΩreeΩ.');
    const sent = dialogue.send();
    const { id, body } = await engine.next('sample.generate');
    expect(body.prompt).toBe('A: One.\nB: Two.\nA: ΩThΩreeΩ.\nB: ');
    const stream = 77 as StreamId;
    engine.tell({ kind: 'answer', id, body: { stream, step: 1, fed: body.prompt.replaceAll('Ω', '') } });
    await sent;
    expect(dialogue.turns.map(({ text }) => text)).toEqual(['One.', 'Two.', 'Three.']);
    expect(dialogue.context).toBe('A: One.\nB: Two.\nA: Three.\nB: ');
    await engine.event({ kind: 'sample.ended', stream });
  });

  it('knows which turns were read, and from where', () => {
    const turns = ['first Ω', 'second Ω', `Ω${'x'.repeat(3_000)}Ω`, `${'y'.repeat(2_000)}Ω`].map((text, at) => ({
      who: at % 2 === 0 ? ('you' as const) : ('model' as const),
      text,
    }));
    const fed = (whole: typeof turns): string => dialogueContext(whole, manner).replaceAll('Ω', '');
    expect(turnsRead(turns, manner, fed(turns)).map(({ text }) => text)).toEqual([
      'first Ω',
      'second Ω',
      turns[2]?.text,
      'y'.repeat(2_000),
    ]);
    const long = [{ who: 'you' as const, text: 'Ωz'.repeat(20_000) }];
    const [read] = turnsRead(long, manner, fed(long));
    // The model reads the last 20,000 units, of which the end and the next turn's beginning are four.
    expect(read?.text).toBe('Ωz'.repeat(10_002) + 'z'.repeat(9_998));
    expect(turnsRead(turns, manner, dialogueContext(turns, manner))).toBe(turns);
  });

  it('gives the model the newest whole turns of a long dialogue', () => {
    const turns = Array.from({ length: 500 }, (_, at) => ({
      who: at % 2 === 0 ? ('you' as const) : ('model' as const),
      text: `turn ${at} ${'.'.repeat(40)}`,
    }));
    const context = dialogueContext(turns, manner);
    expect(context.length).toBeLessThanOrEqual(4_000);
    expect(context.length).toBeGreaterThan(3_800);
    expect(context).toMatch(/^[AB]: turn \d+ /);
    expect(context).toMatch(/B: turn 499 \.+\nB: $/);
    expect(dialogueContext([{ who: 'you', text: 'x'.repeat(1_000_000) }], manner).length).toBe(20_000);
  });
});

describe('how a corpus writes turns', () => {
  it('is seen in a play with names on their own lines', () => {
    const play = 'First Citizen:\nSpeak, speak.\nAll of it.\n\nMENENIUS:\nI will tell you.\n\n'.repeat(5);
    expect(guessManner(play)).toEqual({
      you: 'MENENIUS:',
      model: 'First Citizen:',
      afterName: '\n',
      between: '\n\n',
      stops: ['\nMENENIUS:'],
    });
    const old = 'HAMLET.\nTo be, or not.\n\nHORATIO.\nMy lord.\n\n'.repeat(4);
    expect(guessManner(old)).toMatchObject({ model: 'HAMLET.', you: 'HORATIO.', afterName: '\n', between: '\n\n' });
  });

  it('is seen in a chat with names before the words', () => {
    const chat = 'Anna: hi there\nBen: hello: you\nAnna: bye\n'.repeat(4);
    expect(guessManner(chat)).toMatchObject({ model: 'Anna:', you: 'Ben:', afterName: ' ', between: '\n' });
    expect(guessManner('<ann> hi\n<ben> hello\n'.repeat(4))).toMatchObject({ model: '<ann>', you: '<ben>' });
    expect(guessManner('Q: what?\nA: that.\n\n'.repeat(4))).toMatchObject({ model: 'Q:', you: 'A:' });
  });

  it('is seen in an old play with shortened names', () => {
    const play = '  Ham. The will to come,\nand more of it.\n\n  Hor. My lord,\nyou are wise.\n\n'.repeat(5);
    const manner = guessManner(play);
    expect(manner).toMatchObject({ model: '  Ham.', you: '  Hor.', afterName: ' ', between: '\n\n' });
    expect(speakerOf('you', manner)).toBe('Hor');
    expect(speakerOf('you', plainManner)).toBeNull();
  });

  it('has no names in prose and verse', () => {
    const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(9);
    expect(guessManner(verse)).toEqual({ ...plainManner, between: '\n' });
    const prose = `${'Call me Ishmael. Some years ago, never mind how long: it was. '.repeat(6)}\n\n`.repeat(9);
    expect(guessManner(prose)).toEqual({ ...plainManner, between: '\n\n' });
    const page = `${'so odd a mixture of quick parts and\n'.repeat(40)}Mr. Bennet was\nMrs. Bennet and\n`;
    expect(guessManner(page.repeat(9))).toMatchObject({ you: '' });
    expect(guessManner('')).toEqual(plainManner);
  });

  it('is put together and taken apart', () => {
    const turns = [
      { who: 'you', text: 'Hi.' },
      { who: 'model', text: 'Ho.' },
    ] as const;
    expect(promptOf(turns, manner)).toBe('A: Hi.\nB: Ho.\nB: ');
    expect(promptOf(turns, plainManner)).toBe('Hi.\nHo.\n');
    expect(transcriptOf(turns, manner)).toBe('A: Hi.\nB: Ho.\n');
    expect(transcriptOf([], manner)).toBe('');
    expect(stopsOf({ ...manner, between: '', stops: [] })).toEqual(['\n']);
    expect(said(' Ho.\nA:', ['\n', '\nA:'])).toBe('Ho.');
    expect(said('Ho.', ['\n'])).toBe('Ho.');
  });
});
