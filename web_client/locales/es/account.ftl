## La propia cuenta

page-me = Mi cuenta
me-title = Su cuenta
me-done-name = Se cambió su nombre.
me-done-password = Se cambió su contraseña. Se cerraron sus demás sesiones.
me-done-email = Se cambió su correo.
me-done-consent = Gracias. Quedó anotado.
me-left = Su cuenta quedó cerrada
me-left-text = Borramos su nombre, su contraseña y su correo. Si algún día quiere volver, las puertas están abiertas.
notices = Para usted
notice-reset_link = El { $day }, alguien a cargo de este lugar creó un enlace para darle una contraseña nueva, y se cerraron todas sus sesiones. Si usted no lo pidió, avise a moderación.
notice-recovered = El { $day } se usó su código de recuperación para poner una contraseña nueva. Si no fue usted, avise a moderación.
notice-seen = Ya lo leí
notice-tell = Avisar a moderación
me-consent-title = Una pregunta antes de escribir
me-consent-submit = Sí, estoy de acuerdo
me-names = Sus nombres
me-name-joining = Usted entra como { $name }. En las salas donde todavía no ha escrito, también es { $name }.
me-name-tree = En las salas de «{ $tree }» usted es { $name }.
me-name-change = Cambiar este nombre
me-name-new = Nuevo nombre de pantalla
me-name-submit = Cambiar el nombre
me-name-held = Durante 90 días nadie más puede tomar su nombre anterior.
me-password = Contraseña
me-password-old = Su contraseña actual
me-password-new = Contraseña nueva
me-password-submit = Cambiar la contraseña
me-password-change = Cambiar su contraseña
me-recovery = Código de recuperación
me-recovery-text = Con el código puede volver a entrar si pierde la contraseña. Si ya no lo tiene, pida uno nuevo. El anterior dejará de servir.
me-recovery-submit = Mostrar un código nuevo
me-confirm = Su contraseña, para confirmar que es usted
me-email = Correo electrónico
me-email-is = Su correo es { $email }.
me-email-none = No tenemos ningún correo suyo. No lo necesita.
me-email-change = Cambiar el correo
me-email-new = Correo nuevo (déjelo vacío si no quiere ninguno)
me-email-submit = Guardar el correo
me-devices = Dónde tiene la sesión abierta
me-sessions = { $count ->
    [one] Solo tiene la sesión abierta en este dispositivo.
    [many] Tiene { $count } de sesiones abiertas, en este dispositivo y en otros.
   *[other] Tiene { $count } sesiones abiertas, en este dispositivo y en otros.
  }
me-out-everywhere = Cerrar sesión en todos los dispositivos
me-language = Idioma
me-leave = Irse para siempre
me-leave-text = Su cuenta se cierra, y se borran su nombre, su contraseña y su correo. Los mensajes que escribió se quedan, con las palabras «Alguien que cerró su cuenta». Si no quiere que se queden, retírelos antes. Durante 90 días nadie más puede tomar su nombre.
me-leave-submit = Irme para siempre
me-leave-open = Quiero irme
