## Sesiones abiertas: los próximos días, y una sesión

page-drop-ins = Sesiones abiertas
page-drop-in = Sesión abierta
nav-drop-ins = Sesiones abiertas
dropins-title = Sesiones abiertas
dropins-intro = A una hora fija hay alguien de mentoría para usted. Puede solo leer, o hablar: una persona a la vez. Aquí no hay prisa.
dropins-soon = Próximas
dropins-now = En marcha ahora
dropins-none-day = Este día no hay sesión abierta. Las salas están abiertas a cualquier hora.
dropins-none = No hay sesiones abiertas en las próximas dos semanas. Las salas están abiertas a cualquier hora.
dropins-none-fit = Ninguna sesión abierta coincide. Elija «Todos» para ver más.
dropins-horizon = Estos son los próximos 14 días.
dropins-rooms = Ver todas las salas
dropins-filter-language = Idioma
dropins-filter-theme = Tema
dropins-filter-any = Todos
dropins-schedule = Programar sesiones abiertas
dropins-zone = Las horas son las de su zona: { $zone }.
dropins-zone-unknown = Todavía no sabemos cuál es su zona horaria, por eso las horas están en UTC. Elija la suya.
dropins-zone-change = Cambiar
dropins-zone-label = Su zona horaria
dropins-zone-choose = Elija su zona
dropins-zone-submit = Usar esta
continent-Africa = África
continent-America = América
continent-Antarctica = Antártida
continent-Asia = Asia
continent-Atlantic = Atlántico
continent-Australia = Australia
continent-Europe = Europa
continent-Indian = Océano Índico
continent-Pacific = Pacífico

dropin-today = hoy
dropin-tomorrow = mañana
dropin-midnight = { $clock }, medianoche
dropin-noon = { $clock }, mediodía
dropin-at = { $hour ->
    [one] a la { $clock }
   *[other] a las { $clock }
  }
dropin-in-minutes = { $count ->
    [0] ahora
    [one] en 1 minuto
   *[other] en { $count } minutos
  }
dropin-in-hours = { $count ->
    [one] en 1 hora
   *[other] en { $count } horas
  }
dropin-in-days = { $count ->
    [one] en 1 día
   *[other] en { $count } días
  }
dropin-span = { $from } a { $to }
dropin-utc = Todavía no sabemos cuál es su zona horaria.
dropin-your-time = Su hora: { $zone }
dropin-with = Sesión abierta con { $host }
dropin-second = También está { $name }.
dropin-see = Ver esta sesión
dropin-listen = Entrar y escuchar
dropin-room-open = Ir a la sala
dropin-in-line = { $count ->
    [0] Nadie en la fila
    [one] 1 persona en la fila
   *[other] { $count } personas en la fila
  }
dropin-next = { $told ->
    [nobody] Próxima sesión abierta: { $host }, { $day } { $at }
   *[other] Próxima sesión abierta: { $host }, { $day } { $at }, su hora
  }
dropin-form-open_hour = Hora abierta: habla quien quiera
dropin-form-line = Una persona a la vez
dropin-form-circle = Círculo: comparte una persona a la vez
dropin-form-questions = Preguntas y respuestas
dropin-chip-scheduled = Próxima
dropin-chip-lobby = Puerta abierta
dropin-chip-late = Con un poco de retraso
dropin-chip-live = En vivo
dropin-chip-host_away = En vivo
dropin-chip-wrapping = Termina pronto
dropin-chip-overrun = Termina pronto
dropin-chip-ended = Terminada
dropin-chip-answered = Terminada
dropin-chip-unhosted = No se realizó
dropin-chip-cancelled = Cancelada
dropin-chip-stopped = Ya no continúan
dropin-status-scheduled = Empieza { $until }.
dropin-status-lobby = La puerta está abierta. Empieza { $at }.
dropin-status-late = { $host } llegará unos minutos tarde. No tiene que hacer nada.
dropin-status-late-minutes = { $minutes ->
    [one] { $host } avisa: llegará 1 minuto tarde, más o menos. No tiene que hacer nada.
   *[other] { $host } avisa: llegará unos { $minutes } minutos tarde. No tiene que hacer nada.
  }
