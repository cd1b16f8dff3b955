// The pages of the help: one for each screen, and one on how a network learns. Read offline, like everything here.

interface HelpPage {
  readonly title: string;
  /** One thought each. */
  readonly paragraphs: readonly string[];
}

/** By the screens; the last one stands for itself. */
export const pages = {
  'add-corpus': {
    title: 'Choosing a text',
    paragraphs: [
      'A model learns to write like the text it is given. Press “Try it now” to see that happen within a minute.',
      'For a text of your own, drop files on the window, choose them, or paste. You see what will be read before anything is kept.',
      'About a million characters (a long novel) works best. Less is enough for short lines such as names.',
      '“Legible in about …” says when a model of that text has passed a 3-gram, a simple letter statistic, on this machine.',
    ],
  },
  runs: {
    title: 'Comparing runs',
    paragraphs: [
      'All runs in one table, with what differs between them marked, and their curves in one chart.',
      'A click on a curve picks its run. Drag across the chart to look at a part of it.',
    ],
  },
  corpus: {
    title: 'A text',
    paragraphs: [
      'Here is the text as the model will read it, with its symbols and how often each stands in it.',
      'The check-up looks for what makes learning harder, such as repeated lines, and offers to fix it. A fix makes a new text; the old one stays.',
      'Press Train to begin with what is suggested, or “Choose every setting”.',
    ],
  },
  'new-run': {
    title: 'A new run',
    paragraphs: [
      'Choose how long it may take. The size of the model follows from that, from the text and from the speed of this machine.',
      '“Adjust” shows every setting, each with a line that says what it does.',
      'One run trains at a time. Others wait in the queue, start by themselves, and can be dragged into another order.',
    ],
  },
  branch: {
    title: 'A branch',
    paragraphs: [
      'A branch is a new run that begins with the weights of another: with other settings, or on another text.',
      'On another text it keeps what it knows of the symbols that both texts share.',
    ],
  },
  train: {
    title: 'Watching it learn',
    paragraphs: [
      'While a run is young it writes all the time: first noise, then letters, then words.',
      'The blue curve is the loss on what it trains on, the red one the loss on text that it has never seen. The red one counts.',
      'The dashed lines are simple statistics of the same text. Passing the 5-gram means that the network has learned more than letter habits.',
      'Pause and Stop keep everything. A run that was interrupted goes on from its last checkpoint.',
    ],
  },
  classify: {
    title: 'Telling labels apart',
    paragraphs: [
      'Type a line, and the model says which label it has, letter by letter.',
      'The test below counts how often it was right on lines that it has never trained on.',
    ],
  },
  generate: {
    title: 'Writing with it',
    paragraphs: [
      'Type how the text shall begin, or nothing, and let the model write on.',
      'Temperature is the first thing to change: 0.5 is careful, 1 is as it has learned, above 1 is daring.',
      'Click on a character to see what else it could have been, and go on from there.',
      'Every text keeps its receipt: checkpoint, settings and seed. With them the same text can be written again.',
    ],
  },
  inside: {
    title: 'Looking inside',
    paragraphs: [
      'Memory shows how far back the model still feels a character.',
      'Units finds out what single units react to. Surprise shows what each character of a text costs.',
      'Of a model that tells labels apart, Units also shows how its answer forms, character by character.',
    ],
  },
  settings: {
    title: 'Settings',
    paragraphs: [
      'How the window looks, how training treats this machine, and where the library lies.',
      'All texts, runs and samples lie in one file, the library. Nothing leaves this computer.',
    ],
  },
  /** On vanishing gradients, gates and truncated back-propagation; the equations of the cells stand below it. */
  learning: {
    title: 'How a network remembers',
    paragraphs: [
      'A recurrent network reads one character at a time. After each it holds a state h, and from h it guesses the next character.',
      'Training asks how each weight has changed the loss. For that it goes back through the steps, from the last character to the first: back-propagation through time.',
      'Each step back multiplies the gradient by the slope of one step of the cell. A plain cell’s slope is mostly below 1, so after some dozen steps almost nothing is left. This is the vanishing gradient: the cell cannot learn what lies far back.',
      'Gates mend that. A gate is a number between 0 and 1 for each unit, computed anew at every step. Where it keeps the old state, the slope is near 1, and the gradient passes through.',
      'Going back through a whole novel would take too long. The state is carried on from chunk to chunk, but the gradient stops where a chunk begins: truncated back-propagation. The sequence length is how far back it can learn directly.',
    ],
  },
} as const satisfies Readonly<Record<string, HelpPage>>;

export type PageKey = keyof typeof pages;
export const pageKeys = Object.keys(pages) as readonly PageKey[];
