## Encontrar una sala

find-label = Encuentre su sala
find-hint = Use sus propias palabras, en español o en inglés. Por ejemplo: ostomía, COVID persistente, cuidar a mi madre.
find-submit = Buscar
find-private = No guardamos lo que usted busca.
find-results = { $count ->
    [one] 1 sala para «{ $words }»
   *[other] { $count } salas para «{ $words }»
  }
find-none = No encontramos una sala para «{ $words }»
find-none-text = Puede pasar con enfermedades poco frecuentes, o si hay un error al escribir. Quizá le sirva una de estas, o alguna de la lista de abajo.
find-nothing = ¿Qué busca?
find-nothing-text = Escriba una o dos palabras sobre lo que vive. O elija entre todas las salas de abajo.
find-no-cookie = Sus palabras no llegaron. Esta página las guarda diez minutos en una cookie, y puede que su navegador no lo permita. Puede elegir entre todas las salas de abajo.
find-all = Todas las salas
find-distress = Parece que está pasando por un momento muy difícil.
find-distress-text = No tiene que pasar por esto a solas. Hay personas a quienes puede llamar o escribir.
find-distress-link = Ver a quién puede llamar o escribir
find-distress-rooms = Salas para empezar

now-title = Dónde se conversa ahora
now-none = Ahora hay silencio en todas las salas. Puede dejar un mensaje en cualquiera.
here-few = Hay gente ahora
here-ten_plus = Más de 10 personas
here-mentor = con alguien de mentoría
here-today = Hoy se habló aquí

rooms-title = Salas
rooms-view = Cómo mostrar las salas
rooms-by-theme = Por tema
rooms-az = De la A a la Z
rooms-filter = Filtrar salas
rooms-filter-language = Idioma que se habla
rooms-filter-whom = Para quién
rooms-filter-any = Cualquiera
rooms-filter-submit = Mostrar
rooms-filter-clear = Mostrar todas otra vez
rooms-filtered = { $count ->
    [one] Hay 1 sala así.
   *[other] Hay { $count } salas así.
  }
rooms-filtered-none = Ninguna sala cumple todo esto. Pruebe con menos.
rooms-count = { $count ->
    [one] 1 sala
   *[other] { $count } salas
  }
rooms-other = Más salas
whom-living = Para quienes lo viven
whom-caring = Para quienes cuidan a alguien
whom-bereaved = Para quienes han perdido a alguien
whom-all = Para todas las personas
whom-living-short = Lo vivo
whom-caring-short = Cuido a alguien
whom-bereaved-short = He perdido a alguien
room-members-only = Solo miembros
room-is-closed = Cerrada por ahora
room-has-moved = Cambió de lugar
room-caregivers = Para quienes cuidan: { $room }
room-unread = { $count ->
    [one] 1 mensaje nuevo
   *[other] { $count } mensajes nuevos
  }

safe-title = Quién cuida este lugar
safe-moderators = El equipo de moderación lee las salas. Usted puede avisar a moderación sobre cualquier mensaje.
safe-duty = De turno ahora: { $names }
safe-duty-none = Ahora no hay nadie de moderación de turno. Verán su aviso en cuanto vuelvan.
safe-mentors = Las mentoras y los mentores han vivido lo mismo. Dan la bienvenida a quienes llegan.
safe-names = Usted elige un nombre de pantalla. En las salas nadie ve su correo.
safe-more = Cómo cuidamos este lugar