dropin-status-live = Final previsto: { $ends }.
dropin-status-host_away = { $host } perdió la conexión. Los lugares en la fila se guardan. Si tarda más de tres minutos, continúa otra persona.
dropin-status-wrapping = Se acerca el final. Hora prevista: { $ends }.
dropin-status-overrun = El tiempo previsto terminó. A nadie se le interrumpe.
dropin-status-frozen = Una breve pausa. La sesión sigue pronto.
dropin-status-ended = Esta sesión terminó.
dropin-status-answered = Esta sesión terminó. Todas las preguntas tienen respuesta.
dropin-status-unhosted = Esta vez nadie pudo dirigirla. Lo sentimos. Ahora es una sala abierta como siempre.
dropin-status-cancelled = Esta sesión se canceló. Lo sentimos.
dropin-status-stopped = Estas sesiones ya no continúan.
dropin-next-date = La próxima: { $day }, { $at }.
dropin-next-none = Todavía no hay otra fecha.
dropin-all = Ver todas las sesiones abiertas
dropin-languages = Idiomas: { $languages }
dropin-covered-no = Esta vez nadie acompaña a quien dirige. Por eso hay 8 lugares como máximo.

dropin-expect = Qué esperar
dropin-expect-read = Puede solo leer. No hace falta escribir nada.
dropin-expect-open_hour-1 = Puede escribir quien quiera. Cuando hay mucha gente, va despacio para que se pueda seguir.
dropin-expect-open_hour-2 = { $host } lee y responde.
dropin-expect-line-1 = Si quiere hablar, tome un lugar en la fila.
dropin-expect-line-2 = { $host } está con una persona a la vez, en la sala. Quienes están en la sala pueden leerlo.
dropin-expect-circle-1 = Comparte una persona a la vez. Las demás leen y responden sin palabras.
dropin-expect-circle-2 = Si quiere compartir, tome un lugar. Puede pasar y compartir más tarde.
dropin-expect-questions-1 = Usted pregunta, antes o durante la sesión. { $host } responde en la sala o por escrito.
dropin-expect-questions-2 = Su pregunta se muestra en la sala solo si usted lo indica.
dropin-expect-doctor = { $host } no es profesional de la medicina.
dropin-expect-expert = Comprobamos la acreditación de { $host }: { $scope }. Emitida por { $issuer }. Lo que lea aquí no reemplaza a su equipo de salud.

dropin-time = Cuándo
dropin-change-zone = Cambiar
dropin-coming = Voy a venir
dropin-coming-you = Usted dijo que vendrá.
dropin-coming-not = Ya no voy a venir
dropin-coming-hint = Quien dirige no ve nombres. Ve cuántas personas vendrán, y solo a partir de cinco.
dropin-remind = Recordármelo
dropin-remind-mail = Se lo recordamos un día antes y 10 minutos antes: aquí y por correo. El mensaje dice «Reunión en línea» y nada más.
dropin-remind-page = Se lo recordamos aquí, un día antes y 10 minutos antes. Si lo quiere también por correo, puede indicarlo en la página «Calendario y recordatorios».
dropin-remind-no-mail = Este sitio no envía correos. Verá el recordatorio aquí cuando vuelva.
dropin-remind-on = Los recordatorios están activados.
dropin-remind-off = Desactivar los recordatorios
dropin-calendar = Agregar al calendario
dropin-calendar-hint = El título dice «Reunión en línea».
dropin-join = Para participar necesita un nombre de pantalla. Toma alrededor de un minuto.
dropin-join-link = Unirse o entrar
dropin-outside = Puede ver cuándo es. Por ahora no puede participar en esta sala.

dropin-line = La fila
dropin-line-shut-title = Más tarde puede tomar un lugar
dropin-line-opens = La fila se abre 15 minutos antes, { $at }. Hasta entonces puede dejar una pregunta.
dropin-line-closed = Hoy la fila ya no admite más lugares. Puede dejar una pregunta.
dropin-line-long = Hoy la fila es larga. Quizás no podamos atender a todas las personas. La pregunta que deje queda guardada.
dropin-line-full = Todos los lugares están ocupados. Puede anotarse en la lista de espera.
dropin-take-question = ¿De qué le gustaría hablar? No tiene que decirlo.
dropin-take-question-hint = { $host } lo ve primero. Las demás personas de la fila no lo ven.
dropin-take-note = Algo solo para quien dirige la sesión
dropin-take-note-hint = Nadie más lo lee. Se borra cuando termina su turno.
dropin-take-language = El idioma en que quiere hablar
dropin-take-writing = { $host } puede responder por escrito si no queda tiempo para mí
dropin-take = Tomar un lugar en la fila
dropin-take-again = Guardar lo que escribí
dropin-shown = ¿Se puede mostrar su pregunta en la sala?
dropin-shown-no = No
dropin-shown-unnamed = Sí, sin mi nombre
dropin-shown-named = Sí, con mi nombre
dropin-change-words = Cambiar lo que escribió

