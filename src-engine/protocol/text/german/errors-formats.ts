// What is wrong with a model's file in one of the formats: those of Charloom, safetensors, ONNX, web pages and PyTorch
// jobs.

export const formatErrors: Readonly<Record<string, string>> = {
  'it does not begin as one': 'der Anfang ist ein anderer',
  'its header claims {0} bytes, more than any has': 'der Kopf soll {0} Byte haben, mehr als jeder hat',
  'its header is damaged': 'der Kopf ist beschädigt',
  'its header cannot be read: {0}': 'der Kopf ist nicht lesbar: {0}',
  "This model's numbers are laid out in rows of {0}, and this Charloom has {1}. Export it as safetensors instead.":
    'Die Zahlen dieses Modells liegen in Reihen zu {0}, und dieses Charloom hat {1}. Exportieren Sie es stattdessen als safetensors.',
  'This is not a sound Charloom model: {0}. Get the file again.':
    'Das ist kein einwandfreies Charloom-Modell: {0}. Holen Sie die Datei noch einmal.',
  'it is not a single file': 'es ist keine einzelne Datei',
  'its weights are not all numbers': 'nicht alle Gewichte sind Zahlen',
  'it is no page': 'es ist keine Seite',
  'there is no model in it': 'es ist kein Modell darin',
  'the description of its model has no end': 'die Beschreibung des Modells hat kein Ende',
  'the description of its model cannot be read: {0}': 'die Beschreibung des Modells ist nicht lesbar: {0}',
  'the description of its model is wrong': 'die Beschreibung des Modells ist falsch',
  'the description of its model is wrong at "{0}"': 'die Beschreibung des Modells ist bei „{0}“ falsch',
  'its golden logits hold what is not a number': 'die Vergleichs-Logits enthalten etwas, das keine Zahl ist',
  'its numbers are not base64': 'die Zahlen sind nicht in base64',
  'its model has been changed since it was written': 'das Modell wurde geändert, seit es geschrieben wurde',
  'its seal has no end': 'das Siegel hat kein Ende',
  'more stands in it than a page has': 'es steht mehr darin, als eine Seite hat',
  'its model is not whole': 'das Modell ist nicht vollständig',
  'it ends too early': 'das Ende kommt zu früh',
  'This is not a sound page of Charloom: {0}. Get the file again.':
    'Das ist keine einwandfreie Seite von Charloom: {0}. Holen Sie die Datei noch einmal.',
  'neither {0} nor {1} is there': 'weder {0} noch {1} ist da',
  'its step and its sequence are of different models': 'Schritt und Sequenz stammen aus verschiedenen Modellen',
  'This is not a sound ONNX model from Charloom: {0}. Export the run again, or bring another file.':
    'Das ist kein einwandfreies ONNX-Modell von Charloom: {0}. Exportieren Sie den Lauf noch einmal, oder bringen Sie eine andere Datei.',
  'This ONNX model does not say that Charloom wrote it, and no other can be read. Bring the safetensors file that it was made from.':
    'Dieses ONNX-Modell nennt Charloom nicht als Urheber, und andere sind nicht lesbar. Bringen Sie die safetensors-Datei, aus der es gemacht wurde.',
  'its vocabulary and its settings name different units': 'Alphabet und Einstellungen nennen verschiedene Einheiten',
  'its golden logits are not there': 'die Vergleichs-Logits fehlen',
  'its golden logits are not whole': 'die Vergleichs-Logits sind nicht vollständig',
  'its metadata "{0}" holds too many lists': 'die Metadaten „{0}“ enthalten zu viele Listen',
  'its metadata "{0}" cannot be read: {1}': 'die Metadaten „{0}“ sind nicht lesbar: {1}',
  'it has two graphs': 'es hat zwei Graphen',
  'it holds something besides a graph': 'es enthält außer einem Graphen noch etwas',
  'it has no graph': 'es hat keinen Graphen',
  'it is of another version of ONNX': 'es ist von einer anderen Version von ONNX',
  'it needs other operators': 'es braucht andere Operatoren',
  'it names no version of ONNX': 'es nennt keine Version von ONNX',
  'its metadata "{0}" are not there once': 'die Metadaten „{0}“ stehen nicht genau einmal da',
  'it lacks the metadata that say what it is': 'es fehlen die Metadaten, die sagen, was es ist',
  'its graph holds something besides nodes and tensors': 'der Graph enthält außer Knoten und Tensoren noch etwas',
  'its graph is neither a step nor a sequence': 'der Graph ist weder ein Schritt noch eine Sequenz',
  'a tensor has more than {0} dimensions': 'ein Tensor hat mehr als {0} Dimensionen',
  'its weights lie in another file': 'die Gewichte liegen in einer anderen Datei',
  'its weights are stored in another way': 'die Gewichte sind anders gespeichert',
  'one of its tensors is not there once': 'einer der Tensoren ist nicht genau einmal da',
  'it has more than {0} fields': 'es hat mehr als {0} Felder',
  'a field claims {0} bytes and goes beyond its end': 'ein Feld soll {0} Byte haben und reicht über das Ende hinaus',
  'it has a field of a kind that is never in it': 'es hat ein Feld einer Art, die nie vorkommt',
  'it has a text of {0} bytes where at most {1} are expected':
    'es hat einen Text von {0} Byte, wo höchstens {1} erwartet werden',
  'it has a text that is not UTF-8': 'es hat einen Text, der kein UTF-8 ist',
  'it has a number in place of a message': 'eine Zahl steht an der Stelle einer Nachricht',
  'it has a message in place of a number': 'eine Nachricht steht an der Stelle einer Zahl',
  'a number in it is cut off or too large': 'eine Zahl ist abgeschnitten oder zu groß',
  'it was changed after it had been written': 'es wurde geändert, nachdem es geschrieben war',
  'the nodes of its graph are not those of its settings': 'die Knoten des Graphen sind nicht die der Einstellungen',
  'the inputs of its graph are not those of its settings': 'die Eingaben des Graphen sind nicht die der Einstellungen',
  'the outputs of its graph are not those of its settings': 'die Ausgaben des Graphen sind nicht die der Einstellungen',
  'it has {0} tensors, and its settings need {1}': 'es hat {0} Tensoren, und die Einstellungen brauchen {1}',
  'it lacks the tensor "{0}"': 'der Tensor „{0}“ fehlt',
  '"{0}" is not {1}': '„{0}“ ist nicht {1}',
  '"{0}" is {1}, and its settings need {2}': '„{0}“ ist {1}, und die Einstellungen brauchen {2}',
  '"{0}" has not as many bytes as numbers': '„{0}“ hat nicht so viele Byte wie Zahlen',
  '"{0}" has another value': '„{0}“ hat einen anderen Wert',
  '"{0}" holds {1}': '„{0}“ enthält {1}',
  'An ONNX file holds at most {0} MB, and this model has {1} MB. Export it as safetensors.':
    'Eine ONNX-Datei fasst höchstens {0} MB, und dieses Modell hat {1} MB. Exportieren Sie es als safetensors.',
  'A PyTorch job needs the whole run and its text, and this model came without them. Export another format.':
    'Ein PyTorch-Auftrag braucht den ganzen Lauf und seinen Text, und dieses Modell kam ohne sie. Exportieren Sie ein anderes Format.',
  'it names ids that the vocabulary of {0} symbols lacks': 'es nennt Nummern, die dem Alphabet von {0} Symbolen fehlen',
  'it lacks {0}': '{0} fehlt',
  '"{0}" in {1} is wrong': '„{0}“ in {1} ist falsch',
  'The settings of this PyTorch job are wrong: {0}': 'Die Einstellungen dieses PyTorch-Auftrags sind falsch: {0}',
  "{0} does not hold the text's {1} ids": '{0} enthält nicht die {1} Nummern des Textes',
  '{0} holds an id that the vocabulary lacks': '{0} enthält eine Nummer, die dem Alphabet fehlt',
  '{0} is not the text that its settings name': '{0} ist nicht der Text, den die Einstellungen nennen',
  'This is not a sound PyTorch job: {0}. Get the folder again.':
    'Das ist kein einwandfreier PyTorch-Auftrag: {0}. Holen Sie den Ordner noch einmal.',
  '"{0}" was changed since "{1}" was written. Put it back, or let train.py train a step with it.':
    '„{0}“ wurde geändert, seit „{1}“ geschrieben wurde. Legen Sie es zurück, oder lassen Sie train.py einen Schritt damit trainieren.',
  'The loss history is not sound. Get the folder again.':
    'Der Verlauf des Verlusts ist nicht einwandfrei. Holen Sie den Ordner noch einmal.',
  '"{0}" is not what was written into it. Get the folder again.':
    '„{0}“ ist nicht mehr, was hineingeschrieben wurde. Holen Sie den Ordner noch einmal.',
  '{0} does not hold the lines of its text': '{0} enthält nicht die Zeilen des Textes',
  'This PyTorch job': 'Dieser PyTorch-Auftrag',
  'it names labels, or not, against its task': 'er nennt Labels oder keine, anders als die Aufgabe es verlangt',
  '"{0}" is no state of a PyTorch job. Get the folder again.':
    '„{0}“ ist kein Stand eines PyTorch-Auftrags. Holen Sie den Ordner noch einmal.',
  'Vocabulary and settings do not belong together. Get the model again.':
    'Alphabet und Einstellungen gehören nicht zusammen. Holen Sie das Modell noch einmal.',
  'This is an export of Charloom, but its "{0}" is a folder.':
    'Das ist ein Export von Charloom, aber „{0}“ ist ein Ordner.',
  'This is an export of Charloom, but its "{0}" is no file.':
    'Das ist ein Export von Charloom, aber „{0}“ ist keine Datei.',
  'This is an export of Charloom, but its "{0}" is missing.': 'Das ist ein Export von Charloom, aber „{0}“ fehlt.',
  '{0} Export it again, or choose "{1}" and its vocabulary alone.':
    '{0} Exportieren Sie das Modell noch einmal, oder wählen Sie nur „{1}“ und sein Alphabet.',
  '"{0}" is not one of Charloom\'s. Choose the folder that was exported, or the file with the weights alone.':
    '„{0}“ ist keine von Charloom. Wählen Sie den exportierten Ordner oder nur die Datei mit den Gewichten.',
  '"{0}" is damaged. Export the model again.': '„{0}“ ist beschädigt. Exportieren Sie das Modell noch einmal.',
  '"{0}" is not what was exported. Export the model again; if it was changed on purpose, delete "{1}" beside it.':
    '„{0}“ ist nicht, was exportiert wurde. Exportieren Sie das Modell noch einmal; wurde es absichtlich geändert, löschen Sie daneben „{1}“.',
  'it is too short': 'es ist zu kurz',
  'This is not a sound safetensors file: its header has {0}, and Charloom reads at most {1}. Save only the tensors of the model.':
    'Das ist keine einwandfreie safetensors-Datei: Der Kopf hat {0}, und Charloom liest höchstens {1}. Speichern Sie nur die Tensoren des Modells.',
  'it has more than {0} tensors': 'es hat mehr als {0} Tensoren',
  'it has {0} that belong to no tensor': 'es hat {0}, die zu keinem Tensor gehören',
  '"{0}" holds numbers of the type {1}: Charloom reads {2}. Save the model as float32.':
    '„{0}“ enthält Zahlen vom Typ {1}: Charloom liest {2}. Speichern Sie das Modell als float32.',
  '"{0}" holds whole numbers ({1}), not weights: Charloom reads {2}. Save the model as float32.':
    '„{0}“ enthält ganze Zahlen ({1}) und keine Gewichte: Charloom liest {2}. Speichern Sie das Modell als float32.',
  '"{0}" holds {1}, which is too large for float32.': '„{0}“ enthält {1}, zu groß für float32.',
  '"{0}" holds {1}: the model has diverged in training. Take an earlier checkpoint, or train it anew with a lower learning rate.':
    '„{0}“ enthält {1}: Das Modell ist im Training divergiert. Nehmen Sie einen früheren Checkpoint, oder trainieren Sie es mit niedrigerer Lernrate neu.',
  'its header is not JSON': 'der Kopf ist kein JSON',
  'its metadata is not an object': 'die Metadaten sind kein Objekt',
  'its metadata "{0}" is not a text': 'die Metadaten „{0}“ sind kein Text',
  '"{0}" is not described': '„{0}“ ist nicht beschrieben',
  '"{0}" is of the type "{1}", which the format does not have': '„{0}“ ist vom Typ „{1}“, den das Format nicht hat',
  '"{0}" has no proper shape': '„{0}“ hat keine richtige Form',
  '"{0}" has no proper place': '„{0}“ hat keine richtige Stelle',
  '"{0}" is {1} of {2} and has {3} bytes': '„{0}“ ist {1} vom Typ {2} und hat {3} Byte',
  'a single number': 'eine einzelne Zahl',
  'its tensors overlap or leave gaps': 'die Tensoren überlappen oder lassen Lücken',
  'This is not a sound safetensors file: {0}. Get the file again.':
    'Das ist keine einwandfreie safetensors-Datei: {0}. Holen Sie die Datei noch einmal.',
};
