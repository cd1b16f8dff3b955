// Look inside: its sections, the text that is looked at, and what a model remembers.

export const lookInside: Readonly<Record<string, string>> = {
  Memory: 'Gedächtnis',
  Units: 'Einheiten',
  'This text is too long to look at as one: it has {0}. Keep at most {1} of them.':
    'Dieser Text ist zu lang, um ihn als einen anzusehen: Er hat {0}. Behalten Sie höchstens {1} davon.',
  Sections: 'Abschnitte',
  'Nothing to look at yet.': 'Noch ist nichts zu sehen.',
  'The first checkpoint comes soon; then you can look inside it while the training goes on.':
    'Bald kommt der erste Checkpoint. Dann können Sie hineinsehen, während das Training weitergeht.',
  'This run has no checkpoint. Continue its training: what is inside shows as soon as it has saved one.':
    'Dieser Lauf hat keinen Checkpoint. Setzen Sie das Training fort: Sobald einer gesichert ist, sehen Sie hinein.',
  '{0} unknown to the model, left out:': 'Ausgelassen, weil das Modell sie nicht kennt, {0}:',
  'Only the first {0} characters were read.': 'Nur die ersten {0} Zeichen wurden gelesen.',
  'Held-out text': 'Zurückgehaltener Text',
  'Held-out lines': 'Zurückgehaltene Zeilen',
  'Your lines': 'Ihre Zeilen',
  'Type or paste lines': 'Zeilen eintippen oder einfügen',
  '{0} of {1} were read.': 'Gelesen wurden {0} von {1}.',
  'Of {0} only the beginning was read, as in training.': 'Von {0} wurde nur der Anfang gelesen, wie im Training.',
  'A file…': 'Eine Datei …',
  'Type or paste a text': 'Text eintippen oder einfügen',
  'Read it': 'Lesen',
  'The model reads the text': 'Das Modell liest den Text',
  'How far back it remembers': 'Wie weit es sich zurückerinnert',
  'The gradient of the loss by the state, so many characters before: what of an error still reaches it there.':
    'Der Gradient des Verlusts nach dem Zustand so viele Zeichen zuvor: was von einem Fehler dort noch ankommt.',
  'The gradient of the answer by the state, so many characters before the line’s end: what the answer still feels of it.':
    'Der Gradient der Antwort nach dem Zustand so viele Zeichen vor dem Ende der Zeile: was die Antwort davon noch spürt.',
  'At each distance only lines of such a length count.': 'Bei jedem Abstand zählen nur Zeilen, die so lang sind.',
  'Averaged over {0} of {1}, at step {2}.': 'Gemittelt über {0} aus {1}, bei Schritt {2}.',
  'the given text': 'dem gegebenen Text',
  'the text that was held out from training': 'dem Text, der vom Training zurückgehalten wurde',
  'what it was trained on, since nothing was held out':
    'dem, womit es trainiert wurde, weil nichts zurückgehalten wurde',
  'a text that the model has written itself, since too little held-out text is at hand':
    'einem Text, den das Modell selbst geschrieben hat, weil zu wenig zurückgehaltener Text da ist',
  'Measuring anew…': 'Wird neu gemessen …',
  'Measuring…': 'Wird gemessen …',
  'Characters back': 'Zeichen zurück',
  'Share of the gradient that is left': 'Anteil des Gradienten, der übrig ist',
  'Kinds of symbols': 'Arten von Symbolen',
  'What it remembers longest': 'Was es am längsten behält',
  'How slowly the gradient by a character fades as the character moves back.':
    'Wie langsam der Gradient nach einem Zeichen schwindet, je weiter das Zeichen zurückliegt.',
  letters: 'Buchstaben',
  digits: 'Ziffern',
  spaces: 'Leerzeichen',
  'line ends': 'Zeilenenden',
  quotes: 'Anführungszeichen',
  'other signs': 'andere Zeichen',
  'Of the text': 'Vom Text',
  'Half-life': 'Halbwertszeit',
  '{0} back {1} of it is left': '{0} zurück sind noch {1} davon übrig',
  'The gradient does not fall; {0}.': 'Der Gradient fällt nicht; {0}.',
  'On average the gradient halves every {0}; {1}.': 'Im Mittel halbiert sich der Gradient alle {0}; {1}.',
  'Layer {0}: the gradient does not fall; {1}.': 'Schicht {0}: Der Gradient fällt nicht; {1}.',
  'Layer {0}: on average the gradient halves every {1}; {2}.':
    'Schicht {0}: Im Mittel halbiert sich der Gradient alle {1}; {2}.',
  'Share of the gradient that is left against characters back.':
    'Anteil des Gradienten, der übrig ist, gegen die Zeichen zurück.',
  '{0} left {1} back': '{0} übrig, {1} zurück',
  'does not fall': 'fällt nicht',
  'halves every {0}': 'halbiert sich alle {0}',
  'characters back': 'Zeichen zurück',
  'training looks back {0}': 'das Training sieht {0} zurück',
  'Layer {0}: {1}': 'Schicht {0}: {1}',
  'earlier checkpoints': 'frühere Checkpoints',
  Connections: 'Zusammenhänge',
  'What matters to what comes next': 'Worauf es beim nächsten Zeichen ankommt',
  'What the answer rests on': 'Worauf die Antwort beruht',
  'Change the text': 'Text ändern',
  'Text to look at': 'Text zum Ansehen',
  'Type or paste a text here.': 'Tippen oder fügen Sie hier einen Text ein.',
  'Give a text first: press “Change the text”.': 'Geben Sie zuerst einen Text ein: mit „Text ändern“.',
  'Reading the text…': 'Der Text wird gelesen …',
  'Character that is read last': 'Zuletzt gelesenes Zeichen',
  'After {0} the model gives {1} {2}.': 'Nach {0} gibt das Modell {1} {2}.',
  'After {0} the model says {1}, {2}.': 'Nach {0} sagt das Modell {1}, {2}.',
  'It rests most on {0}.': 'Am meisten stützt es sich auf {0}.',
  '{0} itself': '{0} selbst',
  '{0} {1} back': '{0} {1} zurück',
  '{0}; next {1}, {2}': '{0}; als Nächstes {1}, {2}',
  '{0}; labelled {1}, {2}': '{0}; eingestuft als {1}, {2}',
  'Cells side by side': 'Zellen im Vergleich',
  'Its text is not in the library, so no other cell can learn it beside this one.':
    'Sein Text ist nicht in der Bibliothek. Deshalb kann ihn keine andere Zelle zum Vergleich lernen.',
  'This run goes on from another one, so a fresh run would not be its equal.':
    'Dieser Lauf setzt einen anderen fort. Ein neuer Lauf wäre ihm nicht gleich.',
  'How it was trained is not known, so no other cell can be trained alike.':
    'Wie er trainiert wurde, ist nicht bekannt. Deshalb kann keine andere Zelle ebenso trainiert werden.',
  'Its length is not known yet: it is measured as the run begins.':
    'Seine Länge ist noch nicht bekannt: Sie wird gemessen, wenn der Lauf beginnt.',
  'About {0} in all, at this run’s pace.': 'Etwa {0} insgesamt, so schnell wie dieser Lauf.',
  'Train the other {0}': 'Die anderen trainieren ({0})',
  'The same text, seed and settings, {0} each, and as many parameters as this model: only the cell differs.':
    'Derselbe Text, Startwert und dieselben Einstellungen, je {0} und so viele Parameter wie dieses Modell: Nur die Zelle ist anders.',
  'Not measured yet': 'Noch nicht gemessen',
  'Not trained yet': 'Noch nicht trainiert',
  '{0}, validation {1}': '{0}, Validierung {1}',
  '{0} characters in the {1}': '{0} Zeichen im {1}',
  '{0} in the {1}': '{0} im {1}',
  'With about {0} parameters each, the gradient falls in none of them.':
    'Bei je etwa {0} Parametern fällt der Gradient in keiner von ihnen.',
  'With about {0} parameters each, the gradient halves every {1}.':
    'Bei je etwa {0} Parametern halbiert sich der Gradient alle {1}.',
  'It does not fall in the {0}.': 'Er fällt nicht im {0}.',
  '{0} nats in the {1}': '{0} Nats im {1}',
  'The best validation losses are {0}.': 'Die besten Validierungsverluste sind {0}.',
  'Why a network forgets': 'Warum ein Netz vergisst',
  'Training follows an error back, character by character.':
    'Das Training verfolgt einen Fehler zurück, Zeichen für Zeichen.',
  'Each step multiplies the gradient by the slope of one step of the cell.':
    'Jeder Schritt multipliziert den Gradienten mit der Steigung eines Schritts der Zelle.',
  'Where that slope is below 1, little is left after many steps: the gradient vanishes.':
    'Wo diese Steigung unter 1 liegt, ist nach vielen Schritten wenig übrig: Der Gradient verschwindet.',
  'In this model: {0}': 'In diesem Modell: {0}',
  Gates: 'Gates',
  '{0} mend it. They are numbers between 0 and 1 that decide how much of the old state is kept.':
    '{0} beheben das. Sie sind Zahlen zwischen 0 und 1 und entscheiden, wie viel vom alten Zustand bleibt.',
  'Where a gate keeps nearly all, the slope is nearly 1, and the gradient passes. A vanilla RNN has no gates.':
    'Wo ein Gate fast alles behält, ist die Steigung fast 1, und der Gradient kommt durch. Ein Vanilla-RNN hat keine Gates.',
  'This cell has no gates: the whole state goes through the weights and a bent curve at every step.':
    'Diese Zelle hat keine Gates: Der ganze Zustand geht bei jedem Schritt durch die Gewichte und eine gebogene Kurve.',
  'LSTM and GRU keep a part of it with gates, so that the slope stays near 1.':
    'LSTM und GRU behalten mit Gates einen Teil davon, so dass die Steigung nahe 1 bleibt.',
  'This run follows an error over {0} at a time (truncated back-propagation).':
    'Dieser Lauf verfolgt einen Fehler jeweils über {0} (abgeschnittene Rückwärtsrechnung).',
  'The state itself is carried on, so the model can use what stood further back, but nothing teaches it to keep that in mind.':
    'Der Zustand selbst geht weiter. Was weiter zurückliegt, kann das Modell also nutzen, aber nichts bringt ihm bei, es zu behalten.',
  'This run follows an error back over a whole line.': 'Dieser Lauf verfolgt einen Fehler über die ganze Zeile zurück.',
  'Every line begins from an empty state.': 'Jede Zeile beginnt mit leerem Zustand.',
  'Training follows an error over a limited number of characters (truncated back-propagation).':
    'Das Training verfolgt einen Fehler über eine begrenzte Zahl von Zeichen (abgeschnittene Rückwärtsrechnung).',
  'The state itself is carried on.': 'Der Zustand selbst geht weiter.',
  'One step of the {0}, as it is computed': 'Ein Schritt des {0}, wie er gerechnet wird',
  'hidden state': 'verborgene Zustand',
  'cell state': 'Zellzustand',
  sigmoid: 'Sigmoidfunktion',
  'h is the {0}.': 'h ist der {0}.',
  'h is the {0}, c the {1}.': 'h ist der {0}, c der {1}.',
  'σ is the {0}, ∘ the product unit by unit, ′ marks the state before the step.':
    'σ ist die {0}, ∘ das Produkt Einheit für Einheit, ′ bezeichnet den Zustand vor dem Schritt.',
  'Equations of a step': 'Gleichungen eines Schritts',
  'Here each of them is {0} long, and h′ goes through {1} × {2} weights in every layer.':
    'Hier ist jedes davon {0} lang, und h′ geht in jeder Schicht durch {1} × {2} Gewichte.',
  'Before it each gate is a sum: the weights times the input and h′, and a bias.':
    'Zuvor ist jedes Gate eine Summe: die Gewichte mal Eingabe und h′, dazu ein Bias.',
  'In this run layer normalisation evens out each of the two products before they are added.':
    'In diesem Lauf gleicht die Layer-Normalisierung jedes der beiden Produkte aus, bevor sie addiert werden.',
  'Where the two parts stay apart, they are called ih and hh.':
    'Wo die beiden Teile getrennt bleiben, heißen sie ih und hh.',
  'What is left of a gradient where each step multiplies it by {0}, by {1}, or by {2}.':
    'Was von einem Gradienten bleibt, wenn ihn jeder Schritt mit {0}, mit {1} oder mit {2} malnimmt.',
  'The blue line is your model.': 'Die blaue Linie ist Ihr Modell.',
  'gate {0}': 'Gate {0}',
  'A gate multiplies the old state by a number between 0 and 1. Near 1 the state passes, and so does the gradient on its way back. Near 0 both are cut off.':
    'Ein Gate nimmt den alten Zustand mit einer Zahl zwischen 0 und 1 mal. Nahe 1 kommt der Zustand durch, und auf dem Rückweg auch der Gradient. Nahe 0 sind beide abgeschnitten.',
  state: 'Zustand',
  gradient: 'Gradient',
  'The state goes on from one sequence into the next. The gradient goes back to the border of its sequence and no further.':
    'Der Zustand geht von einer Sequenz in die nächste weiter. Der Gradient geht bis zur Grenze seiner Sequenz zurück und nicht weiter.',
  'In your run a sequence has {0}.': 'In Ihrem Lauf hat eine Sequenz {0}.',
};