dropin-place = { $position ->
    [1] Usted es la próxima persona en la fila.
    [2] Usted es la segunda persona en la fila.
    [3] Usted es la tercera persona en la fila.
    [4] Usted es la cuarta persona en la fila.
    [5] Usted es la quinta persona en la fila.
    [6] Usted es la sexta persona en la fila.
    [7] Usted es la séptima persona en la fila.
    [8] Usted es la octava persona en la fila.
    [9] Usted es la novena persona en la fila.
    [10] Usted es la décima persona en la fila.
   *[other] Tiene el lugar { $position } en la fila.
  }
dropin-place-hidden = Tiene un lugar en la fila. Le llamaremos.
dropin-place-listed = Todos los lugares están ocupados. Está en la lista de espera y avanza sin tener que hacer nada.
dropin-place-aside = Su lugar está guardado. Tómese el tiempo que necesite.
dropin-place-called = Es su turno. Tómese su tiempo.
dropin-place-called-until = Su turno le espera hasta { $until }. Puede pedir más tiempo las veces que necesite.
dropin-place-talking = Ahora le escuchamos. Tómese su tiempo.
dropin-place-done = Su turno terminó. Gracias por venir.
dropin-place-answered = { $host } le respondió por escrito.
dropin-place-unreached = Hoy no alcanzamos a hablar con usted. Lo sentimos. Su pregunta queda guardada.
dropin-place-moved = Le llamamos y luego dejamos pasar primero a la persona siguiente. Usted sigue en la fila.
dropin-wait = { $from ->
    [0] { $to ->
        [one] Puede tardar un minuto.
       *[other] Puede tardar hasta { $to } minutos.
      }
   *[other] Puede tardar de { $from } a { $to } minutos.
  }
dropin-wait-rest = Puede dejar esta página abierta y descansar.
dropin-wait-unlikely = Lo más probable es que hoy no alcancemos a hablar con usted. Su pregunta queda guardada, y puede pedir una respuesta por escrito.
dropin-told = Quien dirige dice a quienes esperan:
dropin-your-question = Su pregunta
dropin-your-note = Solo para quien dirige la sesión
dropin-answer = La respuesta
dropin-aside = Guarde mi lugar, vuelvo pronto
dropin-back = Ya volví
dropin-leave = Dejar la fila
dropin-hide = Ocultar mi lugar
dropin-show = Mostrar mi lugar
dropin-ready = Podemos empezar
dropin-more = Deme dos minutos más
dropin-pass = Paso por ahora, guarde mi lugar
dropin-done = Ya dije lo que quería
dropin-mismatch = Nadie de quienes dirigen la sesión ha indicado que habla su idioma. Puede quedarse. Abajo hay otras opciones.
dropin-mismatch-writing = Puede pedir una respuesta por escrito.
dropin-mismatch-instead = Estas sesiones pueden convenirle más:
dropin-instead = Otra sesión abierta que puede convenirle:

dropin-ask = Dejar una pregunta
dropin-ask-hint = La ven quienes dirigen la sesión. Se muestra en la sala solo si usted lo indica. Si no se muestra, se borra 7 días después de la sesión.
dropin-ask-label = Su pregunta
dropin-ask-send = Dejar la pregunta
dropin-ask-mine = Sus preguntas
dropin-ask-back = Retirarla
dropin-ask-waits = Todavía no tiene respuesta. Queda guardada.
dropin-ask-erased = Fecha de borrado: { $day }.
dropin-ask-read = Se leyó en la sala.
dropin-ask-answered = Respuesta por escrito:

