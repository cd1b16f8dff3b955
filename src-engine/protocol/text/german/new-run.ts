// A run before it begins: a new one, or a branch; what is suggested, and what it would be.

export const newRun: Readonly<Record<string, string>> = {
  'a checkpoint that is no longer kept': 'ein Checkpoint, der nicht mehr da ist',
  'validation {0}': 'Validierung {0}',
  'One that you choose': 'Einer, den Sie wählen',
  'Checkpoint by step': 'Checkpoint nach Schritt',
  'Output shape': 'Form der Ausgabe',
  '{0} while training': '{0} beim Trainieren',
  'Screens of this run': 'Ansichten dieses Laufs',
  'Model summary': 'Das Modell im Überblick',
  'Speed here': 'Tempo hier',
  'not measured': 'nicht gemessen',
  'One epoch': 'Eine Epoche',
  '{0}, about {1}': '{0}, etwa {1}',
  'Whole run': 'Ganzer Lauf',
  'Measuring this machine…': 'Dieser Rechner wird gemessen …',
  'Loss at learning rates from {0} to {1}: lowest {2} nats.':
    'Verlust bei Lernraten von {0} bis {1}: am niedrigsten {2} Nats.',
  suggested: 'vorgeschlagen',
  chosen: 'gewählt',
  'Find a learning rate': 'Eine Lernrate finden',
  Find: 'Suchen',
  'Find again': 'Noch einmal suchen',
  'Training for about 20 seconds at growing rates. Nothing of that is kept.':
    'Etwa 20 Sekunden Training mit wachsenden Raten. Davon bleibt nichts.',
  'Search for a learning rate': 'Suche nach einer Lernrate',
  'For unusual settings: trains for about 20 seconds at growing rates and shows which one learns best.':
    'Für ungewöhnliche Einstellungen: trainiert etwa 20 Sekunden mit wachsenden Raten und zeigt, welche am besten lernt.',
  'No rate of this range learned anything in so short a time. Choose another optimizer, or a smaller model.':
    'Keine Rate dieses Bereichs hat in so kurzer Zeit etwas gelernt. Wählen Sie einen anderen Optimierer oder ein kleineres Modell.',
  'Found for other settings: {0}': 'Gefunden für andere Einstellungen: {0}',
  'Use it': 'Übernehmen',
  'Draw another seed': 'Anderen Startwert ziehen',
  'Add to queue': 'In die Warteschlange',
  'The checkpoint at step {0} is no longer kept. Choose another one.':
    'Der Checkpoint bei Schritt {0} ist nicht mehr da. Wählen Sie einen anderen.',
  'Branch of {0}': 'Zweig von {0}',
  'Where it begins': 'Wo er beginnt',
  'The branch takes over the weights of a checkpoint and learns on from there, as a run of its own; {0} stays as it is.':
    'Der Zweig übernimmt die Gewichte eines Checkpoints und lernt von dort als eigener Lauf weiter; {0} bleibt, wie er ist.',
  'What it learns from': 'Woraus er lernt',
  '{0} (the same)': '{0} (derselbe)',
  'How it trains': 'Wie er trainiert',
  'begin as the mean of the symbols it knows': 'beginnen als Mittel der bekannten Symbole',
  dropped: 'entfallen',
  'not in this text: removed from the model': 'nicht in diesem Text: aus dem Modell entfernt',
  'keep all that was learned about them': 'behalten alles, was über sie gelernt wurde',
  'The optimizer’s memory, the length and the schedule begin anew.':
    'Das Gedächtnis des Optimierers, die Länge und der Verlauf beginnen neu.',
  on: 'auf',
  text: 'Text',
  'Adjust (changed)': 'Anpassen (geändert)',
  Adjust: 'Anpassen',
  'Name of the run': 'Name des Laufs',
  'Suggested for this text': 'Für diesen Text vorgeschlagen',
  'More time would not make a model of this text better.':
    'Mehr Zeit würde ein Modell dieses Textes nicht besser machen.',
  Input: 'Eingabe',
  'Embedding, {0} wide': 'Einbettung, {0} breit',
  'Dropout {0}': 'Dropout {0}',
  'Dense, sigmoid': 'Dense, Sigmoid',
  'Softmax (tied)': 'Softmax (gekoppelt)',
  Softmax: 'Softmax',
  Quick: 'Schnell',
  'See whether the text can be learned at all.': 'Sehen, ob sich der Text überhaupt lernen lässt.',
  Balanced: 'Ausgewogen',
  'A model that writes in the manner of the text.': 'Ein Modell, das in der Art des Textes schreibt.',
  Thorough: 'Gründlich',
  'The largest model that this machine teaches so much text in the time.':
    'Das größte Modell, dem dieser Rechner in der Zeit so viel Text beibringt.',
  'Tell the labels apart': 'Die Labels unterscheiden',
  'A GRU that reads a line and says which label it has.':
    'Ein GRU, das eine Zeile liest und sagt, welches Label sie hat.',
  SimpleRNN: 'SimpleRNN',
  'The first model of many courses, as Keras has it: ten epochs with Adam. Plain cells forget long lines.':
    'Das erste Modell vieler Kurse, wie Keras es hat: zehn Epochen mit Adam. Einfache Zellen vergessen lange Zeilen.',
  'More settings': 'Weitere Einstellungen',
};
