## Avisar a moderación, en una página propia

page-telling = Avisar a moderación
telling-title = Avisar a moderación
telling-first = Si alguien corre peligro ahora mismo, no nos espere.
telling-first-link = Ver a quién llamar
telling-intro = Solo lo leerá el equipo de moderación. La persona no sabrá que usted avisó.
telling-about-message = Se trata de este mensaje
telling-about-message-hidden = Se trata de un mensaje de esta sala.
telling-about-room = Se trata de esta sala
telling-where = ¿De qué sala se trata?
telling-nowhere = De ninguna, o no lo sé
telling-what = ¿Qué ocurre?
telling-what-missing = Por favor, elija qué ocurre.
telling-note = Si quiere, agregue algo más (no es necesario)
telling-note-hint = Hasta 500 caracteres.
telling-send = Avisar a moderación
telling-kept = Su texto sigue aquí.
telling-too-long = { $length ->
    [one] Su nota tiene 1 carácter. El límite es { $limit }.
    [many] Su nota tiene { $length } de caracteres. El límite es { $limit }.
   *[other] Su nota tiene { $length } caracteres. El límite es { $limit }.
  }
telling-too-many = Recibimos varios avisos suyos en poco tiempo. Espere un poco y vuelva a intentarlo.
telling-thanks = Gracias
telling-on-duty = Hay alguien de moderación de turno y pronto lo revisará. La persona no sabrá que usted avisó.
telling-nobody = Ahora no hay nadie de moderación de turno. Lo revisaremos en cuanto alguien vuelva. La persona no sabrá que usted avisó.
telling-nobody-help = Si esto no puede esperar, aquí hay personas que pueden ayudar ahora.
telling-back = Volver a la sala
telling-back-rooms = Ver todas las salas

## Para quienes cuidan las salas

page-moderation = Moderación
page-mentoring = Primeros mensajes
mod-title = Moderación
mod-waiting = Requiere atención
mod-waiting-count = { $count ->
    [one] 1 asunto requiere atención
    [many] { $count } de asuntos requieren atención
   *[other] { $count } asuntos requieren atención
  }
mod-calm = Ahora no hay nada pendiente.
mod-suspended = Sus funciones de moderación están suspendidas hasta { $until }. Se avisó a la administración. Puede leer y escribir como los demás miembros.
mod-on-duty = De turno ahora: { $names }
mod-on-duty-none = Ahora no hay nadie de turno.
mod-duty-on = Estoy de turno
mod-duty-off = Terminar mi turno
mod-duty-you = Usted está de turno. Dura dos horas desde la última vez que tuvo abierta esta página.
mod-duty-open = Mientras tenga esta página abierta en su navegador, cuenta como de turno.
mod-duty-not = Ahora usted no está de turno.
mod-duty-ended = Terminó su turno. Pulse «Estoy de turno» cuando vuelva.
mod-new = { $count ->
    [one] 1 nuevo. Mostrarlo
    [many] { $count } de nuevos. Mostrarlos
   *[other] { $count } nuevos. Mostrarlos
  }
mod-line-lost = Conectando de nuevo. Lo que ve puede no ser lo último.
mod-line-ended = La lista en vivo terminó. Cargue la página otra vez.
mod-kind-worry = Preocupación por alguien
mod-kind-report = Alguien nos avisó
mod-kind-first_message = Primer mensaje, sin respuesta
mod-kind-suspension = Funciones suspendidas
mod-kind-call = Se pide ayuda de moderación
mod-call-help_now = Necesita ayuda ahora
mod-call-help_now-why = { $name } avisó: necesito ayuda ahora.
mod-call-carry = Es más de lo que se puede sostener
mod-call-carry-why = { $name } dirige una sesión abierta y avisó que es más de lo que puede sostener. La sala está en una breve pausa.
mod-call-silent = Quien dirige no responde
mod-call-silent-why = { $name } dirige una sesión abierta y no respondió si todo va bien.
mod-call-away = Quien dirige no está
mod-call-away-why = { $name } dirige una sesión abierta y lleva tres minutos sin conexión. Todavía nadie continúa en su lugar.
mod-call-late = Quien dirige no ha llegado
mod-call-late-why = { $name } iba a empezar una sesión abierta hace cinco minutos y todavía no está aquí.
mod-call-asked = Piden que venga alguien de moderación
mod-call-asked-why = Esto queda entre quienes dirigen y el equipo de moderación. Se trata de: { $name }
mod-call-uncovered = Nadie acompaña a quien dirige
mod-call-uncovered-why = { $name } dirige una sesión abierta en las próximas 24 horas y no se ha nombrado a una segunda persona.
mod-call-unanswered = Hace tres minutos que nadie se ocupa de este aviso.
mod-open-session = Abrir la sesión abierta
notice-help_unanswered = Usted avisó que necesita ayuda ahora y todavía no ha podido venir nadie de moderación. Seguimos llamando. No espere por nosotros: en «Obtener ayuda» está quién puede ayudarle ahora.
mod-house = Todo el sitio
mod-minutes = { $minutes ->
    [0] ahora mismo
    [one] hace 1 minuto
    [many] hace { $minutes } de minutos
   *[other] hace { $minutes } minutos
  }