dropin-feedback = ¿Qué tal le fue?
dropin-feedback-hint = Quien dirigió la sesión nunca sabe quién dijo qué. Las respuestas se muestran solo cuando hay cinco o más.
dropin-feedback-heard = ¿Sintió que le escuchaban?
dropin-feedback-heard-yes = Sí
dropin-feedback-heard-partly = En parte
dropin-feedback-heard-no = No
dropin-feedback-again = ¿Volvería?
dropin-feedback-again-yes = Sí
dropin-feedback-again-maybe = Quizás
dropin-feedback-again-no = No
dropin-feedback-words = ¿Algo más? Es opcional.
dropin-feedback-send = Enviar
dropin-feedback-done = Gracias por contárnoslo.

dropin-said-place = Tiene un lugar en la fila.
dropin-said-left = Dejó la fila. Puede tomar un lugar nuevo.
dropin-said-question = Su pregunta queda guardada.
dropin-said-question-back = Su pregunta se retiró.
dropin-said-coming = Anotamos que vendrá.
dropin-said-remind = Se lo recordaremos.
dropin-said-mail = Desde ahora también le escribimos por correo.
dropin-said-off = Ya está desactivado.
dropin-refused-kept = Lo que escribió sigue aquí.

## Ayuda enseguida

dropin-help = Necesito ayuda ahora
dropin-help-hint = Solo se avisa a quien dirige la sesión y a moderación. Si está en la fila, conserva su lugar.
dropin-private = Escribir en privado a moderación
dropin-private-hint = Lo lee todo el equipo de moderación, nunca una sola persona voluntaria.
page-help-now = Ayuda
help-now-title = No está a solas con esto
help-now-sent = Avisamos a moderación y a quien dirige la sesión. Nadie más lo ve. Si está en la fila, conserva su lugar.
help-now-guest = Para avisar a moderación necesita un nombre de pantalla. Estas personas pueden ayudarle ahora mismo.
help-now-refused = No pudimos avisar a moderación. Estas personas pueden ayudarle ahora mismo.
help-now-first = Si no puede esperar, llame ahora:
help-now-more = Más líneas de ayuda y otros países
help-now-back = Volver a la sesión
help-now-back-room = Volver a la sala

## La página de quien dirige la sesión, sin script

page-hosting = Dirigir la sesión
console-title = Dirigir la sesión
console-link = Abrir la página para dirigirla
console-back = Volver a la sesión
console-now = Ahora con usted
console-now-none = Ahora no hay nadie con usted.
console-minutes = { $minutes ->
    [0] desde ahora mismo
    [one] desde hace 1 minuto
   *[other] desde hace { $minutes } minutos
  }
console-line = { $count ->
    [0] Nadie en la fila
    [one] 1 persona en la fila
   *[other] { $count } personas en la fila
  }
console-nobody-yet = { $count ->
   *[other] Todavía no hay nadie. Al menos { $count } personas dijeron que vendrían.
  }
