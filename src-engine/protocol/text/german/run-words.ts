// What is said of a run and of a model in a line, and what a run is remembered with.

export const runWords: Readonly<Record<string, string>> = {
  'largest difference {0} over {1} (allowed {2})': 'größte Abweichung {0} über {1} (erlaubt {2})',
  'It does not answer like the model it should be: {0}.': 'Es antwortet nicht wie das Modell, das es sein soll: {0}.',
  'Checked: the same model, to the last bit: {0}.': 'Geprüft: dasselbe Modell, bis aufs letzte Bit: {0}.',
  'Checked: read back, it is the same model but for rounding: {0}.':
    'Geprüft: Zurückgelesen ist es bis auf die Rundung dasselbe Modell: {0}.',
  'Checked: read back, it is the same model: {0}.': 'Geprüft: Zurückgelesen ist es dasselbe Modell: {0}.',
  'Rounding costs nothing that can be measured: the loss on the held-out part stays at {0} nats.':
    'Das Runden kostet nichts Messbares: Der Verlust auf dem zurückgehaltenen Teil bleibt bei {0} Nats.',
  'Rounding changes the loss on the held-out part from {0} to {1} nats ({2}).':
    'Das Runden ändert den Verlust auf dem zurückgehaltenen Teil von {0} auf {1} Nats ({2}).',
  'What it is': 'Was es ist',
  'model of another program': 'Modell eines anderen Programms',
  'none in the file': 'keines in der Datei',
  'Trained for': 'Trainiert',
  'not known: trained elsewhere': 'nicht bekannt: anderswo trainiert',
  'embedding of {0}': 'Einbettung mit {0}',
  'layer normalisation': 'Layer-Normalisierung',
  'dropout {0}': 'Dropout {0}',
  'goes on exactly where it was left': 'geht genau dort weiter, wo es stand',
  'goes on once its text is in the library': 'geht weiter, sobald sein Text in der Bibliothek ist',
  'writes; can be branched onto a text and learn on from there':
    'schreibt; lässt sich auf einen Text abzweigen und lernt von dort weiter',
  '32 bits': '32 Bit',
  'Exactly the weights that were trained.': 'Genau die Gewichte, die trainiert wurden.',
  '16 bits': '16 Bit',
  'Rounded to three or four digits: half the size, and hardly ever a difference one can read.':
    'Auf drei oder vier Stellen gerundet: halb so groß und kaum je ein Unterschied, den man liest.',
  '8 bits': '8 Bit',
  'Rounded to 255 steps per row: a quarter of the size, a slightly worse loss. How much worse is measured and shown.':
    'Auf 255 Stufen je Zeile gerundet: ein Viertel der Größe, ein etwas schlechterer Verlust. Um wie viel, wird gemessen und gezeigt.',
  'begins after {0}': 'beginnt nach {0}',
  'begins after {0} and {1}': 'beginnt nach {0} (Warteschlange: {1})',
  'the newest one': 'den neuesten',
  'the newest {0}': 'die neuesten {0}',
  'a dozen spread evenly over the run': 'ein Dutzend, gleichmäßig über den Lauf verteilt',
  'one every step': 'einen je Schritt',
  'one every {0} steps': 'einen alle {0} Schritte',
  'Keeps the best by validation, {0}, and {1}; the others are deleted, now and as the run goes on.':
    'Behält den besten nach Validierung, {0} und {1}; die anderen werden gelöscht, jetzt und im weiteren Lauf.',
  '{0} branch': '{0} Zweig',
  Queued: 'In der Warteschlange',
  'Queued, {0} in line': 'In der Warteschlange, {0} in der Reihe',
  'Paused at step {0}': 'Angehalten bei Schritt {0}',
  'Finished · {0}': 'Fertig · {0}',
  'Finished · {0}, {1} in {2}': 'Fertig · {0}, {1} in {2}',
  'Stopped at step {0}': 'Beendet bei Schritt {0}',
  'Interrupted at step {0}': 'Unterbrochen bei Schritt {0}',
  'Failed at step {0}': 'Gescheitert bei Schritt {0}',
  'epoch {0}': 'Epoche {0}',
  'epoch {0} of {1}': 'Epoche {0} von {1}',
  '{0} bit per character': '{0} Bit je Zeichen',
  '{0} epoch': '{0} Epoche',
  'measuring the speed': 'das Tempo wird gemessen',
  'about {0} left': 'noch etwa {0}',
  paused: 'angehalten',
  finished: 'fertig',
  stopped: 'beendet',
  interrupted: 'unterbrochen',
  failed: 'gescheitert',
  'Paused when Charloom was closed.': 'Angehalten, als Charloom geschlossen wurde.',
  'Stopped early: {0} no better than the best.': 'Vorzeitig beendet: {0} nicht besser als die beste.',
  'Stopped early: {0} no better than the best. The best, {1} nats at step {2}, is kept.':
    'Vorzeitig beendet: {0} nicht besser als die beste. Die beste, {1} Nats bei Schritt {2}, ist behalten.',
  'the last validation was': 'Die letzte Validierung war',
  'the last {0} validations were': 'Die letzten {0} Validierungen waren',
  'Stopped at its goal: {0}, and the 5-gram has {1}.': 'Am Ziel beendet: {0}, und das 5-Gramm hat {1}.',
  'Stopped at its goal of 1 bit per character: {0}, which is {1} bits.':
    'Am Ziel von 1 Bit je Zeichen beendet: {0}, das sind {1} Bit.',
  'Stopped at its goal of {0} bits per character: {1}, which is {2} bits.':
    'Am Ziel von {0} Bit je Zeichen beendet: {1}, das sind {2} Bit.',
  'Stopped at its goal of {0} nats: {1}.': 'Am Ziel von {0} Nats beendet: {1}.',
  'the validation loss at step {0} is {1} nats': 'Der Validierungsverlust bei Schritt {0} ist {1} Nats',
  'it was reached before': 'Es war schon erreicht',
  'Training diverged at step {0} ({1}); it went back to step {2} and goes on with half the learning rate.':
    'Das Training ist bei Schritt {0} entgleist ({1}); es ging zu Schritt {2} zurück und geht mit der halben Lernrate weiter.',
  'Training diverged again at step {0} ({1}), after going back three times. Start a new run with a lower learning rate or stronger clipping.':
    'Das Training ist bei Schritt {0} wieder entgleist ({1}), nach dreimaligem Zurückgehen. Beginnen Sie einen neuen Lauf mit kleinerer Lernrate oder stärkerer Begrenzung.',
  'the loss is no longer a number': 'der Verlust ist keine Zahl mehr',
  'the loss rose from {0} to {1} nats': 'der Verlust stieg von {0} auf {1} Nats',
  'There are {0} to train on, but a batch needs {1}. Take a smaller batch, or add lines.':
    'Zum Trainieren gibt es {0}, aber ein Batch braucht {1}. Nehmen Sie einen kleineren Batch, oder fügen Sie Zeilen hinzu.',
  'The text has {0} to train on, but a batch of {1} × {2} needs {3}. Take a smaller batch or sequence, or add text.':
    'Der Text hat {0} zum Trainieren, aber ein Batch von {1} × {2} braucht {3}. Nehmen Sie einen kleineren Batch, eine kürzere Sequenz oder mehr Text.',
  'This model needs {0} GB of memory to train, and this machine has {1} GB free. Close other programs, or choose fewer units or layers, a smaller batch or a shorter sequence.':
    'Dieses Modell braucht zum Trainieren {0} GB Speicher, und auf diesem Rechner sind {1} GB frei. Schließen Sie andere Programme, oder wählen Sie weniger Einheiten oder Schichten, einen kleineren Batch oder eine kürzere Sequenz.',
  'A training thread failed: {0}': 'Ein Thread des Trainings ist gescheitert: {0}',
  'Imported from {0}: another program has trained it, and how is not known. It can write, and be branched onto a text.':
    'Importiert aus {0}: Ein anderes Programm hat es trainiert, wie, ist nicht bekannt. Es kann schreiben und auf einen Text abgezweigt werden.',
  'Imported from {0}. Only its weights came along: training goes on with a fresh optimizer.':
    'Importiert aus {0}. Nur die Gewichte kamen mit: Das Training geht mit einem frischen Optimierer weiter.',
  'Imported from {0}.': 'Importiert aus {0}.',
};
