// What the engine says unasked: of models that come in, of runs under way, of the library, and of the kernels.

export const notes: Readonly<Record<string, string>> = {
  'This text is in the library already, as "{0}"; it was not imported again.':
    'Dieser Text ist schon in der Bibliothek, als „{0}“; er wurde nicht noch einmal importiert.',

  'It came with the model "{0}".': 'Er kam mit dem Modell „{0}“.',
  'It carries no golden logits, so nobody can prove that it is what was exported.':
    'Ihm fehlen die Vergleichswerte. Ob es das exportierte Modell ist, lässt sich also nicht beweisen.',
  'It does not answer as the model that was exported, so it cannot be imported. Export it again.':
    'Es antwortet nicht wie das exportierte Modell und kann deshalb nicht importiert werden. Exportieren Sie es noch einmal.',
  'Its weights are rounded to {0}.': 'Seine Gewichte sind auf {0} gerundet.',
  'It holds the weights only: training would go on with a fresh optimizer.':
    'Es enthält nur die Gewichte: Das Training ginge mit einem neuen Optimierer weiter.',
  'It does not say what text it was trained on. It can write, and train further as a branch onto a text of yours.':
    'Es sagt nicht, mit welchem Text es trainiert wurde. Es kann schreiben und als Zweig auf einem Ihrer Texte weiterlernen.',
  'Its text, "{0}", is not in the library. It can write now, and train further once that text is imported.':
    'Sein Text „{0}“ ist nicht in der Bibliothek. Schreiben kann es jetzt, weiterlernen, sobald der Text importiert ist.',
  '{0} (now {1})': '{0} (jetzt {1})',
  'Symbols of several characters became single signs for private use: {0}.':
    'Symbole aus mehreren Zeichen wurden zu einzelnen Zeichen des privaten Bereichs: {0}.',
  'Symbols of several characters became single signs for private use: {0} and {1} more.':
    'Symbole aus mehreren Zeichen wurden zu einzelnen Zeichen des privaten Bereichs: {0} und {1} weitere.',
  'Which tensor turns the last layer into scores (nn.Linear, a row for every character) cannot be told.':
    'Welcher Tensor aus der letzten Schicht Bewertungen macht (nn.Linear, eine Zeile je Zeichen), ist nicht zu erkennen.',
  'Which tensor is the embedding (nn.Embedding, a row for every character) cannot be told.':
    'Welcher Tensor das Embedding ist (nn.Embedding, eine Zeile je Zeichen), ist nicht zu erkennen.',
  'Only "{0}" has a row for every character: it is taken for both the embedding and the head (tied).':
    'Nur „{0}“ hat eine Zeile je Zeichen: Er gilt als Embedding und als Kopf zugleich (gekoppelt).',
  'Its vocabulary has {0}, and the model scores {1}: choose another one.':
    'Sein Alphabet hat {0}, und das Modell bewertet {1}: Wählen Sie ein anderes.',
  'Its vocabulary is missing: choose the JSON file or the text that lists its characters in the order of their ids.':
    'Sein Alphabet fehlt: Wählen Sie die JSON-Datei oder den Text, der seine Zeichen in der Reihenfolge ihrer Nummern nennt.',
  'Its vocabulary is missing: choose the JSON file or the text that lists its {0} characters in the order of their ids.':
    'Sein Alphabet fehlt: Wählen Sie die JSON-Datei oder den Text, der seine {0} Zeichen in der Reihenfolge ihrer Nummern nennt.',
  'Several recurrent modules are taken as layers in the order of their numbers.':
    'Mehrere rekurrente Module gelten als Schichten, in der Reihenfolge ihrer Nummern.',
  'The file does not say whether its RNN uses tanh or ReLU: tanh is assumed.':
    'Die Datei sagt nicht, ob ihr RNN tanh oder ReLU nimmt: Angenommen wird tanh.',
  'Its matrices are square, so which way they lie cannot be told: it is assumed that PyTorch saved them, not Keras.':
    'Seine Matrizen sind quadratisch, ihre Lage ist also nicht zu erkennen: Angenommen wird, dass PyTorch sie gespeichert hat, nicht Keras.',
  'Not used, as it takes no part in what the model computes: {0}.':
    'Nicht verwendet, weil es an der Rechnung des Modells nicht teilnimmt: {0}.',
  'Left out, as you have said: {0}.': 'Ausgelassen, wie Sie es gesagt haben: {0}.',
  'Its recurrent layers have no biases, or not all: those are taken as zero.':
    'Seine rekurrenten Schichten haben keine oder nicht alle Biase: Die fehlenden gelten als null.',
  'Its head has no bias: it is taken as zero.': 'Sein Kopf hat keinen Bias: Er gilt als null.',

  '"{0}": {1}': '„{0}“: {1}',
  '"{0}" has been trained with the {1} kernels so far; the {2} ones, which train it now, round differently from here on.':
    '„{0}“ wurde bisher mit den Kerneln „{1}“ trainiert; die Kernel „{2}“, die ihn jetzt trainieren, runden von hier an anders.',
  'The training rests while the machine runs on battery. It goes on when there is power again.':
    'Das Training ruht, solange der Rechner im Akkubetrieb läuft. Mit Netzstrom geht es weiter.',
  'The newest checkpoint of "{0}" (step {1}) is damaged; the run goes on from step {2}.':
    'Der neueste Checkpoint von „{0}“ (Schritt {1}) ist beschädigt; der Lauf geht von Schritt {2} an weiter.',
  'The newest checkpoints of "{0}" (steps {1}) are damaged; the run goes on from step {2}.':
    'Die neuesten Checkpoints von „{0}“ (Schritte {1}) sind beschädigt; der Lauf geht von Schritt {2} an weiter.',
  'Checkpoints every step come faster than they can be saved, so some of them are left out.':
    'Checkpoints bei jedem Schritt kommen schneller, als sie gesichert werden können. Einige werden ausgelassen.',
  'Checkpoints every {0} come faster than they can be saved, so some of them are left out.':
    'Checkpoints alle {0} kommen schneller, als sie gesichert werden können. Einige werden ausgelassen.',
  'Saving a checkpoint every step takes longer than training does. Choose fewer of them.':
    'Bei jedem Schritt einen Checkpoint zu sichern, dauert länger als das Training. Wählen Sie weniger Checkpoints.',
  'Saving a checkpoint every {0} takes longer than training does. Choose fewer of them.':
    'Alle {0} einen Checkpoint zu sichern, dauert länger als das Training. Wählen Sie weniger Checkpoints.',
  'The yardsticks could not be measured. {0}': 'Die Maßstäbe konnten nicht gemessen werden. {0}',

  'Run {0} is damaged in the library and is left out.':
    'Lauf {0} ist in der Bibliothek beschädigt und wird ausgelassen.',
  'Text {0} is damaged in the library and is left out.':
    'Text {0} ist in der Bibliothek beschädigt und wird ausgelassen.',
  'Sample {0} is damaged in the library and is left out.':
    'Probe {0} ist in der Bibliothek beschädigt und wird ausgelassen.',
  'Pipeline {0} is damaged in the library and is left out.':
    'Die Pipeline {0} ist in der Bibliothek beschädigt und wird ausgelassen.',
  'Run {0} was written by a newer Charloom and is left out. Update Charloom to see it.':
    'Lauf {0} stammt von einem neueren Charloom und wird ausgelassen. Aktualisieren Sie Charloom, um ihn zu sehen.',
  'Text {0} was written by a newer Charloom and is left out. Update Charloom to see it.':
    'Text {0} stammt von einem neueren Charloom und wird ausgelassen. Aktualisieren Sie Charloom, um ihn zu sehen.',
  'Sample {0} was written by a newer Charloom and is left out. Update Charloom to see it.':
    'Probe {0} stammt von einem neueren Charloom und wird ausgelassen. Aktualisieren Sie Charloom, um sie zu sehen.',
  'Pipeline {0} was written by a newer Charloom and is left out. Update Charloom to see it.':
    'Die Pipeline {0} stammt von einem neueren Charloom und wird ausgelassen. Aktualisieren Sie Charloom, um sie zu sehen.',
  'The library {0} cannot be written: a copy of it is read, and nothing is kept in it.':
    'In die Bibliothek {0} kann nicht geschrieben werden: Gelesen wird eine Kopie, und nichts wird darin gesichert.',
  'A journal of another library lay where the new library was made. It is kept, named {0}-wal or -journal.':
    'Wo die neue Bibliothek angelegt wurde, lag das Journal einer anderen. Es wird aufgehoben und heißt {0}-wal oder -journal.',
  'The journal beside the library belongs to another library, or to another state of this one, and was left out. Both are kept as they were: {0} and its journal.':
    'Das Journal neben der Bibliothek gehört zu einer anderen oder zu einem anderen Stand dieser Bibliothek und blieb außer Acht. Beide sind aufgehoben, wie sie waren: {0} und sein Journal.',
  'The library {0} had nothing in it, perhaps after a power cut. It is kept as {1}, and a new library was started. If you have a copy of the old one, put it in its place.':
    'In der Bibliothek {0} stand nichts, vielleicht nach einem Stromausfall. Sie ist als {1} aufgehoben, und eine neue wurde begonnen. Wenn Sie eine Kopie der alten haben, legen Sie sie an deren Stelle.',
  'The library was damaged. {0} The damaged file is kept as {1}.':
    'Die Bibliothek war beschädigt. {0} Die beschädigte Datei ist als {1} aufgehoben.',
  'the checkpoint of step {0} of "{1}"': 'der Checkpoint von Schritt {0} von „{1}“',
  'part of the text of "{0}" (import it again)': 'ein Teil des Textes von „{0}“ (importieren Sie ihn noch einmal)',
  'Kept: {0}. Nothing was lost.': 'Erhalten: {0}. Nichts ging verloren.',
  'Kept: {0}. Lost: {1}.': 'Erhalten: {0}. Verloren: {1}.',
  'part of a loss curve': 'ein Teil einer Verlustkurve',
  'some validation losses': 'einige Validierungsverluste',
  'some figures of single steps': 'einige Zahlen einzelner Schritte',
  'some samples': 'einige Proben',
  'some of what models wrote on their way': 'einiges, was Modelle unterwegs geschrieben haben',
  'some runs': 'einige Läufe',
  'some corpora': 'einige Texte',
  'some settings': 'einige Einstellungen',
  'part of {0}': 'ein Teil von {0}',

  'This JavaScript engine has no fused multiply-add, so training takes about twice as long.':
    'Diese JavaScript-Engine kann Multiplizieren und Addieren nicht verschmelzen. Das Training dauert etwa doppelt so lange.',
  'This JavaScript engine does not take the 256-bit kernels.':
    'Diese JavaScript-Engine nimmt die Kernel mit 256 Bit nicht an.',
  'The native kernels are not used, because {0} gives other bits with them.':
    'Die nativen Kernel werden nicht verwendet, weil {0} mit ihnen andere Bits ergibt.',
  'The 256-bit kernels are not used, because {0} gives other bits with them.':
    'Die Kernel mit 256 Bit werden nicht verwendet, weil {0} mit ihnen andere Bits ergibt.',
  '{0} GFLOP/s, not {1}': '{0} GFLOP/s statt {1}',
  'The native kernels are not used, because they are not faster here ({0}).':
    'Die nativen Kernel werden nicht verwendet, weil sie hier nicht schneller sind ({0}).',
  'The 256-bit kernels are not used, because they are not faster here ({0}).':
    'Die Kernel mit 256 Bit werden nicht verwendet, weil sie hier nicht schneller sind ({0}).',
  'The set-up has not built the native kernels, for which it needs a C compiler.':
    'Die Einrichtung hat die nativen Kernel nicht gebaut. Dafür braucht sie einen C-Compiler.',
  'it is not as it was built': 'sie ist nicht mehr, wie sie gebaut wurde',
  'it holds something else': 'sie enthält etwas anderes',
  'The native kernels need a processor with AVX-512.': 'Die nativen Kernel brauchen einen Prozessor mit AVX-512.',
  'The native kernels are not used, because their file is broken ({0}).':
    'Die nativen Kernel werden nicht verwendet, weil ihre Datei beschädigt ist ({0}).',
};
