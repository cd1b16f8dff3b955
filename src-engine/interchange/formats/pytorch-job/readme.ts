// What a PyTorch job says of itself to whoever opens the folder.

import type { PortableModel } from '../../types.ts';

export function readmeOf({ name, labels }: Pick<PortableModel, 'name' | 'labels'>, step: number): string {
  const tells = labels.length > 0;
  return `# ${name.replaceAll(/\s+/g, ' ')}: a training run to go on with in PyTorch

The run stands at step ${step}. \`train.py\` goes on with it: the same model, text, optimizer, schedule and dropout masks, so that the
losses are those that Charloom would have had, up to rounding. It needs PyTorch 2.1 or later and nothing else:

    pip install torch

## On one machine

    python train.py                                     # one process
    torchrun --nproc-per-node 4 train.py                # four: one for each NVIDIA card, or for a share of the processor's cores

The batch is divided evenly among the processes: their number must divide \`"batch"\` in settings.json. Where every process has an
NVIDIA card of its own they talk through nccl, else through gloo. torchrun gives each process one core unless you set
OMP_NUM_THREADS.

## On several machines

Put the folder where all machines see it (or a copy on each), and start on each of them, HOST being the first:

    torchrun --nnodes 3 --nproc-per-node 4 --rdzv-backend c10d --rdzv-endpoint HOST:29500 --rdzv-id run train.py

## What comes out

\`result.safetensors\`: written after every validation, when you stop it (Ctrl+C, SIGTERM) and at the end, always whole. Started
again, \`train.py\` goes on from it. \`--steps 20000\` trains up to step 20,000 instead of the run's own length; \`--tf32\` is faster
on NVIDIA cards and a little less exact.

${tells ? telling : ''}To have it in Charloom, import this folder: the run continues there, with its loss history. As the first machine writes the result,
copy it to the other machines before you start again if they do not share the folder.

## Files

| | |
|---|---|
| settings.json | model, training, and where the text is cut |
| vocabulary.json | the symbol of every id |
| text.ids | the text as ids, little-endian |
${tells ? linesRow : ''}| start.safetensors | the run as it left Charloom: weights, the optimizer's moments under torch.optim's names, averaged weights if it keeps them, the carried state of every lane, the loss history |
| train.py | reads all that; nothing is unpickled |
`;
}

const telling = `## What it tells

    python train.py --tell "Great view, kind people."    # how likely each label of a line is
    python train.py --lines lines.txt                    # of each line of a file

It takes the averaged weights where the run keeps them, of the result where there is one. A line is read as in training: whole where it
is not longer than \`"sequence"\` in settings.json says, else its beginning. Two labels have one answer, through a sigmoid; of more each
has its own, against the rest.

## Back in Charloom

`;

const linesRow = `| lines.u32 | of each line where its text begins and ends in text.ids, and its label: three little-endian uint32; those that are trained on first |
`;
