## Lo que decimos cuando algo no se puede

refusal-bad_request = No pudimos entender eso. Cargue la página otra vez.
refusal-not_signed_in = Primero tiene que entrar.
refusal-signed_out = Se cerró su sesión. Entre otra vez.
refusal-account_closed = Su cuenta está cerrada. Escriba a moderación para pedir que la revisemos.
refusal-unknown_room = Esa sala no existe.
refusal-unknown_message = Este mensaje ya no está aquí.
refusal-unknown_member = Esta persona ya no tiene cuenta aquí.
refusal-not_allowed = Eso no se puede hacer aquí.
refusal-not_joined = Primero abra la sala.
refusal-room_locked = Esta sala está cerrada para escribir. Puede leer.
refusal-muted = El equipo de moderación pausó sus mensajes en esta sala hasta { $until }. Puede seguir leyendo. Motivo: { $reason }.
refusal-stepped_out = El equipo de moderación le pidió descansar de esta sala hasta { $until }. Motivo: { $reason }. Las demás salas siguen abiertas para usted.
refusal-slow = { $seconds ->
    [one] Esta sala va despacio para que todo el mundo pueda seguirla. Podrá enviar de nuevo en 1 segundo.
    [many] Esta sala va despacio para que todo el mundo pueda seguirla. Podrá enviar de nuevo en { $seconds } de segundos.
   *[other] Esta sala va despacio para que todo el mundo pueda seguirla. Podrá enviar de nuevo en { $seconds } segundos.
  }
refusal-rate_limited = Envió varias cosas muy seguidas. Espere un momento.
refusal-busy = Ahora hay mucho movimiento. Intente otra vez en un momento.
refusal-retry = No pudimos saber si funcionó. Intente otra vez.
refusal-empty = Todavía no hay nada que enviar.
refusal-too_long = Su mensaje tiene { $length } caracteres. El límite es { $limit }. Puede enviarlo en dos partes.
refusal-bad_text = Hay un carácter en su texto que no se puede enviar. Escríbalo otra vez.
refusal-too_late = Un mensaje se puede cambiar durante { $minutes } minutos. Todavía puede retirarlo.
refusal-gone = Este mensaje ya no se muestra.
refusal-nothing_to_change = Ya está así.
refusal-idempotency_conflict = Esto ya se envió con otras palabras. Envíelo como un mensaje nuevo.
refusal-name_invalid = Este nombre no se puede usar. { $why }
refusal-name_taken = Alguien aquí ya usa este nombre, o uno muy parecido.
refusal-calm = Esta sala está en calma hasta { $until }. Quienes acaban de llegar pueden leer ahora y escribir después.
refusal-new_account_link = Durante el primer día no se pueden enviar enlaces. Puede contarlo con sus propias palabras.
refusal-new_account_rooms = Durante el primer día puede empezar a escribir en { $limit } salas. En esas puede seguir. Mañana podrá escribir también en las demás.
refusal-wrong_login = El nombre o la contraseña no son correctos.
refusal-weak_password = Elija otra contraseña. { $why }
refusal-bad_email = Esto no parece una dirección de correo. También puede dejarlo vacío.
refusal-too_many_tries = Se ha intentado muchas veces desde aquí. Espere un poco y vuelva a intentarlo. Su cuenta está a salvo.
refusal-joining_paused = No es posible unirse hasta { $until }. Puede leer las salas abiertas. Vuelva más tarde, por favor.
refusal-too_young = Este lugar es para personas de { $years } años o más. No guardamos nada de lo que escribió.
refusal-no_consent = Para que pueda escribir aquí tenemos que guardar sus palabras, y estas pueden hablar de su salud. Sin su permiso no podemos hacerlo. Puede darlo al unirse, o más tarde en la página «Mi cuenta». Puede seguir leyendo las salas abiertas.
refusal-wrong_code = El nombre o el código de recuperación no son correctos.
refusal-link_used = Este enlace ya se usó o dejó de ser válido. Pida uno nuevo.
refusal-unknown_drop_in = Esa sesión abierta no existe.
refusal-not_your_turn = { $form ->
    [line] Ahora habla una sola persona con quien dirige la sesión. Su texto está guardado aquí. Puede tomar un lugar en la fila.
    [circle] Ahora alguien está compartiendo. Su texto está guardado aquí. Puede pedir que se muestre después.
    [questions] Ahora se responden preguntas. Su texto está guardado aquí. Puede enviarlo como pregunta.
   *[other] Todavía no es su turno de escribir. Su texto está guardado aquí.
  }
refusal-short_pause = Hay una breve pausa. Podrá escribir cuando la sesión siga. Su texto está guardado aquí.
refusal-too_early = Todavía es pronto para eso. Podrá hacerlo a partir de este momento: { $at }.
refusal-not_live = Esta sesión abierta no está en marcha ahora.
refusal-line_closed = Hoy la fila ya no admite más lugares. Puede dejar una pregunta.
refusal-in_another_line = Usted tiene un lugar en otra fila. Deje primero aquella: solo se puede estar en una fila a la vez.
refusal-no_place = Ahora no tiene un lugar en esta fila.
refusal-already_called = Ya se llamó a { $name }.
refusal-floor_taken = Ahora otra persona tiene el turno.
refusal-nobody_waits = No hay nadie esperando a quien se pueda llamar.
refusal-uncovered = Nadie le acompaña. Sin una segunda persona solo se puede abrir una fila o un círculo, para ocho personas como máximo.
refusal-not_expert = Para esto hace falta una acreditación comprobada y vigente.
refusal-bad_schedule = Este horario no se puede guardar así. { $why }
refusal-too_many_times = Esta regla da más de { $limit } fechas. Elija un último día anterior.
refusal-clash = { $who ->
    [host] Quien dirige la sesión tiene otra a esa hora: { $at }.
   *[room] Esta sala tiene otra sesión a esa hora: { $at }.
  }
refusal-edited_meanwhile = Alguien guardó cambios mientras tanto. Abajo están las dos versiones. No se ha perdido nada.
refusal-series_stopped = Estas sesiones ya no continúan.
refusal-too_many_questions = { $limit } preguntas suyas esperan respuesta. Puede retirar una y hacer otra.
name-why-invisible = Tiene un carácter que no se ve.
name-why-marks = Tiene demasiados signos sobre una letra.
name-why-length = Necesita de 2 a 24 letras.
name-why-letters = Necesita al menos una letra.
name-why-link = No puede ser una dirección de internet ni de correo.
name-why-script = Mezcla letras de distintos alfabetos. Use uno solo.
name-why-reserved = Podría parecer el nombre de alguien del equipo o del personal médico.
