// The first minute in the real app: from the opened window through the first door to a text of a model that has passed
// a 3-gram model of the same text.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FromEngine } from '../src-engine/protocol/index.ts';
import { launchApp, removeFolder } from '../tests/e2e/harness.ts';
import { looksBack } from './legibility.ts';
import type { Report } from './report.ts';

interface Minute {
  /** Seconds since the window was there: the click, the first text of any kind, the first one that can be read. */
  readonly clicked: number;
  readonly wrote: number;
  readonly legible: number;
  readonly step: number;
  readonly loss: number;
  readonly threshold: number;
  readonly text: string;
  readonly texts: number;
}

export async function benchFirstMinute(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-bench-'));
  const running = await launchApp({ folder });
  const opened = performance.now();
  const { page } = running;
  const sinceOpened = (): number => (performance.now() - opened) / 1000;
  try {
    await page.getByRole('button', { name: 'Try it now' }).waitFor();
    const listened = sinceOpened();
    await page.evaluate(listen);
    await page.getByRole('button', { name: 'Try it now' }).click();
    const clicked = sinceOpened();
    const minute = await page.evaluate(legibleText, looksBack);
    const data: Minute = { ...minute, clicked, wrote: listened + minute.wrote, legible: listened + minute.legible };
    report.heading('The first minute: seconds from the opened window, through the first door');
    report.columns(['door pressed', 'it writes', 'legible', 'at step', 'loss', '3-gram', 'texts']);
    report.row({ kind: 'first-minute', ...data }, [
      ...[data.clicked, data.wrote, data.legible].map((value) => value.toFixed(1)),
      `${data.step}`,
      data.loss.toFixed(3),
      data.threshold.toFixed(3),
      `${data.texts}`,
    ]);
    report.remark(data.text.trim().split('\n').slice(1, 8).join(' · '));
  } finally {
    await running.close();
    await removeFolder(folder);
  }
}

interface Heard {
  readonly seconds: number;
  readonly message: FromEngine;
}

/** Runs in the page: keeps what the engine tells from now on, with the seconds since. */
async function listen(): Promise<void> {
  const begun = performance.now();
  const heard: Heard[] = [];
  Object.assign(globalThis, { heard });
  await new Promise<void>((resolve) => {
    addEventListener('message', ({ data, ports }: MessageEvent<{ readonly kind?: string } | null>) => {
      if (data?.kind !== 'engine-port') return;
      ports[0]?.addEventListener('message', ({ data: message }: MessageEvent<FromEngine>) => {
        heard.push({ seconds: (performance.now() - begun) / 1000, message });
      });
      resolve();
    });
    // A new port takes the place of the page's own, which listens to it as well.
    window.charloom.connect();
  });
}

/** Runs in the page: resolves with the first text that was written after the loss had passed the 3-gram model's. */
async function legibleText(looksBack: number): Promise<Omit<Minute, 'clicked'>> {
  const { heard } = globalThis as unknown as { readonly heard: readonly Heard[] };
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const events = heard.flatMap(({ seconds, message }) =>
      message.kind === 'events' ? message.events.map((event) => ({ seconds, event })) : [],
    );
    const measured = [
      ...events.flatMap(({ event }) => (event.kind === 'corpus.yardsticks' ? [event.yardsticks] : [])),
      ...heard.flatMap(({ message }) =>
        message.kind === 'answer' && message.body !== null && 'ngrams' in message.body ? [message.body] : [],
      ),
    ];
    const ngram = measured.flatMap(({ ngrams }) => ngrams).find(({ order }) => order === looksBack);
    const threshold = ngram === undefined ? Number.NaN : ngram.bits * Math.LN2;
    const passed = events.flatMap(({ event }) =>
      event.kind === 'run.validation' && event.loss < threshold ? [{ step: event.step, loss: event.loss }] : [],
    )[0];
    const texts = events.flatMap(({ seconds, event }) =>
      event.kind === 'run.specimen' ? [{ seconds, ...event.specimen }] : [],
    );
    const legible = passed && texts.find(({ step }) => step >= passed.step);
    const [first] = texts;
    if (passed && legible && first)
      return {
        ...passed,
        wrote: first.seconds,
        legible: legible.seconds,
        threshold,
        text: legible.text,
        texts: texts.indexOf(legible) + 1,
      };
  }
}