mod-hours = { $hours ->
    [one] hace 1 hora
    [many] hace { $hours } de horas
   *[other] hace { $hours } horas
  }
mod-days = { $days ->
    [one] hace 1 día
    [many] hace { $days } de días
   *[other] hace { $days } días
  }
mod-note = En sus palabras
mod-message = El mensaje
mod-message-removed = El equipo de moderación ya quitó este mensaje.
mod-message-retracted = Quien lo escribió ya retiró este mensaje.
mod-message-lost = Este mensaje ya no se conserva.
mod-room-itself = Se trata de la sala misma.
mod-taken = { $name } se está ocupando de esto.
mod-taken-expired = { $name } lo tomó hace más de { $minutes } minutos y no lo ha retomado.
mod-taken-you = Usted se está ocupando de esto.
mod-taken-until = Es suyo hasta { $until }.
mod-take = Me ocupo yo
mod-take-over = Me ocupo yo en su lugar
mod-release = Dejarlo libre
mod-open = Ir a este mensaje
mod-open-room = Abrir la sala
mod-done = Hecho
mod-done-acted = Hecho: intervine
mod-finished = Recién hecho
mod-reopen = Devolverlo a la lista
mod-outcome-acted = Intervine
mod-outcome-nothing_wrong = Nada que corregir
mod-outcome-handed_over = Lo pasé a otra persona
mod-answered = Ya tiene respuesta
mod-noted = Lo he visto
mod-suspension = { $by } suspendió las funciones de { $person }. Motivo: { $reason }.
mod-suspension-until = Hasta { $until }.
mod-working = Un momento…
mod-refused = Otra persona llegó antes, o ya está hecho. La lista ya está al día.
mod-refused-other = No funcionó. La lista ya está al día.
mod-rooms = Salas
mod-rooms-waiting = { $count ->
    [one] 1 pendiente
    [many] { $count } de pendientes
   *[other] { $count } pendientes
  }
mod-rooms-calm = Todas las salas que usted cuida ({ $count })
mod-ending = Por terminar
mod-ending-none = Ninguna pausa termina en la próxima media hora.
mod-ending-mute = { $name } podrá volver a escribir a las { $until }.
mod-ending-removal = { $name } podrá volver a entrar a las { $until }.
mod-joining = Personas nuevas
mod-joining-open = Pueden unirse personas nuevas.
mod-joining-paused = No pueden unirse personas nuevas hasta las { $until }.
mod-joining-pause = Pausar los registros nuevos
mod-joining-end = Permitir registros otra vez
mod-joining-long = ¿Por cuánto tiempo?
mod-joining-30-minutes = 30 minutos
mod-joining-2-hours = 2 horas
mod-joining-12-hours = 12 horas
mentor-title = Primeros mensajes
mentor-intro = Estas personas escribieron por primera vez en una sala y todavía nadie les ha respondido.
mentor-waiting-count = { $count ->
    [one] 1 persona espera una primera respuesta
    [many] { $count } de personas esperan una primera respuesta
   *[other] { $count } personas esperan una primera respuesta
  }
mentor-waiting = Esperan una primera respuesta
mentor-calm = Todas las personas nuevas tienen respuesta.
mentor-rooms = Las salas en las que usted da la bienvenida
mentor-claim = Respondo yo
mentor-claim-over = Respondo yo en su lugar
mentor-claimed = { $name } va a responder.
mentor-claimed-expired = { $name } quiso responder hace más de { $minutes } minutos.
mentor-claimed-you = Usted va a responder.
mentor-openings = Una manera de empezar
mentor-openings-intro = Tome una de estas frases y hágala suya.
mentor-opening-1 = Le doy la bienvenida. Me alegra que haya escrito. Yo también he vivido esto, y aquí no le faltará compañía.
mentor-opening-2 = Gracias por contarlo. Es mucho lo que está llevando. ¿Cómo se siente hoy?
mentor-opening-3 = Hola. Qué bueno que haya llegado hasta aquí. Muchas personas recordamos nuestro primer mensaje. ¿Qué le ayudaría más en este momento?
