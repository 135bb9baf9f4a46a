## Una sesión abierta en la sala en vivo: el lugar y el turno propios

live-the-session = la sesión abierta
live-more = Mostrar más
live-less = Mostrar menos
live-scheduled = La sesión abierta empieza { $when }, su hora.
live-lobby = La puerta está abierta. Empieza { $when }, su hora.
live-now = En vivo ahora. Termina hacia { $when }, su hora.
live-wrapping = Termina pronto, hacia { $when }, su hora.
live-next = La próxima es { $when }, su hora.
live-speaks-line = { $name } está hablando ahora con quien dirige la sesión.
live-speaks-circle = { $name } está compartiendo ahora.
live-take-circle = Me gustaría compartir
live-place-left = Dejó la fila. Puede tomar un lugar nuevo.
live-wait-soon = No tardará mucho.
live-sees-question = { $host } puede ver su pregunta:
live-more-often = Puede pedir más tiempo tantas veces como necesite.
live-left = Su turno le espera { $left } más.
live-left-over = Ahora puede pasar la siguiente persona. Usted sigue en la fila.
live-left-soon = Queda medio minuto. Puede pedir más tiempo.
live-not-now = Todavía no es su turno de escribir. Su texto está guardado aquí.
live-turn-heard = Ahora todo el mundo le lee.
live-turn-short = Puede escribir varios mensajes cortos.
live-turn-nearly = Ya pasó casi todo el tiempo habitual. Termine con calma: nadie le interrumpe.
live-mismatch-languages = Aquí se habla { $spoken }. Usted eligió { $yours }. Quien dirige lo ve y puede pedir ayuda a alguien que hable los dos idiomas.
live-ask-in-writing = Prefiero una respuesta por escrito
live-in-writing-asked = Pidió una respuesta por escrito.
live-told-spoken = Quien dirige la sesión dice: { $words }
live-ask-it = Enviarlo como pregunta
live-hold = Decirlo después
live-held = { $count ->
    [0] No hay nada suyo en espera.
    [one] 1 mensaje suyo espera a que la persona termine de compartir.
    [many] { $count } de mensajes suyos esperan a que la persona termine de compartir.
   *[other] { $count } mensajes suyos esperan a que la persona termine de compartir.
  }
live-held-over = Esto no se envió. Puede llevarlo de nuevo a donde escribe.
live-held-back = Retirarlo
live-feedback-hint = Por favor, no escriba nombres.
help-now-calling = Estamos avisando a moderación…
help-now-words = Unas palabras, si quiere. Solo las leen moderación y quien dirige la sesión.
help-now-words-send = Enviar estas palabras
help-now-again = Avisar otra vez a moderación
message-asked = Pregunta de { $name }:
message-asked-unnamed = Una pregunta que alguien hizo:

## Líneas discretas entre los mensajes

mark-opened = { $name } abrió la sesión.
mark-opened-unnamed = La sesión abierta empezó.
mark-early = { $minutes ->
    [one] { $name } abrió la sesión 1 minuto antes. Quien llegue a la hora prevista llega a tiempo.
   *[other] { $name } abrió la sesión { $minutes } minutos antes. Quien llegue a la hora prevista llega a tiempo.
  }
mark-early-unnamed = { $minutes ->
    [one] La sesión abierta empezó 1 minuto antes.
   *[other] La sesión abierta empezó { $minutes } minutos antes.
  }
mark-again = { $name } continúa la sesión.
mark-again-unnamed = La sesión continúa.
mark-closed = La sesión terminó. Ya puede escribir quien quiera.
mark-closed-moderator = El equipo de moderación terminó la sesión. Ya puede escribir quien quiera.
mark-unhosted = Quien iba a dirigir la sesión no pudo venir. Ahora es una sala abierta como siempre.
mark-stopped = Estas sesiones ya no continúan. Ya puede escribir quien quiera.
mark-handed = { $name } dirige la sesión desde ahora.
mark-handed-unnamed = Otra persona dirige la sesión desde ahora.
mark-handed-over = { $from } le pasa la sesión a { $name }.
mark-away = Quien dirigía la sesión perdió la conexión. Sigue { $name }.
mark-away-unnamed = Quien dirigía la sesión perdió la conexión. Sigue otra persona.
mark-taken = { $name } dirige la sesión desde ahora.
mark-taken-unnamed = Otra persona dirige la sesión desde ahora.
mark-given = { $name } tiene el turno.
mark-given-unnamed = La siguiente persona tiene el turno.
mark-gone = El turno queda en pausa, porque se perdió la conexión. El lugar se guarda.
mark-frozen = Una breve pausa. La sesión sigue pronto.
mark-thawed = La sesión continúa.

## Momentos en la sala en vivo

time-clock = { $hour ->
    [one] la { $clock }
   *[other] las { $clock }
  }
time-day-clock = el { $day } a { $clock }
time-at = a { $clock }
time-at-day = el { $day } a { $clock }
