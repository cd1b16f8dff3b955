// The help: its pages, the glossary and the guide of the first start.

export const help: Readonly<Record<string, string>> = {
  'How surprised the model is by the next character, or by the label of a line, on average. Lower is better.':
    'Wie sehr das nächste Zeichen oder das Label einer Zeile das Modell im Mittel überrascht. Niedriger ist besser.',
  'Nats and bits': 'Nats und Bit',
  'Two units of the same surprise: 1 nat is 1.44 bits. A loss of 1 bit is as hard as a choice between two characters, 2 bits as one among four.':
    'Zwei Maße derselben Überraschung: 1 Nat sind 1,44 Bit. Ein Verlust von 1 Bit ist so schwer wie die Wahl zwischen zwei Zeichen, 2 Bit wie die unter vieren.',
  Perplexity: 'Perplexität',
  'Among how many equally likely characters the model seems to choose. A perplexity of 8 means: as hard as choosing 1 of 8. It is e to the power of the loss in nats.':
    'Unter wie vielen gleich wahrscheinlichen Zeichen das Modell zu wählen scheint. Eine Perplexität von 8 heißt: so schwer wie die Wahl von 1 aus 8. Sie ist e hoch dem Verlust in Nats.',
  'The loss on what the model never trains on: the end of the text, or lines that are held out. It says how well the model has learned.':
    'Der Verlust auf dem, was nie trainiert wird: dem Ende des Textes oder zurückgehaltenen Zeilen. Er sagt, wie gut das Modell gelernt hat.',
  'The loss on what the model is being trained on, smoothed over the last steps as the blue curve is.':
    'Der Verlust auf dem, was gerade trainiert wird, geglättet über die letzten Schritte wie die blaue Kurve.',
  Gap: 'Abstand',
  'Validation minus training loss, both from the same step. When it grows, the model is learning its text by heart.':
    'Validierung minus Trainingsverlust, beide vom selben Schritt. Wächst er, lernt das Modell seinen Text auswendig.',
  'Characters that are trained in a second. The share of the peak compares it with the fastest that the matrix product alone runs on this machine.':
    'Zeichen, die in einer Sekunde trainiert werden. Der Anteil an der Spitzenleistung vergleicht das mit dem Schnellsten, was das Matrixprodukt allein auf diesem Rechner schafft.',
  'One update of all weights, after the model has read one chunk of the text in every lane of the batch.':
    'Eine Änderung aller Gewichte, nachdem das Modell in jeder Bahn des Batches ein Stück Text gelesen hat.',
  'How long the run has been at work. What the machine slept meanwhile does not count.':
    'Wie lange der Lauf gearbeitet hat. Was der Rechner zwischendurch schlief, zählt nicht.',
  Epoch: 'Epoche',
  'One pass over the whole training part of the text.': 'Ein Durchgang durch den ganzen Trainingsteil des Textes.',
  'How far one step changes the weights. Too high and training diverges, too low and it takes for ever.':
    'Wie weit ein Schritt die Gewichte ändert. Zu hoch, und das Training divergiert; zu niedrig, und es dauert ewig.',
  'The numbers that training changes, also called weights. More of them can hold more of a text.':
    'Die Zahlen, die das Training ändert, auch Gewichte genannt. Mehr davon können mehr von einem Text behalten.',
  'What the model reads and writes one at a time: a Unicode code point or, if so chosen, a grapheme cluster.':
    'Was das Modell einzeln liest und schreibt: ein Unicode-Codepoint oder, wenn so gewählt, ein Graphem-Cluster.',
  'n-gram': 'n-Gramm',
  'A simple statistic to compare with: how often each character follows the few before it. A 5-gram looks at the four characters before.':
    'Eine einfache Statistik zum Vergleich: wie oft jedes Zeichen auf die wenigen davor folgt. Ein 5-Gramm sieht auf die vier Zeichen davor.',
  'A saved state of the model: to write with, or to go on training from.':
    'Ein gespeicherter Zustand des Modells: um damit zu schreiben oder von dort weiter zu trainieren.',
  'Below 1 the model keeps to what is likely; above 1 it takes more risks.':
    'Unter 1 hält sich das Modell ans Wahrscheinliche; über 1 wagt es mehr.',
  'Where chance begins. The same checkpoint, prompt, settings and seed write the same text again.':
    'Womit der Zufall beginnt. Derselbe Checkpoint, Prompt und Startwert und dieselben Einstellungen schreiben denselben Text noch einmal.',
  Gradient: 'Gradient',
  'For each weight, in which direction and how strongly it changes the loss. A step goes against it. The gradient by an earlier state or character says how much that still matters.':
    'Für jedes Gewicht, in welche Richtung und wie stark es den Verlust ändert. Ein Schritt geht ihm entgegen. Der Gradient nach einem früheren Zustand oder Zeichen sagt, wie viel es noch darauf ankommt.',
  Entropy: 'Entropie',
  'How open a choice is: the sum of −p · log₂ p over the probabilities p, in bits. The perplexity is 2 to the power of it. Of a text that was made by a known rule, the entropy is the loss that no model beats.':
    'Wie offen eine Wahl ist: die Summe von −p · log₂ p über die Wahrscheinlichkeiten p, in Bit. Die Perplexität ist 2 hoch Entropie. Bei einem Text, der nach einer bekannten Regel gemacht ist, ist sie der Verlust, den kein Modell unterbietet.',
  Probability: 'Wahrscheinlichkeit',
  'How likely a symbol or a label is according to the model. The probabilities of all symbols add up to 100 %, and so do those of two labels. More than two labels are judged one by one.':
    'Wie wahrscheinlich ein Symbol oder ein Label nach dem Modell ist. Die Wahrscheinlichkeiten aller Symbole ergeben zusammen 100 %, ebenso die von zwei Labels. Mehr als zwei Labels werden einzeln beurteilt.',
  'The length of the gradient: the square root of the sum of the squares of all its entries. Clipping limits it, so that a single step cannot wreck the model.':
    'Die Länge des Gradienten: die Wurzel aus der Summe der Quadrate aller Einträge. Sie wird begrenzt, damit kein einzelner Schritt das Modell verdirbt.',
  'How far a step moves the weights, as a share of their size: ‖Δw‖ ÷ ‖w‖ over a sample of them. Far above 0.001 training may diverge, far below it is slow.':
    'Wie weit ein Schritt die Gewichte bewegt, als Anteil ihrer Größe: ‖Δw‖ ÷ ‖w‖ über eine Stichprobe. Weit über 0,001 kann das Training divergieren, weit darunter ist es langsam.',
  'The share of a gate’s values that are below 0.1 (shut) or above 0.9 (open). There the sigmoid is nearly flat, so little of the gradient comes through.':
    'Der Anteil der Werte eines Gates unter 0,1 (zu) oder über 0,9 (offen). Dort ist die Sigmoidfunktion fast flach, und vom Gradienten kommt wenig hindurch.',
  Gate: 'Gate',
  'A number between 0 and 1 for each unit, by which a cell multiplies what is to be kept, added or given out. It is computed anew at every step: the sigmoid of a weighted sum of the input and the hidden state.':
    'Für jede Einheit eine Zahl zwischen 0 und 1, mit der eine Zelle malnimmt, was behalten, hinzugefügt oder ausgegeben wird. Sie wird in jedem Schritt neu berechnet: die Sigmoidfunktion einer gewichteten Summe aus Eingabe und verborgenem Zustand.',
  'Hidden state': 'Verborgener Zustand',
  'h: one number a unit, computed anew with every character. The layer reads it again at its next step, and so does the layer above at this one.':
    'h: eine Zahl je Einheit, mit jedem Zeichen neu berechnet. Die Schicht selbst liest ihn im nächsten Schritt wieder, die Schicht darüber im selben.',
  'Cell state': 'Zellzustand',
  'c: one number a unit that an LSTM keeps beside the hidden state. Its gates decide what of it is kept, what is added to it, and what of it is given out as h.':
    'c: eine Zahl je Einheit, die ein LSTM neben dem verborgenen Zustand behält. Seine Gates entscheiden, was davon bleibt, was hinzukommt und was als h ausgegeben wird.',
  Sigmoid: 'Sigmoidfunktion',
  'σ(x) = 1 ÷ (1 + e⁻ˣ): it turns any number into one between 0 and 1. Gates are made by it, and so are the probabilities of labels.':
    'σ(x) = 1 ÷ (1 + e⁻ˣ): Sie macht aus jeder Zahl eine zwischen 0 und 1. So entstehen Gates, und so die Wahrscheinlichkeiten von Labels.',
  'Over how many characters the gradient falls by half on its way back: ln 2 ÷ the fall per character of the straight line that fits its logarithm best. The longer it is, the farther back the model remembers.':
    'Über wie viele Zeichen der Gradient auf dem Weg zurück auf die Hälfte fällt: ln 2 ÷ den Abfall je Zeichen der Geraden, die am besten zu seinem Logarithmus passt. Je länger sie ist, desto weiter erinnert sich das Modell zurück.',
  'Units that are active together, as non-negative matrix factorisation finds them. All factors together account for 1 − (what is left of the activity ÷ the activity), both summed as squares.':
    'Einheiten, die gemeinsam aktiv sind, wie die nichtnegative Matrixfaktorisierung sie findet. Alle Faktoren zusammen erklären 1 − (was von der Aktivität übrig bleibt ÷ die Aktivität), beide als Summe von Quadraten.',
  Correlation: 'Korrelation',
  'How closely two things rise and fall together (Pearson): their covariance ÷ the product of their standard deviations. 1 is a perfect fit, −1 a perfect fit the other way round, 0 is none.':
    'Wie eng zwei Größen miteinander steigen und fallen (Pearson): ihre Kovarianz ÷ das Produkt ihrer Standardabweichungen. 1 heißt, dass sie genau zusammenpassen, −1 genau umgekehrt, 0 gar nicht.',
  'The share of all units whose F1 is as high where the model reads the same text shuffled. The nearer to 0 %, the less likely a find is an accident.':
    'Der Anteil aller Einheiten, deren F1 ebenso hoch ist, wo das Modell denselben Text gemischt liest. Je näher an 0 %, desto unwahrscheinlicher ist ein Zufallsfund.',
  Likeness: 'Ähnlichkeit',
  'Of the units that are on or off all through the marked passage, the share that is the same in another passage, on average over its characters.':
    'Von den Einheiten, die in der ganzen markierten Stelle an oder aus sind, der Anteil, der es in einer anderen Stelle ebenso ist, im Mittel über deren Zeichen.',
  'In what share of many texts a model stays first, each put together anew from passages of this one that are drawn at random (the bootstrap).':
    'In welchem Anteil vieler Texte ein Modell vorn bleibt, die alle aus zufällig gezogenen Stellen dieses Textes neu zusammengesetzt sind (Bootstrap).',
  Label: 'Label',
  'What stands before a line of a labelled text, such as “spam”. A model that tells labels apart says which one a line has.':
    'Was vor einer Zeile eines Textes mit Labels steht, etwa „Spam“. Ein Modell, das Labels unterscheidet, sagt, welches eine Zeile hat.',
  'The share of lines that are labelled correctly.': 'Der Anteil der Zeilen, die richtig erkannt werden.',
  'The accuracy of always saying the commonest label: what a model has to beat.':
    'Die Genauigkeit, wenn man immer das häufigste Label sagt: was ein Modell übertreffen muss.',
  'Of the lines that were given a label, the share that have it: true positives ÷ (true positives + false positives). Of more than two labels it is the mean over all of them.':
    'Von den Zeilen, denen ein Label zugeordnet wurde, der Anteil, der es hat: richtig Positive ÷ (richtig Positive + falsch Positive). Bei mehr als zwei Labels ist es das Mittel über alle.',
  'Of the lines that have a label, the share that were given it: true positives ÷ (true positives + false negatives). Of more than two labels it is the mean over all of them.':
    'Von den Zeilen, die ein Label haben, der Anteil, dem es zugeordnet wurde: richtig Positive ÷ (richtig Positive + falsch Negative). Bei mehr als zwei Labels ist es das Mittel über alle.',
  F1: 'F1',
  'The harmonic mean of precision and recall: 2 · precision · recall ÷ (precision + recall). It is high only where both are. Of more than two labels it is the mean over all of them.':
    'Das harmonische Mittel von Präzision und Trefferquote: 2 · Präzision · Trefferquote ÷ (Präzision + Trefferquote). Es ist nur hoch, wenn beide es sind. Bei mehr als zwei Labels ist es das Mittel über alle.',
  'The probability from which on a line is given the second of two labels. Raising it lowers the recall, and usually raises the precision.':
    'Die Wahrscheinlichkeit, ab der eine Zeile das zweite von zwei Labels bekommt. Wer sie erhöht, senkt die Trefferquote und hebt meist die Präzision.',
  'ROC and its area': 'ROC und ihre Fläche',
  'Receiver operating characteristic: the recall against the share of false alarms, for every threshold. The area under it is how often a line with the label gets a higher probability than one without: 0.5 is guessing, 1 is perfect.':
    'Receiver Operating Characteristic: die Trefferquote gegen den Anteil falscher Alarme, bei jeder Schwelle. Die Fläche darunter sagt, wie oft eine Zeile mit dem Label eine höhere Wahrscheinlichkeit bekommt als eine ohne: 0,5 ist geraten, 1 ist fehlerlos.',
  'Forecast error': 'Vorhersagefehler',
  'How far a forecast is off on average: the mean of |forecast − number|, one step ahead, over numbers that were held out. It is in the unit of the numbers.':
    'Um wie viel eine Vorhersage im Mittel danebenliegt: das Mittel von |Vorhersage − Zahl|, einen Schritt voraus, über zurückgehaltene Zahlen. Er hat die Einheit der Zahlen.',
  Median: 'Median',
  'The one in the middle when all are sorted: as many are smaller as are larger.':
    'Der Wert in der Mitte, wenn alle sortiert sind: Es sind ebenso viele kleiner wie größer.',
  'Choosing a text': 'Einen Text wählen',
  'A model learns to write like the text it is given. Press “Try it now” to see that happen within a minute.':
    'Ein Modell lernt so zu schreiben wie der Text, den es bekommt. Drücken Sie „Jetzt ausprobieren“, um das in einer Minute zu sehen.',
  'For a text of your own, drop files on the window, choose them, or paste. You see what will be read before anything is kept.':
    'Für einen eigenen Text ziehen Sie Dateien auf das Fenster, wählen sie aus oder fügen Text ein. Sie sehen, was gelesen wird, bevor etwas behalten wird.',
  'About a million characters (a long novel) works best. Less is enough for short lines such as names.':
    'Etwa eine Million Zeichen, ein langer Roman, geht am besten. Für kurze Zeilen wie Namen reicht weniger.',
  '“Legible in about …” says when a model of that text has passed a 3-gram, a simple letter statistic, on this machine.':
    '„In etwa … lesbar“ sagt, wann ein Modell dieses Textes auf diesem Rechner ein 3-Gramm überholt hat, eine einfache Buchstabenstatistik.',
  'Comparing runs': 'Läufe vergleichen',
  'All runs in one table, with what differs between them marked, and their curves in one chart.':
    'Alle Läufe in einer Tabelle, in der ihre Unterschiede markiert sind, und ihre Kurven in einem Diagramm.',
  'A click on a curve picks its run. Drag across the chart to look at a part of it.':
    'Ein Klick auf eine Kurve wählt ihren Lauf. Ziehen Sie über das Diagramm, um einen Teil davon zu sehen.',
  'A text': 'Ein Text',
  'Here is the text as the model will read it, with its symbols and how often each stands in it.':
    'Hier steht der Text, wie das Modell ihn lesen wird, mit seinen Symbolen und wie oft jedes vorkommt.',
  'The check-up looks for what makes learning harder, such as repeated lines, and offers to fix it. A fix makes a new text; the old one stays.':
    'Die Textprüfung sucht, was das Lernen erschwert, etwa wiederholte Zeilen, und bietet an, es zu beheben. Dabei entsteht ein neuer Text; der alte bleibt.',
  'Press Train to begin with what is suggested, or “Choose every setting”.':
    'Drücken Sie „Trainieren“, um mit dem Vorschlag zu beginnen, oder „Alle Einstellungen wählen“.',
  'A new run': 'Ein neuer Lauf',
  'Choose how long it may take. The size of the model follows from that, from the text and from the speed of this machine.':
    'Wählen Sie, wie lange er dauern darf. Daraus, aus dem Text und aus dem Tempo dieses Rechners ergibt sich die Größe des Modells.',
  '“Adjust” shows every setting, each with a line that says what it does.':
    '„Anpassen“ zeigt jede Einstellung mit einer Zeile, die sagt, was sie bewirkt.',
  'One run trains at a time. Others wait in the queue, start by themselves, and can be dragged into another order.':
    'Es trainiert immer nur ein Lauf. Andere warten in der Warteschlange, beginnen von selbst und lassen sich in eine andere Reihenfolge ziehen.',
  'A branch': 'Ein Zweig',
  'A branch is a new run that begins with the weights of another: with other settings, or on another text.':
    'Ein Zweig ist ein neuer Lauf, der mit den Gewichten eines anderen beginnt: mit anderen Einstellungen oder auf einem anderen Text.',
  'On another text it keeps what it knows of the symbols that both texts share.':
    'Auf einem anderen Text behält er, was er von den Symbolen weiß, die beide Texte haben.',
  'Watching it learn': 'Beim Lernen zusehen',
  'While a run is young it writes all the time: first noise, then letters, then words.':
    'Ein junger Lauf schreibt die ganze Zeit: erst Rauschen, dann Buchstaben, dann Wörter.',
  'The blue curve is the loss on what it trains on, the red one the loss on text that it has never seen. The red one counts.':
    'Die blaue Kurve ist der Verlust auf dem, was er trainiert, die rote der auf Text, den er nie gesehen hat. Es zählt die rote.',
  'The dashed lines are simple statistics of the same text. Passing the 5-gram means that the network has learned more than letter habits.':
    'Die gestrichelten Linien sind einfache Statistiken desselben Textes. Wer das 5-Gramm überholt, hat mehr gelernt als Gewohnheiten der Buchstaben.',
  'Pause and Stop keep everything. A run that was interrupted goes on from its last checkpoint.':
    'Anhalten und Beenden bewahren alles. Ein unterbrochener Lauf geht von seinem letzten Checkpoint weiter.',
  'Telling labels apart': 'Labels unterscheiden',
  'Type a line, and the model says which label it has, letter by letter.':
    'Tippen Sie eine Zeile, und das Modell sagt Buchstabe für Buchstabe, welches Label sie hat.',
  'The test below counts how often it was right on lines that it has never trained on.':
    'Der Test darunter zählt, wie oft es bei Zeilen recht hatte, auf denen es nie trainiert hat.',
  'Writing with it': 'Damit schreiben',
  'Type how the text shall begin, or nothing, and let the model write on.':
    'Tippen Sie, wie der Text beginnen soll, oder nichts, und lassen Sie das Modell weiterschreiben.',
  'Temperature is the first thing to change: 0.5 is careful, 1 is as it has learned, above 1 is daring.':
    'Ändern Sie zuerst die Temperatur: 0,5 ist vorsichtig, 1 ist wie gelernt, über 1 ist gewagt.',
  'Click on a character to see what else it could have been, and go on from there.':
    'Klicken Sie auf ein Zeichen, um zu sehen, welches es auch hätte sein können, und von dort weiterzuschreiben.',
  'Every text keeps its receipt: checkpoint, settings and seed. With them the same text can be written again.':
    'Jeder Text behält seinen Beleg: Checkpoint, Einstellungen und Startwert. Damit lässt sich derselbe Text noch einmal schreiben.',
  'Looking inside': 'Hineinsehen',
  'Memory shows how far back the model still feels a character.':
    '„Gedächtnis“ zeigt, wie weit zurück das Modell ein Zeichen noch spürt.',
  'Units finds out what single units react to. Surprise shows what each character of a text costs.':
    '„Einheiten“ findet heraus, worauf einzelne Einheiten ansprechen. „Überraschung“ zeigt, was jedes Zeichen eines Textes kostet.',
  'Of a model that tells labels apart, Units also shows how its answer forms, character by character.':
    'Bei einem Modell, das Labels unterscheidet, zeigt „Einheiten“ auch, wie seine Antwort entsteht, Zeichen für Zeichen.',
  'How the window looks, how training treats this machine, and where the library lies.':
    'Wie das Fenster aussieht, wie das Training mit diesem Rechner umgeht und wo die Bibliothek liegt.',
  'All texts, runs and samples lie in one file, the library. Nothing leaves this computer.':
    'Alle Texte, Läufe und Proben liegen in einer Datei, der Bibliothek. Nichts verlässt diesen Computer.',
  'How a network remembers': 'Wie ein Netz sich erinnert',
  'A recurrent network reads one character at a time. After each it holds a state h, and from h it guesses the next character.':
    'Ein rekurrentes Netz liest Zeichen für Zeichen. Nach jedem hat es einen Zustand h, und aus h rät es das nächste Zeichen.',
  'Training asks how each weight has changed the loss. For that it goes back through the steps, from the last character to the first: back-propagation through time.':
    'Das Training fragt, wie jedes Gewicht den Verlust verändert hat. Dafür geht es durch die Schritte zurück, vom letzten Zeichen zum ersten: Backpropagation durch die Zeit.',
  'Each step back multiplies the gradient by the slope of one step of the cell. A plain cell’s slope is mostly below 1, so after some dozen steps almost nothing is left. This is the vanishing gradient: the cell cannot learn what lies far back.':
    'Jeder Schritt zurück multipliziert den Gradienten mit der Steigung eines Zellenschritts. Bei einer einfachen Zelle liegt sie meist unter 1, und nach einigen Dutzend Schritten bleibt fast nichts. Das ist der verschwindende Gradient: Was weit zurückliegt, kann die Zelle nicht lernen.',
  'Gates mend that. A gate is a number between 0 and 1 for each unit, computed anew at every step. Where it keeps the old state, the slope is near 1, and the gradient passes through.':
    'Gates helfen dagegen. Ein Gate ist für jede Einheit eine Zahl zwischen 0 und 1, in jedem Schritt neu berechnet. Wo es den alten Zustand behält, ist die Steigung nahe 1, und der Gradient kommt hindurch.',
  'Going back through a whole novel would take too long. The state is carried on from chunk to chunk, but the gradient stops where a chunk begins: truncated back-propagation. The sequence length is how far back it can learn directly.':
    'Durch einen ganzen Roman zurückzugehen dauerte zu lange. Der Zustand wird von Stück zu Stück mitgenommen, doch der Gradient endet, wo ein Stück beginnt: abgeschnittene Backpropagation. Die Sequenzlänge ist, wie weit zurück das Netz direkt lernen kann.',
  'Choose a text.': 'Wählen Sie einen Text.',
  '“Try it now” begins to train with one press. A text of your own works in the same way.':
    '„Jetzt ausprobieren“ beginnt mit einem Druck zu trainieren. Mit einem eigenen Text geht es genauso.',
  'Press Train.': 'Drücken Sie „Trainieren“.',
  'What is suggested suits the text and this machine. Everything can be changed later.':
    'Der Vorschlag passt zum Text und zu diesem Rechner. Alles lässt sich später ändern.',
  'Choose how long it may take; the rest follows from that.':
    'Wählen Sie, wie lange es dauern darf; der Rest ergibt sich daraus.',
  'Watch it learn.': 'Sehen Sie beim Lernen zu.',
  'As the loss falls, what it writes turns from noise into letters and words. When you like it, open Write.':
    'Während der Verlust fällt, werden aus Rauschen Buchstaben und dann Wörter. Gefällt es Ihnen, öffnen Sie „Schreiben“.',
  'Let it write.': 'Lassen Sie es schreiben.',
  'Type a beginning, or nothing, and press Generate. Temperature is the first thing to change. F1 opens the help.':
    'Tippen Sie einen Anfang oder nichts und drücken Sie „Schreiben“. Ändern Sie zuerst die Temperatur. F1 öffnet die Hilfe.',
  'Let it judge.': 'Lassen Sie es urteilen.',
  'Type a line and watch which label the model gives it. F1 opens the help.':
    'Tippen Sie eine Zeile und sehen Sie, welches Label das Modell ihr gibt. F1 öffnet die Hilfe.',
  'As the loss falls, it labels more lines correctly. When you like it, open Classify.':
    'Während der Verlust fällt, ordnet es mehr Zeilen richtig zu. Gefällt es Ihnen, öffnen Sie „Klassifizieren“.',
  'What this means: {0}': 'Was das bedeutet: {0}',
  'One step of {0}, as it is computed here. ∘ multiplies unit by unit, σ is the sigmoid, and a stroke marks what stands before the step.':
    'Ein Schritt der Zelle {0}, wie er hier berechnet wird. ∘ multipliziert Einheit für Einheit, σ ist die Sigmoidfunktion, und ein Strich markiert, was vor dem Schritt gilt.',
  'With the first run, the equations of its cell stand here.':
    'Mit dem ersten Lauf stehen hier die Gleichungen seiner Zelle.',
  Glossary: 'Glossar',
  Guide: 'Anleitung',
  'Finish the guide': 'Anleitung beenden',
  'Leave the guide': 'Anleitung verlassen',
  Keys: 'Tasten',
  'Search the help': 'In der Hilfe suchen',
  'Page of the help': 'Seite der Hilfe',
  'Nothing found.': 'Nichts gefunden.',
  'Found {0}': '{0} gefunden',
  'Show the guide': 'Anleitung zeigen',
};
