// Why somebody else's model, or its vocabulary, cannot be taken.

export const foreignErrors: Readonly<Record<string, string>> = {
  'There are {0} .safetensors files in this folder, such as "{1}" and "{2}". Choose the one with the model.':
    'In diesem Ordner sind {0} .safetensors-Dateien, etwa „{1}“ und „{2}“. Wählen Sie die mit dem Modell.',
  '"{0}" is a link that leads to no file: download the model again.':
    '„{0}“ ist eine Verknüpfung, die zu keiner Datei führt: Laden Sie das Modell noch einmal.',
  'It has only the proof of an export: "{0}" is missing. Export it again.':
    'Er enthält nur den Beweis eines Exports: „{0}“ fehlt. Exportieren Sie noch einmal.',
  'Choose a folder that Charloom exported, or a .safetensors file.':
    'Wählen Sie einen von Charloom exportierten Ordner oder eine .safetensors-Datei.',
  'There is no model in this folder. {0}': 'In diesem Ordner ist kein Modell. {0}',
  'in Python, put what safetensors.torch.load_file gives of each piece into one dict, and write that with safetensors.torch.save_file.':
    'Legen Sie in Python alles, was safetensors.torch.load_file von jedem Teil liefert, in ein dict, und schreiben Sie es mit safetensors.torch.save_file.',
  'This is piece {0} of the {1} that a model was cut into. Join them: {2}':
    'Das ist Teil {0} von {1} Teilen eines zerschnittenen Modells. Fügen Sie sie zusammen: {2}',
  'The model is in {0} pieces. Join them: {1}': 'Das Modell besteht aus {0} Teilen. Fügen Sie sie zusammen: {1}',
  'The model is in {0} pieces, of which "{1}" is missing. Download it as well, and join them: {2}':
    'Das Modell besteht aus {0} Teilen, von denen „{1}“ fehlt. Laden Sie auch diesen, und fügen Sie sie zusammen: {2}',
  '"{0}" is the list of a model in {1} pieces, without its weights. Join them: {2}':
    '„{0}“ ist die Liste eines Modells aus {1} Teilen, ohne die Gewichte. Fügen Sie sie zusammen: {2}',
  '"{0}" is the list of the pieces of a model, without its weights. Join them: {1}':
    '„{0}“ ist die Liste der Teile eines Modells, ohne die Gewichte. Fügen Sie sie zusammen: {1}',
  'No tensor is named as torch.nn.LSTM, GRU or RNN names them (weight_ih_l0, …): these are named as Keras names them, whose matrices are transposed. Save the transpose of each under the name that PyTorch gives it, such as weight_ih_l0. {0}':
    'Kein Tensor heißt so, wie torch.nn.LSTM, GRU oder RNN ihn nennt (weight_ih_l0, …): Diese heißen wie bei Keras, dessen Matrizen transponiert sind. Speichern Sie jede transponiert unter dem Namen, den PyTorch ihr gibt, etwa weight_ih_l0. {0}',
  'No tensor is named as torch.nn.LSTM, GRU or RNN names them (weight_ih_l0, …): map them by hand.':
    'Kein Tensor heißt so, wie torch.nn.LSTM, GRU oder RNN ihn nennt (weight_ih_l0, …): Ordnen Sie die Tensoren von Hand zu.',
  'Of "{0}" and "{1}", which are alike, one is the embedding and one the head. Say which.':
    'Von „{0}“ und „{1}“, die gleich aussehen, ist eines das Embedding und eines der Kopf. Geben Sie an, welches.',
  'Its head has two layers, "{0}" ({1} × {2}) and "{3}" ({4} × {5}), and a Charloom model has one: train it anew with one.':
    'Der Kopf hat zwei Schichten, „{0}“ ({1} × {2}) und „{3}“ ({4} × {5}), und ein Charloom-Modell hat eine: Trainieren Sie es mit einer neu.',
  '"{0}" is a folder. Choose a JSON file with the list of the characters, in the order of their ids.':
    '„{0}“ ist ein Ordner. Wählen Sie eine JSON-Datei mit der Liste der Zeichen in der Reihenfolge ihrer Nummern.',
  '"{0}" is empty. Choose a JSON file with the list of the characters, in the order of their ids.':
    '„{0}“ ist leer. Wählen Sie eine JSON-Datei mit der Liste der Zeichen in der Reihenfolge ihrer Nummern.',
  'It reads its text in both directions, and what writes text cannot know what follows':
    'Das Modell liest den Text in beiden Richtungen, und wer Text schreibt, kann nicht wissen, was folgt',
  'Its LSTM projects its state (proj_size), which Charloom has no cell for':
    'Das LSTM projiziert seinen Zustand (proj_size), und dafür hat Charloom keine Zelle',
  '{0} ("{1}"): train it anew as a plain nn.LSTM, GRU or RNN.':
    '{0} („{1}“): Trainieren Sie es als einfaches nn.LSTM, GRU oder RNN neu.',
  'It has several recurrent parts, such as "{0}" and "{1}", and their order is not known. Name the tensors of each layer.':
    'Das Modell hat mehrere rekurrente Teile, etwa „{0}“ und „{1}“, und ihre Reihenfolge ist nicht bekannt. Nennen Sie die Tensoren jeder Schicht.',
  'The module "{0}" is missing between those of the other recurrent layers: this is not a whole model. Get it whole, or name the tensors of each layer.':
    'Das Modul „{0}“ fehlt zwischen denen der anderen rekurrenten Schichten: Das ist kein vollständiges Modell. Holen Sie es vollständig, oder nennen Sie die Tensoren jeder Schicht.',
  'Layer {0} is missing: the file has a layer {1}, and layers are numbered from 0. Get the whole model.':
    'Schicht {0} fehlt: Die Datei hat eine Schicht {1}, und Schichten werden von 0 an gezählt. Holen Sie das vollständige Modell.',
  'Layer {0} is missing in "{1}": the file has a layer {2}, and layers are numbered from 0. Get the whole model.':
    'Schicht {0} fehlt in „{1}“: Die Datei hat eine Schicht {2}, und Schichten werden von 0 an gezählt. Holen Sie das vollständige Modell.',
  'Layer {0} has no {1}, and other layers have it: this is not a whole model. Get it whole.':
    'Schicht {0} hat kein {1}, andere Schichten aber schon: Das ist kein vollständiges Modell. Holen Sie es vollständig.',
  'The layer of "{0}" has no {1}: this is not a whole model. Get it whole, or name its tensors.':
    'Die Schicht von „{0}“ hat kein {1}: Das ist kein vollständiges Modell. Holen Sie es vollständig, oder nennen Sie die Tensoren.',
  'It has {0} recurrent layers, and Charloom holds {1} at most: train it anew with fewer.':
    'Das Modell hat {0} rekurrente Schichten, und Charloom fasst höchstens {1}: Trainieren Sie es mit weniger neu.',
  'Its recurrent layers are of different width ({0} units), and those of a Charloom model are all alike: train it anew with one width.':
    'Die rekurrenten Schichten sind verschieden breit ({0} Einheiten), und die eines Charloom-Modells sind alle gleich: Trainieren Sie es mit einer Breite neu.',
  'Its recurrent layers are of different kinds ({0}), and those of a Charloom model are all alike: train it anew with one kind.':
    'Die rekurrenten Schichten sind von verschiedener Art ({0}), und die eines Charloom-Modells sind alle gleich: Trainieren Sie es mit einer Art neu.',
  'This is no model that Charloom can hold. Bring another file.':
    'Das ist kein Modell, das Charloom fassen kann. Bringen Sie eine andere Datei.',
  'The model scores {0} characters, and the vocabulary has {1}. Choose the vocabulary that it was trained with.':
    'Das Modell bewertet {0} Zeichen, und das Alphabet hat {1}. Wählen Sie das Alphabet, mit dem es trainiert wurde.',
  'The file has no tensor "{0}" that could be left out.': 'Die Datei hat keinen Tensor „{0}“, der wegbleiben könnte.',
  'The recurrent weights are {0} × {1}, and an LSTM has {2}, a GRU {3} and an RNN {4} row for each column. Name another tensor for rnn.weight_hh_l0.':
    'Die rekurrenten Gewichte sind {0} × {1}, und ein LSTM hat {2}, ein GRU {3} und ein RNN {4} Zeile je Spalte. Nennen Sie einen anderen Tensor für rnn.weight_hh_l0.',
  'The lowest layer reads {0} numbers, and the head scores {1} characters. Name the tensor of the embedding, {2} × {3}.':
    'Die unterste Schicht liest {0} Zahlen, und der Kopf bewertet {1} Zeichen. Nennen Sie den Tensor des Embeddings, {2} × {3}.',
  'A model of these tensors has no {0}. Leave it out of the mapping.':
    'Ein Modell aus diesen Tensoren hat kein {0}. Lassen Sie es aus der Zuordnung weg.',
  '"{0}" is no parameter of a model. Leave it out.': '„{0}“ ist kein Parameter eines Modells. Lassen Sie es weg.',
  '"{0}" is named for both {1} and {2}. Choose two.': '„{0}“ ist für {1} und für {2} genannt. Wählen Sie zwei.',
  '"{0}" is no matrix. Name another tensor for {1}.':
    '„{0}“ ist keine Matrix. Nennen Sie einen anderen Tensor für {1}.',
  'It is not known which tensor is {0}. Name it.': 'Welcher Tensor {0} ist, ist nicht bekannt. Nennen Sie ihn.',
  'Charloom cannot hold a model of these sizes: {0}': 'Ein Modell dieser Größe kann Charloom nicht fassen: {0}',
  '{0} belongs to a batch normalisation, for which the model here has no place.':
    '{0} gehört zu einer Batch-Normalisierung, für die das Modell hier keinen Platz hat.',
  '{0} belong to a batch normalisation, for which the model here has no place.':
    '{0} gehören zu einer Batch-Normalisierung, für die das Modell hier keinen Platz hat.',
  '{0} belongs to a normalisation, for which the model here has no place.':
    '{0} gehört zu einer Normalisierung, für die das Modell hier keinen Platz hat.',
  '{0} belong to a normalisation, for which the model here has no place.':
    '{0} gehören zu einer Normalisierung, für die das Modell hier keinen Platz hat.',
  '{0} looks like a convolution, for which the model here has no place.':
    '{0} sieht nach einer Faltung aus, für die das Modell hier keinen Platz hat.',
  '{0} look like a convolution, for which the model here has no place.':
    '{0} sehen nach einer Faltung aus, für die das Modell hier keinen Platz hat.',
  '{0} looks like attention, for which the model here has no place.':
    '{0} sieht nach Attention aus, für die das Modell hier keinen Platz hat.',
  '{0} look like attention, for which the model here has no place.':
    '{0} sehen nach Attention aus, für die das Modell hier keinen Platz hat.',
  '{0} belongs to a further recurrent layer, for which the model here has no place.':
    '{0} gehört zu einer weiteren rekurrenten Schicht, für die das Modell hier keinen Platz hat.',
  '{0} belong to a further recurrent layer, for which the model here has no place.':
    '{0} gehören zu einer weiteren rekurrenten Schicht, für die das Modell hier keinen Platz hat.',
  '{0} may be the bias of the head, for which the model here has no place.':
    '{0} kann der Bias des Kopfes sein, für den das Modell hier keinen Platz hat.',
  '{0} looks like a further layer, before or behind the recurrent ones, for which the model here has no place.':
    '{0} sieht nach einer weiteren Schicht vor oder hinter den rekurrenten aus, für die das Modell hier keinen Platz hat.',
  '{0} look like further layers, before or behind the recurrent ones, for which the model here has no place.':
    '{0} sehen nach weiteren Schichten vor oder hinter den rekurrenten aus, für die das Modell hier keinen Platz hat.',
  '{0} has no place in the model, and may take part in what it computes.':
    '{0} hat im Modell keinen Platz und kann an der Rechnung beteiligt sein.',
  '{0} have no place in the model, and may take part in what it computes.':
    '{0} haben im Modell keinen Platz und können an der Rechnung beteiligt sein.',
  'it is too large': 'sie ist zu groß',
  'its unit is neither {0} nor {1}': 'ihre Einheit ist weder {0} noch {1}',
  'the symbol of id {0} is not a single {1}': 'das Symbol mit der Nummer {0} ist kein einzelnes {1}',
  'its tables "{0}" and "{1}" contradict each other': 'die Tabellen „{0}“ und „{1}“ widersprechen einander',
  'it holds neither a list nor an object': 'sie enthält weder eine Liste noch ein Objekt',
  'it is a text of {0} characters, and should be one of all of them different':
    'sie ist ein Text von {0} Zeichen, und alle sollten verschieden sein',
  'it is a text of {0} characters, and should be one of {1} different ones':
    'sie ist ein Text von {0} Zeichen, und es sollten {1} verschiedene sein',
  '"{0}" is a Python pickle, which could run any program when it is opened: write the table as JSON, with json.dump(stoi, open("vocabulary.json", "w")), and choose that.':
    '„{0}“ ist ein Python-Pickle, das beim Öffnen jedes Programm ausführen könnte: Schreiben Sie die Tabelle als JSON, mit json.dump(stoi, open("vocabulary.json", "w")), und wählen Sie diese Datei.',
  '{0} is no vocabulary: {1}. Choose a JSON file with the list of the characters, in the order of their ids.':
    '{0} ist kein Alphabet: {1}. Wählen Sie eine JSON-Datei mit der Liste der Zeichen in der Reihenfolge ihrer Nummern.',
  'it has more than {0}': 'sie hat mehr als {0}',
  'it is no table of characters and ids, and holds none that is called such as "chars" or "stoi"':
    'sie ist keine Tabelle von Zeichen und Nummern und enthält auch keine, die etwa „chars“ oder „stoi“ heißt',
  'its ids do not begin at 0 or 1': 'die Nummern beginnen nicht bei 0 oder 1',
  'its ids leave some out': 'die Nummern lassen welche aus',
  'the id {0} stands twice': 'die Nummer {0} steht zweimal da',
  'it is empty': 'sie ist leer',
  'the symbol of id {0} is not a character': 'das Symbol mit der Nummer {0} ist kein Zeichen',
  'the symbol of id {0} is half a character': 'das Symbol mit der Nummer {0} ist ein halbes Zeichen',
  '"{0}" stands twice': '„{0}“ steht zweimal da',
  'it has {0} symbols of several characters, such as "{1}"': 'sie hat {0} Symbole aus mehreren Zeichen, etwa „{1}“',
};
