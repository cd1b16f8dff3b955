// Why the file of a model cannot be read, and why a model cannot leave.

export const modelErrors: Readonly<Record<string, string>> = {
  'This model': 'Dieses Modell',
  'This page': 'Diese Seite',
  'The file': 'Die Datei',
  '"{0}"': '„{0}“',
  'The description of the model': 'Die Beschreibung des Modells',
  'The header of the model': 'Der Kopf des Modells',
  'The list of its blocks': 'Die Liste der Blöcke',
  'What the model says of its training': 'Was das Modell von seinem Training sagt',
  'Its metadata "charloom"': 'Die Metadaten „charloom“',
  'This safetensors file': 'Diese safetensors-Datei',
  'This ONNX file': 'Diese ONNX-Datei',
  '{0} names labels, or not, against its version. Get it again.':
    '{0} nennt Labels oder keine, anders als die Version es verlangt. Holen Sie das Modell noch einmal.',
  '{0} has bins, or not, against its version. Get it again.':
    '{0} hat Klassen oder keine, anders als die Version es verlangt. Holen Sie das Modell noch einmal.',
  '"{0}" has the very symbols of the model\'s text, and they stand for other numbers there. Delete that corpus first, or import the model into another library.':
    '„{0}“ hat genau die Symbole des Textes zu diesem Modell, und dort stehen sie für andere Zahlen. Löschen Sie zuerst jenen Text, oder importieren Sie das Modell in eine andere Bibliothek.',
  'it has symbols that stand for no bin of its numbers': 'es hat Symbole, die für keine Klasse seiner Zahlen stehen',
  '{0} names labels, or not, against its task. Get the model again.':
    '{0} nennt Labels oder keine, anders als die Aufgabe es verlangt. Holen Sie das Modell noch einmal.',
  '{0} is not what Charloom writes. {1} Get the model again.':
    '{0}: So schreibt es Charloom nicht. {1} Holen Sie das Modell noch einmal.',
  '{0} does not say which version of its format it has. Get it again.':
    '{0} sagt nicht, welche Version des Formats es ist. Holen Sie das Modell noch einmal.',
  '{0} was written by a newer Charloom. Update Charloom to read it.':
    '{0} wurde von einem neueren Charloom geschrieben. Aktualisieren Sie Charloom, um das Modell zu lesen.',
  '{0} was written by an older Charloom, in a form that this one no longer reads. Export it again from a newer one.':
    '{0} wurde von einem älteren Charloom in einer Form geschrieben, die dieses nicht mehr liest. Exportieren Sie das Modell noch einmal aus einem neueren.',
  '{0} is not wholly there: the file has {1} of {2}. Download or copy it again.':
    '{0} ist nicht ganz da: Die Datei hat {1} von {2:dative}. Laden oder kopieren Sie sie noch einmal.',
  'The model cannot be read: {0}. Get it again.': 'Das Modell ist nicht lesbar: {0}. Holen Sie es noch einmal.',
  'The vocabulary cannot be used: {0}. Get the model again.':
    'Das Alphabet ist nicht zu gebrauchen: {0}. Holen Sie das Modell noch einmal.',
  'settings and text of its training are missing': 'Einstellungen und Text des Trainings fehlen',
  'its steps contradict each other': 'die Schritte widersprechen einander',
  'its extensions are not in order': 'die Verlängerungen sind nicht geordnet',
  'its place in the lines lies outside of them': 'die Stelle in den Zeilen liegt außerhalb von ihnen',
  'its text and its settings do not belong together': 'Text und Einstellungen gehören nicht zusammen',
  'its place in the text lies outside of it': 'die Stelle im Text liegt außerhalb von ihm',
  'the lines of its text have other labels': 'die Zeilen des Textes haben andere Labels',
  'its validations are no losses': 'die Validierungen sind keine Verluste',
  'its accuracies are no shares': 'die Genauigkeiten sind keine Anteile',
  'the steps of its history are not in order': 'die Schritte des Verlaufs sind nicht geordnet',
  'its text has symbols that its vocabulary lacks': 'der Text hat Symbole, die dem Alphabet fehlen',
  'it has no list of symbols': 'eine Liste der Symbole fehlt',
  'it has {0} symbols': 'es hat {0} Symbole',
  'its symbol {0} is not one character': 'Symbol {0} ist nicht ein einzelnes Zeichen',
  'its symbol {0} is not one grapheme cluster': 'Symbol {0} ist nicht ein einzelnes Graphem',
  'more than {0} of its symbols are clusters of several characters':
    'mehr als {0} der Symbole bestehen aus mehreren Zeichen',
  'its symbol {0} stands there twice': 'Symbol {0} steht zweimal da',
  'The model begins with its symbol {0}, and it has {1}. Its vocabulary is another one.':
    'Das Modell beginnt mit Symbol {0}, und es hat {1}. Das Alphabet ist ein anderes.',
  'its block "{0}" stands there twice': 'der Block „{0}“ steht zweimal da',
  'it should have {0} bytes, and has {1}': 'es sollten {0} Byte sein, und es sind {1}',
  'its block "{0}" is missing': 'der Block „{0}“ fehlt',
  'its block "{0}" does not fit its settings': 'der Block „{0}“ passt nicht zu den Einstellungen',
  'its block "{0}" is damaged': 'der Block „{0}“ ist beschädigt',
  'The model\'s block "{0}" holds numbers where there must be none. Get it again.':
    'Der Block „{0}“ des Modells enthält Zahlen, wo keine sein dürfen. Holen Sie das Modell noch einmal.',
  'The model\'s block "{0}" holds {1}. Get it again.':
    'Der Block „{0}“ des Modells enthält {1}. Holen Sie das Modell noch einmal.',
  'in Python, save its kernels with safetensors.numpy.save_file, transposed and named as torch.nn.LSTM names them (weight_ih_l0, …). {0}':
    'Speichern Sie die Kernel in Python mit safetensors.numpy.save_file, transponiert und so benannt, wie torch.nn.LSTM sie nennt (weight_ih_l0, …). {0}',
  '{0} is empty. Download or copy it again.': '{0} ist leer. Laden oder kopieren Sie sie noch einmal.',
  '{0} is a Git LFS pointer, which only stands for the file: run "git lfs pull" in its repository, and choose it again.':
    '{0} ist ein Zeiger von Git LFS, der nur für die Datei steht: Rufen Sie im Repository „git lfs pull“ auf, und wählen Sie sie noch einmal.',
  '{0} is a Git LFS pointer, which only stands for the file of {1}: run "git lfs pull" in its repository, and choose it again.':
    '{0} ist ein Zeiger von Git LFS, der nur für die Datei von {1:dative} steht: Rufen Sie im Repository „git lfs pull“ auf, und wählen Sie sie noch einmal.',
  '{0} is a web page, and no model is in it: perhaps it came in place of a download. Download the file itself again.':
    '{0} ist eine Webseite, und es ist kein Modell darin: Vielleicht kam sie anstelle eines Downloads. Laden Sie die Datei selbst noch einmal.',
  '{0} is a Keras model (HDF5): {1}': '{0} ist ein Keras-Modell (HDF5): {1}',
  '{0} is a Keras model: {1}': '{0} ist ein Keras-Modell: {1}',
  '{0} holds arrays of NumPy: in Python, name them as torch.nn.LSTM does (weight_ih_l0, …) and save them with safetensors.numpy.save_file.':
    '{0} enthält Arrays von NumPy: Benennen Sie sie in Python so, wie torch.nn.LSTM es tut (weight_ih_l0, …), und speichern Sie sie mit safetensors.numpy.save_file.',
  '{0} is a Python pickle (PyTorch), which could run any program when it is opened: in Python, save the model with {1} and import that.':
    '{0} ist ein Python-Pickle (PyTorch), das beim Öffnen jedes Programm ausführen könnte: Speichern Sie das Modell in Python mit {1}, und importieren Sie das.',
  '{0} is a GGUF file, the form of llama.cpp: Charloom reads character models of torch.nn.LSTM, GRU or RNN (.safetensors).':
    '{0} ist eine GGUF-Datei, die Form von llama.cpp: Charloom liest Zeichenmodelle aus torch.nn.LSTM, GRU oder RNN (.safetensors).',
  '{0} is a TensorFlow Lite model: choose the Keras model that it was made from, and you are told how to go on.':
    '{0} ist ein TensorFlow-Lite-Modell: Wählen Sie das Keras-Modell, aus dem es gemacht wurde, und Sie erfahren, wie es weitergeht.',
  '{0} is a database, perhaps a library of Charloom, and no model.':
    '{0} ist eine Datenbank, vielleicht eine Bibliothek von Charloom, und kein Modell.',
  '{0} is a packed archive: unpack it, and choose the model in it.':
    '{0} ist ein gepacktes Archiv: Entpacken Sie es, und wählen Sie das Modell darin.',
  'The model lacks its file "{0}". Get it again.':
    'Dem Modell fehlt die Datei „{0}“. Holen Sie das Modell noch einmal.',
  '"{0}" is too large to be what it is called. Get the model again.':
    '„{0}“ ist zu groß für das, was der Name sagt. Holen Sie das Modell noch einmal.',
  '"{0}" cannot be read: {1}. Get the model again.': '„{0}“ ist nicht lesbar: {1}. Holen Sie das Modell noch einmal.',
  'The folder {0} holds too many files for a model. Choose the folder that was exported.':
    'Der Ordner {0} enthält zu viele Dateien für ein Modell. Wählen Sie den exportierten Ordner.',
  "{0} is no file. Choose a model's file or folder.":
    '{0} ist keine Datei. Wählen Sie Datei oder Ordner eines Modells.',
  '{0} became shorter while it was read. Try again.': '{0} wurde beim Lesen kürzer. Versuchen Sie es noch einmal.',
  'you may not read it. Change its permissions.': 'Sie dürfen sie nicht lesen. Ändern Sie die Rechte.',
  'it is a link that leads nowhere. Choose the file itself.':
    'es ist eine Verknüpfung, die nirgendwohin führt. Wählen Sie die Datei selbst.',
  'the disk cannot read it. Take another copy.': 'der Datenträger kann sie nicht lesen. Nehmen Sie eine andere Kopie.',
  '{0} is not there. Choose it again.': '{0} ist nicht da. Wählen Sie noch einmal.',
  'the system says {0}. Try another copy.': 'das System meldet {0}. Versuchen Sie es mit einer anderen Kopie.',
  '{0} cannot be read: {1}': '{0} ist nicht lesbar: {1}',
  'it is no JSON object': 'es ist kein JSON-Objekt',
  'it is not JSON': 'es ist kein JSON',
  'it is not UTF-8': 'es ist kein UTF-8',
  'it is nested too deeply': 'es ist zu tief verschachtelt',
  'it breaks off within a text': 'es bricht mitten in einem Text ab',
  'it says "{0}" twice': '„{0}“ steht zweimal darin',
  'This model takes {0} of memory, and Charloom can use {1} for a model. Train one with fewer units or layers.':
    'Dieses Modell braucht {0} Speicher, und Charloom kann für ein Modell {1} nutzen. Trainieren Sie eines mit weniger Einheiten oder Schichten.',
  'This model takes {0} of memory, and this machine has {1} free. Close other programs, or train one with fewer units or layers.':
    'Dieses Modell braucht {0} Speicher, und auf diesem Rechner sind {1} frei. Schließen Sie andere Programme, oder trainieren Sie eines mit weniger Einheiten oder Schichten.',
  'The model lacks "{0}". It is not whole; get it again.':
    'Dem Modell fehlt „{0}“. Es ist nicht vollständig; holen Sie es noch einmal.',
  'The model lacks "{0}". It is not whole.': 'Dem Modell fehlt „{0}“. Es ist nicht vollständig.',
  '"{0}" is {1}, and {2} is needed. The file does not fit its settings; get it again.':
    '„{0}“ ist {1}, und nötig ist {2}. Die Datei passt nicht zu ihren Einstellungen; holen Sie sie noch einmal.',
  '"{0}" is {1}, and {2} is needed. The file does not fit its settings.':
    '„{0}“ ist {1}, und nötig ist {2}. Die Datei passt nicht zu ihren Einstellungen.',
  '"{0}" is {1}, not {2}. Get the model again.': '„{0}“ ist {1}, nicht {2}. Holen Sie das Modell noch einmal.',
  'Its cell is "{0}", which this version of Charloom does not know. Update Charloom.':
    'Die Zelle „{0}“ kennt diese Version von Charloom nicht. Aktualisieren Sie Charloom.',
  'A GRU also needs its first two gates exchanged: PyTorch has reset first.':
    'Bei einem GRU sind auch die ersten beiden Gates zu vertauschen: In PyTorch steht reset zuerst.',
  '"{0}" is {1} × {2}, which is transposed, as Keras and TensorFlow have it: save the transpose of every matrix. {3}':
    '„{0}“ ist {1} × {2}, also transponiert, wie bei Keras und TensorFlow: Speichern Sie jede Matrix transponiert. {3}',
  'It carries no golden logits to compare with, so nothing can be proved.':
    'Es bringt keine Vergleichs-Logits mit, beweisen lässt sich also nichts.',
  'The model answers with something that is no number. Get it again.':
    'Das Modell antwortet mit etwas, das keine Zahl ist. Holen Sie es noch einmal.',
  'It does not answer as the model that was exported: its logits are off by {0}, and {1} is allowed. Export it again.':
    'Es antwortet nicht wie das exportierte Modell: Die Logits weichen um {0} ab, und erlaubt ist {1}. Exportieren Sie es noch einmal.',
  'Its golden logits do not belong to its vocabulary. Export it again.':
    'Die Vergleichs-Logits gehören nicht zum Alphabet. Exportieren Sie es noch einmal.',
  '"{0}" is no model that Charloom can read. Choose the file or folder that was exported, or the .safetensors of an nn.LSTM, GRU or RNN.':
    '„{0}“ ist kein Modell, das Charloom lesen kann. Wählen Sie die exportierte Datei oder den Ordner, oder die .safetensors eines nn.LSTM, GRU oder RNN.',
  '"{0}" was not written by Charloom, so there is no proof in it that could be checked. It may still be imported.':
    '„{0}“ wurde nicht von Charloom geschrieben und enthält keinen Beweis, der sich prüfen ließe. Importieren lässt es sich vielleicht trotzdem.',
  'The text in the file is not the one that it names. Get the file again.':
    'Der Text in der Datei ist nicht der, den sie nennt. Holen Sie die Datei noch einmal.',
};
