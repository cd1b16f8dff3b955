// The formats that models leave in, and what an export may choose.

export const formats: Readonly<Record<string, string>> = {
  'Charloom file': 'Charloom-Datei',
  'Everything: it trains on in another Charloom.': 'Alles: Damit geht das Training in einem anderen Charloom weiter.',
  'a Charloom model': 'ein Charloom-Modell',
  safetensors: 'safetensors',
  'For PyTorch, with a script that loads it.': 'Für PyTorch, mit einem Skript, das es lädt.',
  'a safetensors folder': 'ein safetensors-Ordner',
  'safetensors folder written by Charloom': 'safetensors-Ordner, von Charloom geschrieben',
  'A folder with model.safetensors in PyTorch’s own names and shapes, config.json, vocabulary.json and model.py. It can be imported again.':
    'Ein Ordner mit model.safetensors in PyTorchs eigenen Namen und Formen, config.json, vocabulary.json und model.py. Er lässt sich wieder importieren.',
  ONNX: 'ONNX',
  'For other programs, on any system.': 'Für andere Programme, auf jedem System.',
  'an ONNX folder': 'ein ONNX-Ordner',
  'ONNX folder written by Charloom': 'ONNX-Ordner, von Charloom geschrieben',
  'A folder with one model that reads a symbol at a time and one that reads a whole sequence; the vocabulary is in both. It can be imported again.':
    'Ein Ordner mit einem Modell, das Symbol für Symbol liest, und einem, das eine ganze Sequenz liest; das Alphabet steht in beiden. Er lässt sich wieder importieren.',
  'Web page': 'Webseite',
  'A page to send to friends: it works offline.': 'Eine Seite zum Verschicken: Sie arbeitet ohne Netz.',
  'a web page': 'eine Webseite',
  'web page written by Charloom': 'Webseite, von Charloom geschrieben',
  'The page itself adds less than 200 kB. It loads nothing and sends nothing.':
    'Die Seite selbst wiegt weniger als 200 kB. Sie lädt nichts und sendet nichts.',
  'PyTorch job': 'PyTorch-Job',
  'For a cluster: it trains on under torchrun.': 'Für einen Cluster: trainiert unter torchrun weiter.',
  'a PyTorch job': 'ein PyTorch-Job',
  'PyTorch job written by Charloom': 'PyTorch-Job, von Charloom geschrieben',
  'A folder with {0}, the weights, the optimizer’s state, the settings and a script. What it writes can be imported as the continuation of this run.':
    'Ein Ordner mit {0}, den Gewichten, dem Zustand des Optimierers, den Einstellungen und einem Skript. Was er schreibt, lässt sich als Fortsetzung dieses Laufs importieren.',
  'It needs the text, which is not here.': 'Braucht den Text, der nicht hier ist.',
  'A page works by itself and cannot be imported. Import what the same run was exported as in another format.':
    'Eine Webseite arbeitet für sich und lässt sich nicht importieren. Importieren Sie denselben Lauf in einem anderen Format.',
  Weights: 'Gewichte',
  'Include the training state': 'Trainingszustand mitnehmen',
  'Moments, carried state and history: training goes on exactly. Without, the file is about a third as large.':
    'Momente, mitgeführter Zustand und Verlauf: Das Training geht exakt weiter. Ohne sie ist die Datei etwa ein Drittel so groß.',
  'Include the text': 'Text mitnehmen',
  '{0} comes along. Without, it must be in the other library before training goes on.':
    '{0} kommt mit. Sonst muss der Text in der anderen Bibliothek sein, bevor das Training weitergeht.',
  'The text is not in this library, so it cannot come along.':
    'Der Text ist nicht in dieser Bibliothek und kann deshalb nicht mitkommen.',
};
