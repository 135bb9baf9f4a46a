## Moderación

moderate = Para el equipo de moderación
moderate-reason = Motivo
moderate-term = Por cuánto tiempo
moderate-pace = Con qué ritmo
term-15-minutes = 15 minutos
term-1-hour = 1 hora
term-1-day = 1 día
term-1-week = 1 semana
pace-usual = El ritmo de siempre
pace-10-seconds = Un mensaje cada 10 segundos
pace-30-seconds = Un mensaje cada 30 segundos
pace-1-minute = Un mensaje por minuto
act-take_down = Quitar
act-take_down_recent = Quitar los mensajes de la última hora
act-pause = Pausar los mensajes de { $name }
act-step_out = Pedir a { $name } que salga de la sala
act-close_account = Cerrar la cuenta de { $name }
act-suspend = Suspender las funciones de { $name } por 1 hora
act-close_room = Cerrar esta sala
act-open_room = Abrir esta sala
act-slow = Cambiar el ritmo
act-calm = Poner esta sala en calma por 30 minutos
act-end_calm = Terminar la calma
act-do = Confirmar
act-undo = Deshacer
act-undone = Se deshizo.
done-take_down = Se quitó el mensaje.
done-take_down_recent = Se quitaron los mensajes de la última hora.
done-pause = Los mensajes de { $name } están en pausa.
done-step_out = Se pidió a { $name } que saliera de la sala.
done-close_account = La cuenta de { $name } está cerrada.
done-suspend = Se suspendieron las funciones de { $name }. Se avisó a la administración.
done-close_room = La sala está cerrada.
done-open_room = La sala está abierta.
done-slow = Se cambió el ritmo.
done-calm = La sala está en calma.
done-end_calm = La calma terminó.
recent-counting = Contando los mensajes…
recent-count = { $count ->
    [0] No hay mensajes de la última hora que quitar.
    [one] Se quitará 1 mensaje.
    [many] Se quitarán { $count } de mensajes.
   *[other] Se quitarán { $count } mensajes.
  }
recent-unknown = No se pudieron contar los mensajes. Cierre esta ventana e intente otra vez.
preview-later = Primero elija. Después verá aquí lo que leerán las personas.
preview-person = { $name } leerá
preview-room = La sala leerá
preview-nothing = Nada. No se avisa a la sala.
besides-close_account = Afecta a todas las salas. Solo puede hacerlo quien modera en todas.
besides-suspend = La suspensión vale en todas las salas y termina por sí sola después de 1 hora. Se avisa a la administración.
besides-calm = Hasta entonces, las cuentas nuevas solo pueden leer. La calma termina por sí sola.
put-back = Restaurar
sealed-open = Leer el texto que se quitó
sealed-title = Leer el texto que se quitó
sealed-note = Su nombre y su motivo quedan registrados. El texto se borra 72 horas después de que se quitó.
sealed-reason = ¿Por qué necesita leerlo?
sealed-reason-missing = Por favor, diga por qué.
sealed-read = Leer
sealed-texts = El texto que se quitó
sealed-none = Ya no queda texto para leer. Se borra 72 horas después de que se quitó.
paused-person = En pausa hasta { $until }.
stepped-out-person = Fuera de la sala hasta { $until }.
lift = Terminar ahora
lift-person = Terminar ahora: { $name }
reason-contact_details = compartir datos de contacto
reason-medical_advice = consejo médico
reason-unkind = palabras hirientes
reason-selling = vender algo
reason-flooding = demasiados mensajes seguidos
reason-heated = los ánimos estaban muy encendidos
reason-no_cover = no hay nadie de moderación de turno
reason-other = otra cosa
