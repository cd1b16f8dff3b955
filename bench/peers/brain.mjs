// How many characters a second brain.js trains. It learns one text at a time, with no batch, and updates after
// each (RMSprop, gradients clipped by value); every text starts from a zero state. Its RNN uses ReLU.

import { loadPeer, medianSpeed, randomIds, readOptions, report } from './javascript-peer.mjs';

const peer = { key: 'brain', packageName: 'brain.js', version: '1.6.1' };
const textsPerStep = 4;

async function main() {
  const options = readOptions();
  const brain = loadPeer(peer, options);
  const { cell, layers, hidden, sequence, vocabulary } = options;
  const network = new brain.recurrent[cell.toUpperCase()]({ hiddenLayers: Array(layers).fill(hidden) });

  // Letters from U+4E00 on: any size of vocabulary, no control characters.
  const symbol = (id) => String.fromCodePoint(0x4e00 + id);
  const nextId = randomIds(vocabulary);
  const text = () => Array.from({ length: sequence }, () => symbol(nextId())).join('');
  const train = (texts) => network.train(texts, { iterations: 1, errorThresh: 0, log: false });

  // The vocabulary is fixed by the first texts it sees.
  const alphabet = Array.from({ length: vocabulary }, (_, id) => symbol(id));
  const first = [];
  for (let at = 0; at < vocabulary; at += sequence) first.push(alphabet.slice(at, at + sequence).join(''));
  train(first);

  const stepsPerSecond = await medianSpeed(() => {
    train(Array.from({ length: textsPerStep }, text));
  }, options.seconds);
  report(peer, options, stepsPerSecond * textsPerStep * sequence);
}

await main();
