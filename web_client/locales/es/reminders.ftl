## Calendarios, recordatorios y correos de las sesiones abiertas

page-calendar = Calendario y recordatorios
calendar-title = Calendario y recordatorios
calendar-me = Los recordatorios se muestran aquí y en cada página que tenga abierta. Puede elegir su zona horaria, recibir correos y ver sus sesiones abiertas en su propio calendario.
calendar-me-link = Calendario y recordatorios
calendar-done-zone = Se guardó su zona horaria.
calendar-done-mail = Desde ahora también le escribimos por correo.
calendar-done-no-mail = Ya no le escribiremos por correo.
calendar-done-titles = Se guardaron los títulos que eligió.
calendar-done-stop = La dirección quedó anulada. Ya no muestra nada.

zone-title = Su zona horaria
zone-is = Le mostramos las horas en esta zona: { $zone }.
zone-none = Todavía no ha elegido una zona horaria.
zone-offered = Este dispositivo indica esta zona: { $zone }. Solo la usaremos si usted la guarda.
zone-label = Zona horaria
zone-language = Idioma de los recordatorios
zone-submit = Guardar
zone-unknown = No conocemos esa zona horaria. Elija una de la lista.

mail-title = Recordatorios por correo
mail-none-here = Este sitio no envía correos. Los recordatorios se muestran en sus páginas.
mail-no-address = Usted no ha dado ningún correo, y no lo necesita: los recordatorios se muestran en las páginas. Si quiere recibir correos, dé primero una dirección en «Mi cuenta».
mail-off = No le escribimos por correo. Usted dio su dirección para poder volver a entrar, y no la usamos para nada más si usted no lo pide aquí.
mail-on = Enviamos los recordatorios a { $address }. Dicen «reunión en línea» y la hora. No llevan el nombre de ninguna sala ni de ninguna persona.
mail-refused = El último correo a esta dirección no se pudo entregar. Revise la dirección.
mail-start = Escríbanme también por correo
mail-stop-button = Dejar de recibir correos

calendar-feed-title = Sus sesiones abiertas en su propio calendario
calendar-feed-text = Le damos una dirección secreta para su programa de calendario. Ahí verá las sesiones abiertas a las que viene o que dirige, siempre al día si cambia la hora. Quien tenga la dirección puede ver sus horas; por favor, no la comparta.
calendar-feed-none = Todavía no tiene una dirección.
calendar-feed-since = Tiene una dirección desde el { $day }. No podemos mostrarla otra vez, solo crear una nueva.
calendar-feed-plain = Que los títulos digan quién dirige y en qué sala
calendar-feed-plain-hint = Otras personas pueden ver su calendario. Sin esta opción solo dice «Reunión en línea».
calendar-feed-make = Crear una dirección
calendar-feed-anew = Crear una dirección nueva y anular la anterior
calendar-feed-titles = Guardar los títulos
calendar-feed-stop = Anular la dirección
page-calendar-address = Su dirección de calendario
calendar-address-title = Su dirección de calendario
calendar-address-text = Copie esta dirección en su programa de calendario, donde pida un calendario de internet. Solo se muestra esta vez.
calendar-address-label = Dirección secreta
calendar-address-back = Volver a calendario y recordatorios

calendar-name = Reuniones en línea
calendar-event = Reunión en línea
calendar-event-plain = Sesión abierta con { $host } en { $room }
calendar-event-text = La página de la reunión: { $link }
calendar-event-file = Esta cita no cambia por sí sola. Si cambia la hora, la página muestra la correcta. La página de la reunión: { $link }

page-mail = Correo
mail-stop-title = ¿Dejar de recibir correos?
mail-stop-text = Recibe correos nuestros porque pidió recordatorios. Pulse el botón y no le escribiremos más. Los recordatorios se siguen mostrando en las páginas cuando usted entra.
mail-stopped-title = No le enviaremos más correos
mail-stopped-text = No le escribiremos más. Puede volver a pedirlo en «Mi cuenta».
mail-stop-unknown = Este enlace ya no sirve. Puede dejar de recibir correos en «Mi cuenta».

notices-waiting = Novedades para usted: { $count }
notice-reminder_day = Le recordamos su sesión abierta: { $day }, { $clock }.
notice-reminder_soon = Su sesión abierta empieza pronto: { $day }, { $clock }.
notice-session_open = La puerta está abierta. Su sesión abierta está en marcha.
notice-session_moved = Su sesión abierta tiene nueva hora: { $day }, { $clock }.
notice-session_cancelled = La sesión abierta a la que quería venir ({ $day }, { $clock }) no se realizará. Lo sentimos.
notice-session_stopped = Estas sesiones ya no continúan. La sesión abierta a la que quería venir ({ $day }, { $clock }) no se realizará. Lo sentimos.
notice-question_answered = Su pregunta tiene respuesta.
notice-open = Abrir la página de la sesión

mail-subject-reminder_day = Recordatorio: reunión en línea, { $day }, { $clock }
mail-subject-reminder_soon = Su reunión en línea empieza pronto: { $clock }
mail-subject-moved = Nueva hora de su reunión en línea: { $day }, { $clock }
mail-subject-cancelled = Su reunión en línea no se realizará: { $day }
mail-subject-stopped = Su reunión en línea no se realizará: { $day }
mail-reminder_day = Usted pidió que le recordáramos una reunión en línea.
mail-reminder_soon = Usted pidió un recordatorio. Su reunión en línea empieza pronto.
mail-moved = Una reunión en línea a la que quería ir tiene nueva hora.
mail-cancelled = Una reunión en línea a la que quería ir no se realizará. Lo sentimos. En su página encontrará otras fechas.
mail-stopped = Estas reuniones en línea ya no continúan. La reunión a la que quería ir no se realizará. Lo sentimos. En su página encontrará otras opciones.
mail-when = Cuándo: { $day }, { $clock } ({ $zone })
mail-page = La página de la reunión: { $link }
mail-stop = Recibe este correo porque pidió recordatorios por correo. Para dejar de recibirlos: { $link }
