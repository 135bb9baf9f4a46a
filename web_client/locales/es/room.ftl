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
go-to-where-stopped = { $count ->
    [one] 1 mensaje nuevo. Ir a donde dejó de leer
    [many] { $count } de mensajes nuevos. Ir a donde dejó de leer
   *[other] { $count } mensajes nuevos. Ir a donde dejó de leer
  }
hold-new = Retener los mensajes nuevos
holding = { $count ->
    [0] Retenidos. Todavía no hay nada nuevo.
    [one] Retenidos. Hay 1 mensaje nuevo.
    [many] Retenidos. Hay { $count } de mensajes nuevos.
   *[other] Retenidos. Hay { $count } mensajes nuevos.
  }
holding-show = Mostrarlos
message-you = usted
message-edited = editado
message-first = primera vez aquí
message-whole = Mostrar todo
message-less = Mostrar menos
message-link = Enlace a este mensaje
message-in-room = Ir a este mensaje en la sala
message-not-here = El mensaje no se ve aquí. Abrirlo aparte
message-new-tab = Se abre en otra pestaña.
replying-to = En respuesta a { $name }
quote-question = Una pregunta
quote-gone = Un mensaje que se quitó
quote-above = Un mensaje más arriba
back-to-where = Volver a donde estaba
gone-retracted = Quien lo escribió retiró este mensaje.
gone-retracted-yours = Usted retiró este mensaje.
gone-removed = El equipo de moderación quitó este mensaje.
gone-removed-why = El equipo de moderación quitó este mensaje. Motivo: { $reason }.
gone-removed-yours = Quitamos su mensaje. Puede escribirlo de nuevo con otras palabras.
gone-removed-yours-why = Quitamos su mensaje. Motivo: { $reason }. Puede escribirlo de nuevo sin esa parte.
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
composer-send-in = Enviar en { $seconds } s
composer-can-send = Ya puede enviar de nuevo.
composer-enter-sends = Enviar con Enter
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
slow-wait = Hay una breve espera entre un mensaje y otro, para que todo el mundo pueda seguir. Su texto está guardado.
ask-moderators = Escribir a moderación en privado
post-as = Aquí escribe como { $name }.
change-name = Cambiar el nombre
change-name-label = Nuevo nombre de pantalla
change-name-submit = Usar este nombre
paused-until = El equipo de moderación pausó sus mensajes en esta sala hasta { $until }. Puede seguir leyendo.
paused-why = Motivo: { $reason }.
powers-suspended = Otra persona de moderación suspendió sus funciones hasta { $until }. Motivo: { $reason }. Aquí puede leer y escribir como miembro. La administración lo revisará con usted.
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
edit-sealed = Se marcará como editado. El equipo de moderación puede abrir el texto anterior durante 72 horas, o más si alguien nos avisó sobre este mensaje. Después se borra.
retract-title = ¿Retirar su mensaje?
retract-sealed = Ya nadie en la sala podrá verlo. El equipo de moderación puede abrirlo durante 72 horas, o más si alguien nos avisó sobre este mensaje. Después se borra.
retract-confirm = Retirarlo
writing-one = { $name } está escribiendo…
writing-two = { $first } y { $second } están escribiendo…
writing-several = Varias personas están escribiendo…

## Lo que vale aquí para todos

room-menu = Esta sala
room-open-again = Ya se puede volver a escribir aquí.
room-usual-pace = Esta sala vuelve a su ritmo de siempre.

## El mismo nombre u otro

name-which = ¿El mismo nombre aquí o uno distinto?
name-elsewhere = En otras salas usted es { $name }.
name-why = Con otro nombre, quienes le conocen de allí no sabrán que es usted. Puede cambiarlo más tarde.
name-same = Usar { $name } también aquí
name-other = Otro nombre para estas salas
name-later = Ahora no

## Avisar a moderación

tell = Avisar a moderación
tell-room = Sobre esta sala.
tell-what = ¿Qué ocurre?
concern-worried_about_someone = Me preocupa alguien
concern-contact_details = Datos privados, como un teléfono
concern-medical_advice = Consejo médico o una cura
concern-selling = Alguien vende algo
concern-unkind = Palabras hirientes
concern-something_else = Otra cosa
tell-note = Con sus palabras, si quiere
tell-next = Solo lo leerá el equipo de moderación. La persona no sabrá que usted avisó.
tell-lacks = Por favor, elija qué ocurre.
tell-send = Enviar el aviso
tell-page = Hacerlo en otra página
tell-thanks = Gracias. El equipo de moderación lo revisará. La persona no sabrá que usted avisó.
tell-on-duty = Ahora hay alguien de moderación de turno y lo verá pronto.
tell-nobody = Ahora no hay nadie de moderación de turno. Verán su aviso en cuanto vuelvan. Si alguien corre peligro, no nos espere: pida ayuda ya.
tell-help = Pedir ayuda

## La conexión

line-reconnecting = Conectando de nuevo…
line-offline = No tiene conexión. Puede seguir escribiendo. Lo enviaremos cuando vuelva.
line-try-now = Intentar ahora
line-back = Ya tiene conexión.
line-ended-signed-out = Se cerró su sesión. Su texto está guardado aquí. Entre para enviarlo.
line-ended-closed = Su cuenta está cerrada. Escriba a moderación para pedir que la revisemos.
line-ended-too-old = Hay una versión nueva de esta página.
line-ended-too-many = Este sitio está abierto en demasiadas ventanas. Cierre una y cargue esta página otra vez.
line-ended-other = La conexión terminó.
line-reload = Cargar la página otra vez
line-log-in = Entrar

## Lo que se dice en voz alta a quien escucha la página

say-message = { $name }: { $body }
say-message-role = { $name }, { $role }: { $body }
say-many = { $count ->
    [one] 1 mensaje nuevo
    [many] { $count } de mensajes nuevos
   *[other] { $count } mensajes nuevos
  }
