// Why a request about runs, texts that are written, or what is inside a model cannot be granted.

export const hostErrors: Readonly<Record<string, string>> = {
  'How long a step of this run takes is not known yet. Give its new length in steps or epochs.':
    'Wie lange ein Schritt dieses Laufs dauert, ist noch nicht bekannt. Geben Sie die neue Länge in Schritten oder Epochen an.',
  '"{0}" has not trained yet. Continue it before you extend it.':
    '„{0}“ hat noch nicht trainiert. Setzen Sie den Lauf fort, bevor Sie ihn verlängern.',
  'Rare symbols of "{0}" were replaced when it was imported, and what took their place stands for no number. Import the column again, keep all its symbols, and train on that.':
    'Seltene Zeichen von „{0}“ wurden beim Import ersetzt, und was nun an ihrer Stelle ist, bedeutet keine Zahl. Importieren Sie die Spalte noch einmal, behalten Sie alle Zeichen, und trainieren Sie damit.',
  '"{0}" was trained on "{1}", which is a text and no column of numbers. Import a CSV file with --column, or with its column cut into bins, and train on that.':
    '„{0}“ wurde mit „{1}“ trainiert, einem Text und keiner Spalte von Zahlen. Importieren Sie eine CSV-Datei mit --column oder mit einer in Klassen geteilten Spalte, und trainieren Sie damit.',
  '"{0}" was deleted while it wrote, so the text is not kept.':
    '„{0}“ wurde gelöscht, während das Modell schrieb; der Text wird daher nicht aufbewahrt.',
  'Nothing of the lines of "{0}" was held out, so there is nothing to test it on. Start a run that holds out a share.':
    'Von den Zeilen von „{0}“ wurde nichts zurückgehalten, es gibt also nichts zum Testen. Beginnen Sie einen Lauf, der einen Anteil zurückhält.',
  '"{0}" writes and tells no labels apart. Train a run with the task classify on a labelled text.':
    '„{0}“ schreibt und unterscheidet keine Labels. Trainieren Sie einen Lauf zum Klassifizieren mit einem Text, der Labels hat.',
  'The blended models weigh {0} together. Give them at most 1: the first model has the rest.':
    'Die beigemischten Modelle wiegen zusammen {0}. Geben Sie ihnen höchstens 1: Das erste Modell hat den Rest.',
  '"{0}" tells labels apart and does not write. Give it lines on its Classify screen, or with the command classify.':
    '„{0}“ unterscheidet Labels und schreibt nicht. Geben Sie dem Lauf Zeilen auf seiner Seite „Klassifizieren“ oder mit dem Befehl classify.',
  'code points': 'Codepunkte',
  'whole characters': 'ganze Zeichen',
  '"{0}" writes {1} and "{2}" {3}, so they cannot be blended. Choose models with the same unit.':
    '„{0}“ schreibt {1} und „{2}“ {3}, sie lassen sich also nicht mischen. Wählen Sie Modelle mit derselben Einheit.',
  'The model knows no character of these lines. Give others.':
    'Das Modell kennt kein Zeichen dieser Zeilen. Geben Sie andere ein.',
  'There is no line to measure a memory on. Give at least one.':
    'Es gibt keine Zeile, an der ein Gedächtnis gemessen werden kann. Geben Sie mindestens eine ein.',
  'A memory is measured on at least {0} characters that the model knows; there are {1}. Give a longer text.':
    'Ein Gedächtnis wird an mindestens {0} Zeichen gemessen, die das Modell kennt; hier sind es {1}. Geben Sie einen längeren Text.',
  'The text has {0}, counted from 0; there is no character {1}. Give a smaller number.':
    'Der Text hat {0}, gezählt von 0 an; ein Zeichen {1} gibt es nicht. Geben Sie eine kleinere Zahl.',
  'The model knows no character up to that position. Choose a later one.':
    'Das Modell kennt bis zu dieser Stelle kein Zeichen. Wählen Sie eine spätere.',
  'The format {0} has no choice of "{1}". Leave it out, or take another format.':
    'Das Format {0} hat keine Wahl „{1}“. Lassen Sie sie weg, oder nehmen Sie ein anderes Format.',
  '"{0}" comes with Charloom and stays as it is. Choose another name.':
    '„{0}“ gehört zu Charloom und bleibt, wie es ist. Wählen Sie einen anderen Namen.',
  'Learning rates are tried out on runs that write. Of a run that tells labels apart, begin with 0.003 and watch its loss.':
    'Lernraten werden an Läufen ausprobiert, die schreiben. Beginnen Sie einen Lauf, der Labels unterscheidet, mit 0,003, und beobachten Sie den Verlust.',
  'This model needs {0} of memory to train, and {1} can be had. Choose fewer units or layers, a smaller batch or a shorter sequence.':
    'Dieses Modell braucht zum Trainieren {0} Speicher, und {1} sind möglich. Wählen Sie weniger Einheiten oder Schichten, einen kleineren Batch oder eine kürzere Sequenz.',
  '"{0}" is not training, so it cannot be paused.': '„{0}“ trainiert nicht und kann also nicht angehalten werden.',
  '"{0}" diverged before its first checkpoint, and would do so again with the same settings. Start a new run with a lower learning rate or stronger clipping.':
    '„{0}“ ist vor dem ersten Checkpoint divergiert und täte es mit denselben Einstellungen wieder. Beginnen Sie einen neuen Lauf mit niedrigerer Lernrate oder stärkerem Clipping.',
  '"{0}" writes, so a branch of it cannot tell labels apart. Start a new run with the task classify.':
    '„{0}“ schreibt, ein Zweig davon kann also keine Labels unterscheiden. Beginnen Sie einen neuen Lauf zum Klassifizieren.',
  '"{0}" tells labels apart, so a branch of it cannot write. Start a new run with the task generate.':
    '„{0}“ unterscheidet Labels, ein Zweig davon kann also nicht schreiben. Beginnen Sie einen neuen Lauf zum Schreiben.',
  '"{0}" tells "{1}" apart, and the lines of "{2}" have the labels "{3}". Choose a text with the same labels, or start a new run.':
    '„{0}“ unterscheidet „{1}“, und die Zeilen von „{2}“ haben die Labels „{3}“. Wählen Sie einen Text mit denselben Labels, oder beginnen Sie einen neuen Lauf.',
  '"{0}" stands at a line that its text does not have. Branch it, and the branch reads the lines from the first.':
    '„{0}“ steht an einer Zeile, die der Text nicht hat. Zweigen Sie den Lauf ab: Der Zweig liest die Zeilen von der ersten an.',
  '"{0}" has reached its length. Extend it to train for longer.':
    '„{0}“ hat seine Länge erreicht. Verlängern Sie den Lauf, um länger zu trainieren.',
  'Something newer was asked for.': 'Es wurde etwas Neueres verlangt.',
  'A draft has at most {0} characters.': 'Ein Entwurf hat höchstens {0} Zeichen.',
  'The checkpoint of step {0} that wrote this text is not kept any more, so it cannot be written again.':
    'Der Checkpoint von Schritt {0}, der diesen Text schrieb, ist nicht mehr da; der Text kann also nicht noch einmal geschrieben werden.',
  'A checkpoint that took part in writing this text is not kept any more, so it cannot be written again.':
    'Ein Checkpoint, der an diesem Text mitschrieb, ist nicht mehr da; der Text kann also nicht noch einmal geschrieben werden.',
  'Units can be held in one model alone. Take the others out of the blend.':
    'Einheiten lassen sich nur in einem einzelnen Modell festhalten. Nehmen Sie die anderen aus der Mischung.',
  'This model has no unit {0} in layer {1}; it has {2} of {3}. Choose another one.':
    'Dieses Modell hat keine Einheit {0} in Schicht {1}; es hat {2} mit je {3:dative}. Wählen Sie eine andere.',
  'Nothing can be written: all symbols that could begin the text are banned. Take something off the list of bans.':
    'Es lässt sich nichts schreiben: Alle Symbole, die den Text beginnen könnten, sind verboten. Streichen Sie etwas aus der Liste der Verbote.',
  'Nothing can be written: all symbols that could follow the prompt are banned. Take something off the list of bans.':
    'Es lässt sich nichts schreiben: Alle Symbole, die auf den Prompt folgen könnten, sind verboten. Streichen Sie etwas aus der Liste der Verbote.',
  '"{0}" finds one text, not {1}. Ask for one, or let the texts be drawn.':
    '„{0}“ findet einen Text und nicht {1}. Verlangen Sie einen, oder lassen Sie die Texte ziehen.',
  'Generating was stopped before the first character.': 'Das Schreiben wurde vor dem ersten Zeichen beendet.',
  'Generating was stopped before the text was found.': 'Das Schreiben wurde beendet, bevor der Text gefunden war.',
  "The text has {0} of the characters that this model knows, and at least 2 are needed. Choose a text in the model's script.":
    'Der Text hat {0} von den Zeichen, die dieses Modell kennt, und mindestens 2 sind nötig. Wählen Sie einen Text in der Schrift des Modells.',
  'No model has a checkpoint yet. Train one first, or import one.':
    'Noch kein Modell hat einen Checkpoint. Trainieren Sie zuerst eines, oder importieren Sie eines.',
  'The model knows fewer than 2 characters of this text. Choose a text in the model’s script.':
    'Das Modell kennt weniger als 2 Zeichen dieses Textes. Wählen Sie einen Text in der Schrift des Modells.',
  'At least 2 characters are needed, the first to read and the second to predict. Give a longer text.':
    'Mindestens 2 Zeichen sind nötig, das erste zum Lesen und das zweite zum Vorhersagen. Geben Sie einen längeren Text.',
  'Another task has taken the place of this one.': 'Eine andere Aufgabe ist an die Stelle dieser getreten.',
  '"{0}" is training, and one run trains at a time. Pause or stop it first, or use the queue.':
    '„{0}“ trainiert, und nur ein Lauf trainiert auf einmal. Halten Sie ihn zuerst an, beenden Sie ihn, oder benutzen Sie die Warteschlange.',
  '"{0}" is training. Pause or stop it first.': '„{0}“ trainiert. Halten Sie den Lauf zuerst an, oder beenden Sie ihn.',
  '"{0}" has no labels to tell apart. {1} Choose the task generate, or a labelled text.':
    '„{0}“ hat keine Labels zum Unterscheiden. {1} Wählen Sie die Aufgabe Schreiben oder einen Text mit Labels.',
  'This run tells "{0}" apart, and the lines of its text have the labels "{1}". Start a new run on the text.':
    'Dieser Lauf unterscheidet „{0}“, und die Zeilen seines Textes haben die Labels „{1}“. Beginnen Sie mit dem Text einen neuen Lauf.',
  'There are {0} to train on, and a batch of {1} needs as many. Take a smaller batch, hold out less, or add lines.':
    'Zum Trainieren gibt es {0}, und ein Batch von {1:dative} braucht ebenso viele. Nehmen Sie einen kleineren Batch, halten Sie weniger zurück, oder fügen Sie Zeilen hinzu.',
  'none is left to train on': 'zum Trainieren bleibt keine',
  'none is left to validate on': 'zum Validieren bleibt keine',
  'none is left for the test': 'für den Test bleibt keine',
  'The label "{0}" has too few lines whose letters differ: {1}. Add lines, leave that label out, or hold out another share.':
    'Das Label „{0}“ hat zu wenige Zeilen mit verschiedenen Buchstaben: {1}. Fügen Sie Zeilen hinzu, lassen Sie das Label weg, oder halten Sie einen anderen Anteil zurück.',
  'Mark some text first: at least one character.': 'Markieren Sie zuerst Text: mindestens ein Zeichen.',
  'There are {0} whose labels are known; at least {1} are needed. Read a file with more.':
    'Es gibt {0} mit bekanntem Label; mindestens {1} sind nötig. Lesen Sie eine Datei mit mehr.',
  'Nobody knows the labels of these lines. Read the held-out lines, or a file whose lines have labels.':
    'Niemand kennt die Labels dieser Zeilen. Lesen Sie die zurückgehaltenen Zeilen oder eine Datei, deren Zeilen Labels haben.',
  'This text is not held any more. Read it again.':
    'Dieser Text wird nicht mehr bereitgehalten. Lesen Sie ihn noch einmal.',
  'This model has no {0} {1} in layer {2}. Choose another unit.':
    'Dieses Modell hat kein {0} {1} in Schicht {2}. Wählen Sie eine andere Einheit.',
  'The model knows none of this text’s characters. Choose a text in the model’s script.':
    'Das Modell kennt kein Zeichen dieses Textes. Wählen Sie einen Text in der Schrift des Modells.',
  'A run of the blend is not in the library any more. Choose another one for it, or take it out of the blend.':
    'Ein Lauf der Mischung ist nicht mehr in der Bibliothek. Wählen Sie einen anderen dafür, oder nehmen Sie ihn aus der Mischung.',
  'There is no text. Type or paste one.': 'Es gibt keinen Text. Tippen Sie einen, oder fügen Sie einen ein.',
  '"{0}" is no regular expression: {1}. Correct it.': '„{0}“ ist kein regulärer Ausdruck: {1}. Berichtigen Sie ihn.',
  'it cannot be understood': 'er ist nicht zu verstehen',
  'an opening round bracket is never closed': 'eine öffnende runde Klammer wird nie geschlossen',
  'a closing round bracket has no opening one': 'eine schließende runde Klammer hat keine öffnende',
  'an opening square bracket is never closed': 'eine öffnende eckige Klammer wird nie geschlossen',
  'a square or curly bracket stands alone': 'eine eckige oder geschweifte Klammer steht allein',
  'there is nothing before the "*", "+", "?" or "{" to repeat':
    'vor „*“, „+“, „?“ oder „{“ steht nichts, was sich wiederholen ließe',
  'a number of repetitions in curly brackets is not complete':
    'eine Anzahl von Wiederholungen in geschweiften Klammern ist unvollständig',
  'in curly brackets the larger number stands first': 'in geschweiften Klammern steht die größere Zahl zuerst',
  'a range in square brackets ends before it begins': 'ein Bereich in eckigen Klammern endet, bevor er anfängt',
  'a range in square brackets has a whole class as its end':
    'ein Bereich in eckigen Klammern hat eine ganze Klasse als Ende',
  'it ends in a backslash': 'er endet mit einem umgekehrten Schrägstrich',
  'a backslash stands before a character that it does not go with':
    'ein umgekehrter Schrägstrich steht vor einem Zeichen, zu dem er nicht passt',
  'the escape of a character is not complete, or there is no such character':
    'die Maskierung eines Zeichens ist unvollständig, oder es gibt kein solches Zeichen',
  'it names a property of characters that does not exist': 'er nennt eine Eigenschaft von Zeichen, die es nicht gibt',
  'the signs after an opening round bracket and "?" do not go together':
    'die Zeichen hinter einer öffnenden runden Klammer und „?“ passen nicht zusammen',
  'the name of a group is not complete, or has a sign that no name has':
    'der Name einer Gruppe ist unvollständig oder hat ein Zeichen, das kein Name hat',
  'two groups have the same name': 'zwei Gruppen heißen gleich',
  'it refers to a group by a name that is not complete': 'er verweist mit einem unvollständigen Namen auf eine Gruppe',
  'it refers to a group that it does not have': 'er verweist auf eine Gruppe, die er nicht hat',
  'it has too many groups': 'er hat zu viele Gruppen',
  'it is too long': 'er ist zu lang',
  'The text has {0} that the model knows; at least {1} are needed. Take a longer one.':
    'Der Text hat {0}, die das Modell kennt; mindestens {1} sind nötig. Nehmen Sie einen längeren.',
  'in the text': 'im Text',
  'in one half of the text': 'in einer Hälfte des Textes',
  'What is to be followed stands nowhere {0}, so nothing can be measured. Choose something else, or another text.':
    'Was verfolgt werden soll, steht nirgends {0}; messen lässt sich also nichts. Wählen Sie etwas anderes oder einen anderen Text.',
  'What is to be followed stands everywhere {0}, so nothing can be measured. Choose something else, or another text.':
    'Was verfolgt werden soll, steht überall {0}; messen lässt sich also nichts. Wählen Sie etwas anderes oder einen anderen Text.',
  'Take --kernels auto.': 'Nehmen Sie --kernels auto.',
  '{0} Take --kernels auto.': '{0} Nehmen Sie --kernels auto.',
  'Scoring needs at least 2 characters, the first to read and the second to predict; there is 1 character. Give a longer text.':
    'Zum Bewerten sind mindestens 2 Zeichen nötig, das erste zum Lesen und das zweite zum Vorhersagen; hier ist es 1 Zeichen. Geben Sie einen längeren Text.',
  'Scoring needs at least 2 characters, the first to read and the second to predict; there is none. Give a longer text.':
    'Zum Bewerten sind mindestens 2 Zeichen nötig, das erste zum Lesen und das zweite zum Vorhersagen; hier ist keines. Geben Sie einen längeren Text.',
  'A thread that helped to write this text has died, so the text ends here. Write it again: one thread writes it then, the same text from the same seed.':
    'Ein Thread, der an diesem Text mitschrieb, ist ausgefallen; der Text endet also hier. Schreiben Sie ihn noch einmal: Dann schreibt ihn ein einziger Thread, denselben Text aus demselben Startwert.',
  'A stop string is empty, so no text could end after it. Leave it out.':
    'Eine Stoppfolge ist leer, kein Text könnte danach enden. Lassen Sie sie weg.',
  'A ban or stop string is too long. Use at most {0}.':
    'Eine verbotene Zeichenfolge oder Stoppfolge ist zu lang. Nehmen Sie höchstens {0}.',
  'Too many bans or stop strings are given. Use at most {0}.':
    'Das sind zu viele verbotene Zeichenfolgen oder Stoppfolgen. Nehmen Sie höchstens {0}.',
  'One of the bans is empty: it would ban nothing, or everything. Leave it out.':
    'Eines der Verbote ist leer: Es verböte nichts oder alles. Lassen Sie es weg.',
  'A bias is for one symbol; "{0}" has {1}. Give each symbol a bias of its own, such as e=-2.':
    'Ein Bias gilt für ein Symbol; „{0}“ hat {1}. Geben Sie jedem Symbol seinen eigenen Bias, etwa e=-2.',
};