console-nobody = Todavía no hay nadie. No pasa nada: muchas personas llegan un poco más tarde.
console-first = primera vez aquí
console-here = en la sala
console-away = ahora fuera de la sala
console-waiting = en espera
console-listed = en la lista de espera
console-aside = vuelve pronto
console-called = ya se le llamó
console-talking = habla ahora
console-speaks = Habla: { $language }
console-question = Pregunta
console-note = Solo para usted
console-writing-ok = También le sirve una respuesta por escrito.
console-shown-no = No mostrar en la sala
console-shown-unnamed = Se puede mostrar sin nombre
console-shown-named = Se puede mostrar con nombre
console-invite = Invitar
console-next = Invitar a la próxima persona
console-later = Más tarde
console-write = Responder por escrito
console-write-label = Su respuesta, solo para esta persona
console-send = Enviar
console-urgent = Es urgente
console-urgent-label = Por qué esta persona va primero. Queda en el registro y no se muestra a nadie en la sala.
console-urgent-submit = Darle el primer turno
console-done = Turno terminado
console-open = Empezar la sesión
console-end = Terminar la sesión
console-end-hint = Puede deshacerlo durante un minuto.
console-ended = La sesión terminó.
console-undo = Deshacer: seguir
console-take = Dirigir esta sesión
console-take-hint = Puede continuarla usted mientras quien dirige no está, o si es parte de moderación.
console-tell = Decir algo a quienes esperan
console-tell-label = Unas palabras
console-late = Llego tarde
console-late-minutes = ¿Cuántos minutos?
console-late-submit = Avisar a quienes vienen
console-close-line = Cerrar la fila
console-open-line = Abrir la fila de nuevo
console-line-is-closed = La fila está cerrada. Quienes tienen un lugar lo conservan.
console-cohost = Alguien que me acompañe
console-cohost-now = Le acompaña: { $name }
console-cohost-name = Quién
console-cohost-submit = Pedir que me acompañe
console-cohost-none = Dirigir sin esta persona
console-hand = Pasar la sesión a otra persona
console-hand-hint = La otra persona tiene un minuto para aceptar. Hasta entonces dirige usted. Una nota breve ayuda: tres líneas, sin nombres ni diagnósticos. Se borra en 24 horas.
console-hand-note = Nota para quien sigue
console-hand-submit = Pasar la sesión
console-offered = Pidió a { $name } que continúe. Dirige usted hasta que acepte.
console-offered-you = Le piden que continúe usted.
console-accept = Continúo yo
console-handed = De quien dirigía antes:
console-helpers-none = Ahora no hay en la sala nadie más de mentoría o moderación.
console-well = ¿Todo bien?
console-well-hint = Si no responde en tres minutos, alguien de moderación viene a ver.
console-well-yes = Todo bien
console-carry = Es más de lo que puedo sostener
console-carry-hint = Basta con pulsar una vez. Avisa a moderación, muestra a las demás personas «una breve pausa» y le da palabras.
console-carry-title = Hizo lo correcto
console-carry-told = Avisamos a moderación. Las demás personas ven: «una breve pausa». No tiene que resolver esto a solas.
console-carry-words = Palabras que puede usar
console-carry-words-1 = «He leído lo que escribió. Me alegra que nos lo haya contado».
console-carry-words-2 = «Yo no puedo ayudar a solas con algo así. Pedí que venga alguien que sí puede».
console-carry-words-3 = «¿Está a salvo en este momento? Si no, llame a uno de estos números. Yo me quedo aquí».
console-pause = Breve pausa
console-go-on = Continuar la sesión
console-paused = Hay una breve pausa. Solo pueden escribir quienes dirigen la sesión y moderación.
console-private = Unas palabras a moderación
console-private-label = Solo lo ve moderación
console-questions = Preguntas
console-questions-none = No hay preguntas en espera.
console-read-out = Leerla en la sala
console-calls = Avisos a moderación
console-call-help_now = Alguien necesita ayuda ahora
console-call-carry = Es más de lo que se puede sostener
console-call-silent = Quien dirige la sesión no respondió
console-call-away = Quien dirige la sesión no está
console-call-late = Quien dirige la sesión se retrasa
console-call-asked = Unas palabras de quien dirige la sesión
console-call-uncovered = Nadie acompaña a quien dirige la sesión
console-call-taken = { $name } se ocupa.
console-call-unanswered = Nadie ha respondido en tres minutos. Use las líneas de ayuda, por favor.
console-load = Cuídese también usted
console-load-hours_week = Esta semana ya dirigió muchas horas.
console-load-long_line = Hay más de 8 personas en la fila. Puede cerrarla o pedir que alguien le acompañe.
console-load-no_break = Hace mucho que dirige sin descanso. Una breve pausa está bien.
console-load-two_crises = Fue el segundo aviso de ayuda. Tómese diez minutos si alguien puede continuar.
console-acts = Para esta sesión
console-after = Después
console-debrief = ¿Qué tal le fue?
console-debrief-how-good = Liviano
console-debrief-how-mixed = De todo un poco
console-debrief-how-heavy = Pesado
console-debrief-words = Lo que quiera guardar para usted
console-debrief-talk = Me gustaría hablar con alguien
console-debrief-send = Guardar
console-debrief-hint = Solo usted lo ve. Si marca la casilla, también lo ve moderación.
console-debrief-done = Guardado. Gracias por esta sesión.
console-feedback = Lo que dijeron
console-feedback-few = Por ahora respondieron menos de cinco personas. Las respuestas se muestran a partir de cinco.
console-attendance = { $count ->
   *[other] Estuvieron al menos { $count } personas.
  }
console-attendance-few = Estuvieron menos de cinco personas, o no pudimos contarlas.
console-said-done = Hecho.
