// The help: its pages, the glossary and the guide of the first start.

export const help: Readonly<Record<string, string>> = {
  'How surprised the model is by the next character, on average. Lower is better.':
    'Wie sehr das nächste Zeichen das Modell im Mittel überrascht. Niedriger ist besser.',
  'Nats and bits': 'Nats und Bit',
  'Two units of the same surprise: 1 nat is 1.44 bits. A loss of 1 bit is as hard as a choice between two characters, 2 bits as one among four.':
    'Zwei Maße derselben Überraschung: 1 Nat sind 1,44 Bit. Ein Verlust von 1 Bit ist so schwer wie die Wahl zwischen zwei Zeichen, 2 Bit wie die unter vieren.',
  Perplexity: 'Perplexität',
  'Among how many equally likely characters the model seems to choose. A perplexity of 8 means: as hard as choosing 1 of 8. It is e to the power of the loss in nats.':
    'Unter wie vielen gleich wahrscheinlichen Zeichen das Modell zu wählen scheint. Eine Perplexität von 8 heißt: so schwer wie die Wahl von 1 aus 8. Sie ist e hoch dem Verlust in Nats.',
  'The loss on the end of the text, which the model never trains on. It says how well the model has learned.':
    'Der Verlust auf dem Ende des Textes, das nie trainiert wird. Er sagt, wie gut das Modell gelernt hat.',
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
  'For each weight, in which direction and how strongly it changes the loss. A step goes against it.':
    'Für jedes Gewicht, in welche Richtung und wie stark es den Verlust ändert. Ein Schritt geht ihm entgegen.',
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
  'As the loss falls, it tells more lines rightly apart. When you like it, open Classify.':
    'Während der Verlust fällt, unterscheidet es mehr Zeilen richtig. Gefällt es Ihnen, öffnen Sie „Klassifizieren“.',
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
