// The loss chart, its checkpoints and its yardsticks.

export const lossChart: Readonly<Record<string, string>> = {
  'The checkpoint before': 'Der Checkpoint davor',
  'The next checkpoint': 'Der nächste Checkpoint',
  'Branch from here…': 'Von hier abzweigen …',
  'Export from here…': 'Von hier exportieren …',
  size: 'Größe',
  saved: 'gespeichert',
  'checkpoint at step {0}': 'Checkpoint bei Schritt {0}',
  'validation {0} nats': 'Validierung {0} Nats',
  'validation {0} bits': 'Validierung {0} Bit',
  'the best': 'der beste',
  checkpoint: 'Checkpoint',
  'Waiting for the first step…': 'Der erste Schritt steht noch aus …',
  'Its loss curve did not come along.': 'Seine Verlustkurve ist nicht mitgekommen.',
  'Nothing has been trained yet.': 'Noch ist nichts trainiert worden.',
  'Loss against steps.': 'Verlust über den Schritten.',
  'From {0} nats at the start the training loss has come to {1} at step {2}.':
    'Von {0} Nats am Anfang ist der Trainingsverlust bei Schritt {2} auf {1} gekommen.',
  'From {0} nats at the start the training loss has come to {1} at step {2}, and the validation loss at {3}.':
    'Von {0} Nats am Anfang ist der Trainingsverlust bei Schritt {2} auf {1} gekommen und der Validierungsverlust auf {3}.',
  'best validation {0}': 'beste Validierung {0}',
  'Chart as PNG picture…': 'Diagramm als PNG-Bild …',
  '{0} loss': '{0}, Verlust',
  'Chart as SVG drawing…': 'Diagramm als SVG-Zeichnung …',
  'Figures as CSV…': 'Zahlen als CSV …',
  'Figures as JSON…': 'Zahlen als JSON …',
  'Show all steps': 'Alle Schritte zeigen',
  'Save the chart': 'Diagramm speichern',
  'Measuring what n-grams and compressors make of the held-out text…':
    'Gemessen wird, was n-Gramme und Kompressoren aus dem zurückgehaltenen Text machen …',
  'On the test part, the checkpoint of step {0} has {1}.': 'Auf dem Testteil hat der Checkpoint von Schritt {0} {1}.',
  'Loss figures': 'Zahlen des Verlusts',
  'Training, smoothed': 'Training, geglättet',
  'Validation, bits': 'Validierung, Bit',
  Guessing: 'Raten',
  'Letter frequencies': 'Buchstabenhäufigkeiten',
  'Best compressor': 'Bester Kompressor',
  '5-gram': '5-Gramm',
  'Best n-gram': 'Bestes n-Gramm',
  'Every n-gram': 'Alle n-Gramme',
  'Measured on the same {0} held-out characters as the network, after reading {1} characters of the training text.':
    'Gemessen auf denselben {0} zurückgehaltenen Zeichen wie das Netz, nach dem Lesen von {1} Zeichen des Trainingstextes.',
  'Nothing is held out to measure on.': 'Es ist nichts zurückgehalten, worauf sich messen ließe.',
  'measuring…': 'wird gemessen …',
  Yardsticks: 'Maßstäbe',
  Yardstick: 'Maßstab',
  guessing: 'Raten',
  'letter frequencies': 'Buchstabenhäufigkeiten',
  'Not yet better than the 5-gram, a letter statistic: {0} against {1} (lower is better).':
    'Noch nicht besser als das 5-Gramm, eine Buchstabenstatistik: {0} gegen {1} (niedriger ist besser).',
  'As good as the 5-gram, a letter statistic: {0} (lower is better).':
    'So gut wie das 5-Gramm, eine Buchstabenstatistik: {0} (niedriger ist besser).',
  'The network has beaten the 5-gram since step {0}: at best {1} against {2}.':
    'Das Netz schlägt das 5-Gramm seit Schritt {0}: bestenfalls {1} gegen {2}.',
  'Nothing else here does better.': 'Nichts anderes hier ist besser.',
  'The {0} is still ahead with {1}.': 'Noch vorn ist mit {1}: {0}.',
  '{0}-gram': '{0}-Gramm',
  'This system cannot draw the picture. Save the chart as SVG.':
    'Dieses System kann das Bild nicht zeichnen. Speichern Sie das Diagramm als SVG.',
  'This system cannot make a PNG of the picture. Save the chart as SVG.':
    'Dieses System kann aus dem Bild kein PNG machen. Speichern Sie das Diagramm als SVG.',
  'The chart was saved as {0}, {1}.': 'Das Diagramm wurde als {0} gespeichert, {1}.',
  'The figures were saved as {0}, {1}.': 'Die Zahlen wurden als {0} gespeichert, {1}.',
  entropy: 'Entropie',
  'Entropy, which nothing beats': 'Entropie, die nichts schlägt',
};
