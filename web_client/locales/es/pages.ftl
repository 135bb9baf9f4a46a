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
