# Un catálogo para las páginas del servidor y el navegador. Las mismas claves que en.ftl.

## La casa

site-name = Hearthside
site-promise = Hable con personas que viven lo mismo que usted.
site-plain = Gratis. Sin anuncios. Sin dar su nombre real.
not-doctor = Aquí las personas comparten lo que han vivido. No son su médico. Si se siente muy mal, llame al número de emergencias de su zona.
skip-to-writing = Ir a escribir
skip-to-newest = Ir al mensaje más nuevo
skip-to-content = Ir a la página
nav-rooms = Salas
nav-join = Unirse o entrar
nav-log-out = Salir
nav-language = Idioma
demo-banner = Esto es una demostración. Las personas y sus palabras son inventadas.
client-not-built = Ahora no se puede hablar en vivo: falta construir el programa de esta página. Puede seguir leyendo.

## Páginas

page-rooms = Salas
page-room = Sala
page-join = Unirse
page-missing = Página no encontrada
rooms-intro = Elija una sala. Cualquier persona puede leer las abiertas.
rooms-empty = Todavía no hay salas aquí.
room-readers-guests = Cualquier persona puede leer esta sala.
room-readers-members = Solo los miembros pueden leer esta sala.
room-locked = Esta sala está cerrada para escribir. Puede leer.
missing-text = No hay nada en esta dirección. Tal vez se movió.
missing-back = Ver todas las salas
join-intro = Para escribir, elija un nombre de pantalla. Toma un minuto.
join-new = Es mi primera vez
join-known = Ya he estado aquí
join-name = Nombre de pantalla
join-name-hint = No su nombre real. De 2 a 24 letras.
join-password = Contraseña
join-password-hint = Al menos { $least } caracteres. Varias palabras juntas son fáciles de recordar.
join-submit = Unirse
login-submit = Entrar
login-wrong = El nombre o la contraseña no son correctos.
password-too-short = Esta contraseña es muy corta. Use al menos { $least } caracteres.
password-too-long = Esta contraseña es demasiado larga.
password-too-common = Muchas personas usan esta contraseña. Elija otra.
join-too-many = Demasiados intentos. Espere un poco y vuelva a intentarlo.
noscript-room = Estos son los últimos mensajes. Para hablar en vivo, active JavaScript y cargue la página otra vez.

## Mensajes

messages = Mensajes
messages-none = Ahora hay silencio aquí. Puede dejar un mensaje.
messages-loading = Cargando la sala…
load-earlier = Cargar mensajes anteriores
loading-earlier = Cargando mensajes anteriores…
room-beginning = Aquí empieza la sala.
new-since = Nuevo desde su última visita
new-messages = { $count ->
    [one] 1 mensaje nuevo
    [many] { $count } de mensajes nuevos
   *[other] { $count } mensajes nuevos
  }
go-to-newest = Ir a los mensajes más nuevos
message-you = usted
message-edited = editado
message-link = Enlace a este mensaje
message-new-tab = Se abre en otra pestaña.
replying-to = En respuesta a { $name }
quote-gone = Un mensaje que se quitó
quote-above = Un mensaje más arriba
back-to-where = Volver a donde estaba
gone-retracted = Quien lo escribió retiró este mensaje.
gone-retracted-yours = Usted retiró este mensaje.
gone-removed = Un moderador quitó este mensaje.
gone-removed-why = Un moderador quitó este mensaje. Motivo: { $reason }.
gone-removed-yours = Quitamos su mensaje. Puede publicarlo otra vez como su propia experiencia.
gone-removed-yours-why = Quitamos su mensaje. Motivo: { $reason }. Puede publicarlo otra vez como su propia experiencia.
actions-for = Acciones para el mensaje de { $name }, { $time }
actions = Acciones
action-reply = Responder
action-edit = Cambiar
action-retract = Retirar
action-cancel = Cancelar
action-close = Cerrar
reactions-for = Responder sin palabras
reaction-hug = Abrazo
reaction-thank_you = Gracias
reaction-me_too = Yo también
reaction-hope = Esperanza
reaction-thinking_of_you = Pienso en ti
reaction-count = { $reaction }, { $count ->
    [one] 1 persona
    [many] { $count } de personas
   *[other] { $count } personas
  }
reaction-count-mine = { $reaction }, { $count ->
    [one] usted
    [many] { $count } de personas, usted también
   *[other] { $count } personas, usted también
  }
role-guest = visita
role-member = miembro
role-mentor = mentoría
role-moderator = moderación
role-admin = administración

## Escribir

composer-title = Escribir un mensaje
composer-label = Escriba un mensaje en esta sala
composer-send = Enviar
composer-enter-sends = Enter envía
composer-left = { $count ->
    [one] Queda 1 carácter
    [many] Quedan { $count } de caracteres
   *[other] Quedan { $count } caracteres
  }
composer-over = { $count ->
    [one] Sobra 1 carácter
    [many] Sobran { $count } de caracteres
   *[other] Sobran { $count } caracteres
  }
composer-replying = En respuesta a { $name }
composer-stop-replying = Dejar de responder
composer-kept = El texto que no envió está guardado.
composer-join = Puede leer esta sala. Para escribir, elija un nombre de pantalla. Toma un minuto.
composer-join-link = Unirse o entrar
post-as = Aquí escribe como { $name }.
change-name = Cambiar el nombre
change-name-label = Nuevo nombre de pantalla
change-name-submit = Usar este nombre
paused-until = Un moderador pausó sus mensajes en esta sala hasta { $until }. Puede seguir leyendo.
paused-why = Motivo: { $reason }.
unsent = Sin enviar todavía
send-sending = Enviando…
send-waiting = Se enviará cuando vuelva la conexión.
send-failed = No se envió. Su texto está guardado aquí.
send-stale = { $minutes ->
    [one] Escribió esto hace 1 minuto. ¿Todavía quiere enviarlo?
    [many] Escribió esto hace { $minutes } de minutos. ¿Todavía quiere enviarlo?
   *[other] Escribió esto hace { $minutes } minutos. ¿Todavía quiere enviarlo?
  }
