// What the settings of a run are called and do, and what is to be feared of some.

export const settingWords: Readonly<Record<string, string>> = {
  '{0} longer than the sequence, and only the first {1} of a line are read. A longer sequence reads more of them.':
    '{0} länger als die Sequenz, und nur die ersten {1} einer Zeile werden gelesen. Eine längere Sequenz liest mehr davon.',
  'The learning rate {0} is {1} times larger than the one that was found, {2}: the run may diverge. Take {3}.':
    'Die Lernrate {0} ist {1}-mal so groß wie die gefundene, {2}: Der Lauf kann entgleisen. Nehmen Sie {3}.',
  'The learning rate {0} is {1} times smaller than the one that was found, {2}: the run may learn slowly. Take {3}.':
    'Die Lernrate {0} ist {1}-mal kleiner als die gefundene, {2}: Der Lauf lernt vielleicht langsam. Nehmen Sie {3}.',
  'nothing is held out for validation': 'nichts zur Validierung zurückgehalten wird',
  'Hold out a share of the text': 'Halten Sie einen Teil des Textes zurück',
  'The schedule "step"': 'Der Verlauf „Stufen“',
  'The schedule "plateau"': 'Der Verlauf „Bei Stillstand“',
  'only the vanilla cell (rnn) has a choice of it': 'nur die einfache Zelle (rnn) sie zur Wahl hat',
  'Choose that cell': 'Wählen Sie diese Zelle',
  'RMSprop has none': 'RMSprop keines hat',
  'Choose another optimizer': 'Wählen Sie einen anderen Optimierer',
  'SGD has none': 'SGD keines hat',
  'only the task "classify" has labels': 'nur die Aufgabe „Labels unterscheiden“ Labels hat',
  'Choose that task': 'Wählen Sie diese Aufgabe',
  'a model that tells labels apart does not write symbols':
    'ein Modell, das Labels unterscheidet, keine Symbole schreibt',
  'Do not tie the weights': 'Koppeln Sie die Gewichte nicht',
  'n-grams do not tell labels apart': 'n-Gramme keine Labels unterscheiden',
  'only a run that writes has bits per character': 'nur ein Lauf, der schreibt, Bits pro Zeichen hat',
  'Choose a loss to stop at': 'Wählen Sie einen Verlust als Ziel',
  '{0} has no effect, because a factor of 1 cuts nothing off. Choose a smaller one.':
    '{0} hat keine Wirkung, weil ein Faktor von 1 nichts wegnimmt. Wählen Sie einen kleineren.',
  'the run is over after {0}': 'der Lauf nach {0:dative} zu Ende ist',
  'the run has at most {0}': 'der Lauf höchstens {0} hat',
  '{0} has no effect, because {1}. Choose a smaller number, or a longer run.':
    '{0} hat keine Wirkung, weil {1}. Wählen Sie eine kleinere Zahl oder einen längeren Lauf.',
  'The learning rate does not get as high as was chosen, because the run is over after {0} and the warm-up takes {1}. Choose a shorter warm-up, or a longer run.':
    'Die Lernrate wird nicht so hoch, wie sie gewählt ist, weil der Lauf nach {0:dative} zu Ende ist und das Aufwärmen {1} dauert. Wählen Sie ein kürzeres Aufwärmen oder einen längeren Lauf.',
  '{0} has no effect, because {1}. {2}.': '{0} hat keine Wirkung, weil {1}. {2}.',
  'Only {0} of {1} can work, because each needs a sequence of the batch.':
    'Arbeit gibt es nur für {0} von {1}, weil jeder eine Sequenz des Batchs braucht.',
  'This run reads the text about {0}, so the model will learn it by heart. Take a dropout of {1} and a recurrent dropout of {2}, fewer passes, or a patience, which ends the run early.':
    'Dieser Lauf liest den Text etwa {0}, das Modell wird ihn also auswendig lernen. Nehmen Sie {1} Dropout und {2} rekurrentes Dropout, weniger Durchgänge oder eine Geduld, die den Lauf vorzeitig beendet.',
  'This run reads the text about {0}, so the model will learn it by heart. Take fewer passes, or a patience, which ends the run early.':
    'Dieser Lauf liest den Text etwa {0}, das Modell wird ihn also auswendig lernen. Nehmen Sie weniger Durchgänge oder eine Geduld, die den Lauf vorzeitig beendet.',
  'A vanilla RNN with ReLU mostly diverges with Adam and RMSprop, whatever the learning rate. Take SGD at a learning rate of {0}, or tanh, which learns better.':
    'Ein einfaches RNN mit ReLU entgleist mit Adam und RMSprop meistens, wie auch immer die Lernrate ist. Nehmen Sie SGD mit einer Lernrate von {0} oder tanh, das besser lernt.',
  LSTM: 'LSTM',
  'Long short-term memory: keeps things in mind longest; takes its time.':
    'Long Short-Term Memory: behält am längsten; nimmt sich Zeit.',
  'CIFG-LSTM': 'CIFG-LSTM',
  'An LSTM that forgets as much as it takes in: three quarters of its weights, and learns most in the same time.':
    'Ein LSTM, das so viel vergisst, wie es aufnimmt: drei Viertel der Gewichte, lernt in gleicher Zeit am meisten.',
  GRU: 'GRU',
  'Gated recurrent unit: three quarters of the LSTM’s weights, and quick to learn.':
    'Gated Recurrent Unit: drei Viertel der Gewichte des LSTM, lernt schnell.',
  'Vanilla RNN': 'Einfaches RNN',
  'No gates: small and fast, forgets soonest.': 'Keine Gates: klein und schnell, vergisst am schnellsten.',
  'The cell': 'Die Zelle',
  Cell: 'Zelle',
  'Recurrent cell: how the model keeps things in mind.': 'Rekurrente Zelle: wie das Modell Dinge behält.',
  'The nonlinearity': 'Die Nichtlinearität',
  Nonlinearity: 'Nichtlinearität',
  'Nonlinearity of the vanilla cell (rnn).': 'Nichtlinearität der einfachen Zelle (rnn).',
  'The number of hidden units': 'Die Zahl der verdeckten Einheiten',
  'Hidden units': 'Verdeckte Einheiten',
  'Width of each layer. Twice as wide learns more and takes about four times as long.':
    'Breite jeder Schicht. Doppelt so breit lernt mehr und dauert etwa viermal so lange.',
  'The number of layers': 'Die Zahl der Schichten',
  Layers: 'Schichten',
  'Stacked cells, each reading the one below. Two or three suit larger texts.':
    'Gestapelte Zellen, jede liest die darunter. Zwei oder drei passen zu größeren Texten.',
  'The width of the embedding': 'Die Breite der Einbettung',
  Embedding: 'Einbettung',
  'Width of a learned vector for each symbol; 0 feeds the symbols in directly. Helps with thousands of symbols.':
    'Breite eines gelernten Vektors für jedes Symbol; 0 gibt die Symbole direkt ein. Hilft bei Tausenden von Symbolen.',
  'Tying of weights': 'Das Koppeln der Gewichte',
  'Tie weights': 'Gewichte koppeln',
  'Use the embedding for the output too: fewer parameters. The embedding must be as wide as a layer.':
    'Die Einbettung auch für die Ausgabe nutzen: weniger Parameter. Sie muss so breit sein wie eine Schicht.',
  'Share of each layer’s outputs hidden while training. More helps small texts against learning by heart.':
    'Anteil der Ausgaben jeder Schicht, der beim Training verdeckt wird. Mehr hilft kleinen Texten gegen Auswendiglernen.',
  'Recurrent dropout': 'Rekurrentes Dropout',
  'Share of what a cell passes to itself from character to character that is hidden while training.':
    'Anteil dessen, was eine Zelle sich von Zeichen zu Zeichen weitergibt, der beim Training verdeckt wird.',
  'Layer normalisation': 'Layer-Normalisierung',
  'Evens out the sums inside each cell: slower steps that teach more.':
    'Gleicht die Summen in jeder Zelle aus: langsamere Schritte, die mehr lehren.',
  'The task': 'Die Aufgabe',
  Task: 'Aufgabe',
  'What is learned: to write on (generate), or to tell which label a line has (classify).':
    'Was gelernt wird: weiterzuschreiben (generate) oder zu sagen, welches Label eine Zeile hat (classify).',
  'Equal weight for the labels': 'Gleiches Gewicht für die Labels',
  'Balance labels': 'Labels ausgleichen',
  'Labels that few lines have weigh as much in training as those of many.':
    'Labels, die wenige Zeilen haben, wiegen im Training so viel wie die von vielen.',
  'The batch': 'Der Batch',
  Batch: 'Batch',
  'Places in the text that are read side by side; fewer in a short text. Larger batches train faster but update the weights less often.':
    'Stellen im Text, die nebeneinander gelesen werden; weniger bei kurzem Text. Größere Batchs trainieren schneller, ändern die Gewichte aber seltener.',
  'The sequence length': 'Die Sequenzlänge',
  Sequence: 'Sequenz',
  'Characters over which an error is traced back; fewer in a short text. The memory itself is carried on beyond it.':
    'Zeichen, über die ein Fehler zurückverfolgt wird; weniger bei kurzem Text. Das Gedächtnis selbst reicht darüber hinaus.',
  'The length': 'Die Länge',
  'Train for': 'Trainieren für',
  'Unit of length': 'Einheit der Länge',
  'How long the run trains.': 'Wie lange der Lauf trainiert.',
  'The number of steps': 'Die Zahl der Schritte',
  'Length of the run in updates of the weights.': 'Länge des Laufs in Änderungen der Gewichte.',
  'The number of epochs': 'Die Zahl der Epochen',
  Epochs: 'Epochen',
  'Length of the run in passes over the whole training part of the text.':
    'Länge des Laufs in Durchgängen durch den ganzen Trainingsteil des Textes.',
  epochs: 'Epochen',
  'The number of minutes': 'Die Zahl der Minuten',
  Minutes: 'Minuten',
  'Length of the run in minutes: turned into steps when it starts, from the speed measured then.':
    'Länge des Laufs in Minuten: beim Start nach dem dann gemessenen Tempo in Schritte umgerechnet.',
  minutes: 'Minuten',
  'The goal': 'Das Ziel',
  'Stop when': 'Beenden, wenn',
  'Ends the run before its length, as soon as a validation shows that it has come so far.':
    'Beendet den Lauf vor seiner Länge, sobald eine Validierung zeigt, dass er so weit ist.',
  'The loss to stop at': 'Der Verlust, bei dem Schluss ist',
  'Ends the run as soon as its validation loss is as low as this, in nats.':
    'Beendet den Lauf, sobald sein Validierungsverlust so niedrig ist, in Nats.',
  'The bits per character to stop at': 'Die Bit je Zeichen, bei denen Schluss ist',
  'Ends the run as soon as its validation loss is as low as this, in bits per character.':
    'Beendet den Lauf, sobald sein Validierungsverlust so niedrig ist, in Bit je Zeichen.',
  'The seed': 'Der Startwert',
  'Random seed: the same seed and settings draw the same random numbers.':
    'Startwert des Zufalls: Derselbe Startwert und dieselben Einstellungen ziehen dieselben Zufallszahlen.',
  'The number of threads': 'Die Zahl der Threads',
  Threads: 'Threads',
  'Processors that work on it; can be changed while it trains. Same seed and threads give the same model.':
    'Prozessoren, die daran arbeiten; im Training änderbar. Gleicher Startwert und gleiche Threads geben dasselbe Modell.',
  'The share held out for validation': 'Der für die Validierung zurückgehaltene Teil',
  'Share of the text that is never trained on, to measure what was really learned; 0 holds out none.':
    'Teil des Textes, der nie trainiert wird, um zu messen, was wirklich gelernt wurde; 0 hält nichts zurück.',
  'The share held out for the test': 'Der für den Test zurückgehaltene Teil',
  'Validation share': 'Anteil für Validierung',
  'Test share': 'Anteil für Test',
  'Share at the end of the text, read once when the run is over; 0 holds out none. The best checkpoint is chosen without it.':
    'Teil am Ende des Textes, einmal gelesen, wenn der Lauf vorbei ist; 0 hält nichts zurück. Der beste Checkpoint wird ohne ihn gewählt.',
  'The optimizer': 'Der Optimierer',
  Optimizer: 'Optimierer',
  'How the weights are changed.': 'Wie die Gewichte geändert werden.',
  'The learning rate': 'Die Lernrate',
  'Size of the steps at their largest. Too large diverges, too small crawls.':
    'Größe der Schritte, wo sie am größten sind. Zu groß entgleist, zu klein kriecht.',
  'The momentum': 'Das Momentum',
  Momentum: 'Momentum',
  'How much of the direction so far is kept: the first moment of Adam, the momentum of SGD.':
    'Wie viel von der bisherigen Richtung bleibt: das erste Moment von Adam, das Momentum von SGD.',
  'The second momentum': 'Das zweite Momentum',
  'Second momentum': 'Zweites Momentum',
  'How slowly the estimate of each gradient’s size changes, in Adam and RMSprop.':
    'Wie langsam sich die Schätzung der Größe jedes Gradienten ändert, bei Adam und RMSprop.',
  Epsilon: 'Epsilon',
  'Keeps the division by each gradient’s size from exploding; SGD has none.':
    'Hält das Teilen durch die Größe jedes Gradienten im Zaum; SGD hat keines.',
  'The weight decay': 'Der Gewichtsabbau',
  'Weight decay': 'Gewichtsabbau',
  'Pulls weights towards zero, against learning by heart.': 'Zieht Gewichte gegen null, gegen Auswendiglernen.',
  'The clipping': 'Das Begrenzen',
  Clipping: 'Begrenzen',
  'How gradients are limited.': 'Wie Gradienten begrenzt werden.',
  'The clipping limit': 'Die Grenze',
  'Clipping limit': 'Grenze',
  'Gradients are no larger than this.': 'Größer werden Gradienten nicht.',
  'The schedule': 'Der Verlauf der Lernrate',
  Schedule: 'Verlauf der Lernrate',
  'How the learning rate changes over the run.': 'Wie sich die Lernrate im Lauf ändert.',
  'The warm-up': 'Das Aufwärmen',
  'Warm-up': 'Aufwärmen',
  'Cosine: steps over which the learning rate rises.': 'Kosinus: Schritte, in denen die Lernrate steigt.',
  "The cosine schedule's floor": 'Die Untergrenze des Kosinus',
  Floor: 'Untergrenze',
  'Cosine: share of the learning rate that is left at the last step.':
    'Kosinus: Anteil der Lernrate, der beim letzten Schritt übrig ist.',
  'The steps between two cuts of the learning rate': 'Die Zahl der Schritte zwischen zwei Senkungen der Lernrate',
  Every: 'Alle',
  'Step: steps between two cuts of the learning rate.': 'Stufen: Schritte zwischen zwei Senkungen der Lernrate.',
  'The factor of the schedule': 'Der Faktor des Verlaufs',
  Factor: 'Faktor',
  'Step, plateau: what a cut multiplies the learning rate by.':
    'Stufen, Stillstand: womit eine Senkung die Lernrate malnimmt.',
  'The patience of the schedule': 'Die Geduld des Verlaufs',
  Patience: 'Geduld',
  'Plateau: validations without progress before a cut.':
    'Stillstand: Validierungen ohne Fortschritt vor einer Senkung.',
  validations: 'Validierungen',
  'The number of accumulated chunks': 'Die Zahl der aufsummierten Stücke',
  Accumulate: 'Aufsummieren',
  'Chunks whose gradients are added before one update: a larger batch without its memory.':
    'Stücke, deren Gradienten vor einer Änderung addiert werden: ein größerer Batch ohne dessen Speicher.',
  chunks: 'Stücke',
  'The decay of the averaged weights': 'Der Abbau der gemittelten Gewichte',
  'Average of weights': 'Mittel der Gewichte',
  'Decay of a running average that is used to validate and write, such as 0.999; 0 keeps none.':
    'Abbau eines laufenden Mittels, das validiert und schreibt, etwa 0,999; 0 hält keines.',
  'The number of steps between validations': 'Die Zahl der Schritte zwischen Validierungen',
  'Validate every': 'Validieren alle',
  'Steps between two validations; 0 chooses by the run’s length.':
    'Schritte zwischen zwei Validierungen; 0 wählt nach der Länge des Laufs.',
  'The number of steps between checkpoints': 'Die Zahl der Schritte zwischen Checkpoints',
  'Checkpoint every': 'Checkpoint alle',
  'Steps between two checkpoints; 0 chooses by the run’s length.':
    'Schritte zwischen zwei Checkpoints; 0 wählt nach der Länge des Laufs.',
  'The patience': 'Die Geduld',
  'Ends the run after so many validations in a row without a better one; 0 trains to the end.':
    'Beendet den Lauf nach so vielen Validierungen hintereinander ohne eine bessere; 0 trainiert bis zum Ende.',
  'Length and text': 'Länge und Text',
  'Averaging and checkpoints': 'Mittelung und Checkpoints',
};
