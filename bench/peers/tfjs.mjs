// How many characters a second TensorFlow.js trains with its plain JavaScript backend, the one that needs no
// browser and no native library. One step: one-hot rows, stateful recurrent layers, softmax head, cross-entropy,
// backward, Adam. Its layers offer no clipping by norm, so none is done; its GRU resets before the product.

import { loadPeer, medianSpeed, randomIds, readOptions, report } from './javascript-peer.mjs';

const peer = { key: 'tfjs', packageName: '@tensorflow/tfjs', version: '4.22.0' };

function buildModel(tf, { cell, layers, hidden, batch, sequence, vocabulary }) {
  const makers = { lstm: tf.layers.lstm, gru: tf.layers.gru, rnn: tf.layers.simpleRNN };
  const model = tf.sequential();
  for (let layer = 0; layer < layers; layer++) {
    const batchInputShape = [batch, sequence, layer === 0 ? vocabulary : hidden];
    model.add(
      makers[cell]({
        units: hidden,
        returnSequences: true,
        stateful: true,
        // The default, orthogonal start takes longer than the measurement at large sizes; speed is the same.
        recurrentInitializer: 'glorotUniform',
        batchInputShape,
      }),
    );
  }
  model.add(tf.layers.dense({ units: vocabulary, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(2e-3), loss: 'categoricalCrossentropy' });
  return model;
}

async function main() {
  const options = readOptions();
  const tf = loadPeer(peer, options);
  await tf.setBackend('cpu');
  const { batch, sequence, vocabulary } = options;
  const model = buildModel(tf, options);
  const nextId = randomIds(vocabulary);
  const oneHot = () =>
    tf.tidy(() => {
      const ids = Int32Array.from({ length: batch * sequence }, nextId);
      return tf.oneHot(tf.tensor2d(ids, [batch, sequence], 'int32'), vocabulary).toFloat();
    });

  const stepsPerSecond = await medianSpeed(async () => {
    const inputs = oneHot();
    const targets = oneHot();
    await model.trainOnBatch(inputs, targets);
    tf.dispose([inputs, targets]);
  }, options.seconds);
  report(peer, options, stepsPerSecond * batch * sequence);
}

await main();