send-again = Intentar otra vez
send-edit = Cambiar
send-delete = Borrar
edit-title = Cambiar su mensaje
edit-label = Su mensaje
edit-save = Guardar
edit-sealed = Se marcará como editado. Los moderadores pueden abrir el texto anterior durante 72 horas, o más si alguien avisó de él. Después se borra.
retract-title = ¿Retirar su mensaje?
retract-sealed = Nadie en la sala lo verá más. Los moderadores pueden abrirlo durante 72 horas, o más si alguien avisó de él. Después se borra.
retract-confirm = Retirarlo
writing-one = { $name } está escribiendo…
writing-two = { $first } y { $second } están escribiendo…
writing-several = Varias personas están escribiendo…

## Personas

people = Quién está aquí
people-mentors = Mentores aquí ahora
people-staff = Moderadores de turno
people-members = Aquí con usted
people-held = Tomando un descanso
person-unnamed = Un miembro
people-nobody = Ahora no se muestra a nadie.
crowd-few = Unas pocas personas más están leyendo.
crowd-ten_plus = Más de 10 personas están leyendo.
listed-show = Mostrarme aquí
listed-hide = Leer en silencio

## Moderación

moderate = Para moderadores
moderate-reason = Motivo
moderate-choose = Elija un motivo
take-down = Quitar
put-back = Restaurar
sealed-open = Leer el texto que se quitó
sealed-title = Leer el texto que se quitó
sealed-note = Su nombre y su motivo quedan registrados. El texto se borra 72 horas después de que se quitó.
sealed-reason = ¿Por qué necesita leerlo?
sealed-reason-missing = Diga por qué.
sealed-read = Leer
sealed-texts = El texto que se quitó
sealed-none = Ya no queda texto para leer. Se borra 72 horas después de que se quitó.
pause-person = Pausar a { $name }
pause-15-minutes = 15 minutos
pause-1-hour = 1 hora
pause-1-day = 1 día
step-out-person = Pedir a { $name } que salga de la sala
paused-person = En pausa hasta { $until }.
stepped-out-person = Fuera de la sala hasta { $until }.
lift = Terminar ahora
lift-person = Terminar ahora: { $name }
reason-contact_details = compartir datos de contacto
reason-medical_advice = consejo médico
reason-unkind = palabras hirientes
reason-selling = vender algo
reason-flooding = demasiados mensajes seguidos
reason-other = otra cosa

## La conexión

line-reconnecting = Conectando de nuevo…
line-offline = No tiene conexión. Puede seguir escribiendo. Lo enviaremos cuando vuelva.
line-try-now = Intentar ahora
line-back = Ya tiene conexión.
line-ended-signed-out = Se cerró su sesión. Su texto sigue en esta página.
line-ended-closed = Su cuenta está cerrada. Escriba a los moderadores para pedir que la revisemos.
line-ended-too-old = Hay una versión nueva de esta página.
line-ended-too-many = Este sitio está abierto en demasiadas ventanas. Cierre una y cargue esta página otra vez.
line-ended-other = La conexión terminó.
line-reload = Cargar la página otra vez
line-log-in = Entrar

## Lo que decimos cuando algo no se puede

refusal-bad_request = No entendimos eso. Cargue la página otra vez.
refusal-not_signed_in = Primero tiene que entrar.
refusal-signed_out = Se cerró su sesión. Entre otra vez.
refusal-account_closed = Su cuenta está cerrada. Escriba a los moderadores para pedir que la revisemos.
refusal-unknown_room = Esa sala no existe.
refusal-unknown_message = Este mensaje ya no está aquí.
refusal-unknown_member = Esta persona ya no está aquí.
refusal-not_allowed = Eso no se puede hacer aquí.
refusal-not_joined = Primero abra la sala.
refusal-room_locked = Esta sala está cerrada para escribir. Puede leer.
refusal-muted = Un moderador pausó sus mensajes en esta sala hasta { $until }. Puede seguir leyendo. Motivo: { $reason }.
refusal-stepped_out = Un moderador le pidió descansar de esta sala hasta { $until }. Motivo: { $reason }. Las demás salas siguen abiertas.
refusal-slow = { $seconds ->
    [one] Esta sala va despacio para que todos puedan seguirla. Podrá enviar de nuevo en 1 segundo.
    [many] Esta sala va despacio para que todos puedan seguirla. Podrá enviar de nuevo en { $seconds } de segundos.
   *[other] Esta sala va despacio para que todos puedan seguirla. Podrá enviar de nuevo en { $seconds } segundos.
  }
refusal-rate_limited = Fue mucho de una vez. Espere un momento.
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
name-why-invisible = Tiene un carácter que no se ve.
name-why-marks = Tiene demasiados signos sobre una letra.
name-why-length = Necesita de 2 a 24 letras.
name-why-letters = Necesita al menos una letra.
name-why-reserved = Parecería un nombre del personal o de un médico.

## Lo que se dice en voz alta a quien escucha la página

say-message = { $name }: { $body }
say-message-role = { $name }, { $role }: { $body }
say-many = { $count ->
    [one] 1 mensaje nuevo
    [many] { $count } de mensajes nuevos
   *[other] { $count } mensajes nuevos
  }
