// Training: characters a second, GFLOP/s and the share of this machine's peak, for every cell and size, with one thread
// and with two.

import { cells } from '../src-engine/protocol/choices.ts';
import { measureTraining } from './measure.ts';
import { runPeer } from './peers/peers.ts';
import type { PeerOptions } from './peers/peers.ts';
import { batchSize, modelOf, nameOf, sequenceLength, sizes, trainingOf, vocabularySize } from './sizes.ts';
import { count, percent } from './report.ts';
import type { Report } from './report.ts';

const threadCounts = [1, 2];

export async function benchTraining(report: Report, rounds: number): Promise<void> {
  report.heading('Training, batch 50, sequence 50, 65 symbols');
  report.columns(['model', 'threads', 'chars/s', 'GFLOP/s', 'peak', 'share', 'speed-up', 'memory MB']);
  for (const size of sizes) {
    let alone = 0;
    for (const threads of threadCounts) {
      const seconds = size.hidden >= 512 ? 2 : 0.8;
      const m = await measureTraining(modelOf(size), trainingOf(threads), rounds, seconds);
      if (threads === 1) alone = m.charactersPerSecond;
      report.row({ kind: 'training', ...size, threads, ...m, speedUp: m.charactersPerSecond / alone }, [
        nameOf(size),
        `${threads}`,
        count(m.charactersPerSecond),
        m.gigaflops.toFixed(1),
        m.peak.toFixed(1),
        percent(m.share),
        threads === 1 ? '' : (m.charactersPerSecond / alone).toFixed(2),
        (m.memoryBytes / 1e6).toFixed(0),
      ]);
    }
  }
}

/** The engine and the peers in turn, 2×128 with two threads. */
export async function benchTrainingPeers(report: Report, rounds: number): Promise<void> {
  report.heading('Training 2×128 beside other programs, two threads');
  report.columns(['model', 'program', 'chars/s', 'ratio to it']);
  for (const cell of cells) {
    // Neither PyTorch nor the others have it.
    if (cell === 'cifg') continue;
    const size = { cell, layers: 2, hidden: 128 };
    const ours = await measureTraining(modelOf(size), trainingOf(2), rounds, 1);
    const own = { kind: 'peer', name: 'charloom', ...size, charactersPerSecond: ours.charactersPerSecond, ratio: 1 };
    report.row(own, [nameOf(size), 'Charloom', count(ours.charactersPerSecond), '']);
    for (const name of ['pytorch-train', 'tfjs', 'brain'] as const) {
      if (name !== 'pytorch-train' && cell !== 'lstm') continue;
      const options: PeerOptions = {
        ...size,
        vocabulary: vocabularySize,
        seconds: 3,
        batch: batchSize,
        sequence: sequenceLength,
        threads: 2,
      };
      const peer = await runPeer(name, options);
      if ('missing' in peer) {
        report.remark(`${nameOf(size)}: ${peer.missing}`);
        continue;
      }
      const ratio = ours.charactersPerSecond / peer.charactersPerSecond;
      const cellsOfRow = [
        nameOf(size),
        `${peer.name} ${peer.version}`,
        count(peer.charactersPerSecond),
        ratio.toFixed(2),
      ];
      report.row({ ...peer, ratio }, cellsOfRow);
    }
  }
}
