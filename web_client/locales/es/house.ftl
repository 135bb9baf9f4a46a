## La casa

site-name = Hearthside
site-promise = Hable con personas que viven lo mismo que usted.
site-plain = Gratis. Sin anuncios. Sin dar su nombre real.
not-doctor = Aquí las personas comparten lo que han vivido. No son su médico. Si se siente muy mal, llame al número de emergencias de su zona.
skip-to-writing = Ir a escribir
skip-to-newest = Ir al mensaje más nuevo
skip-to-content = Ir a la página
nav-places = Este lugar
nav-rooms = Salas
nav-help = Ayuda
nav-me = Mi cuenta
nav-join = Unirse o entrar
nav-log-out = Salir
nav-language = Idioma
nav-moderation = Moderación
nav-mentoring = Primeros mensajes
nav-rules = Normas y privacidad
nav-contact = Contacto
contact-text = Para hablar con quienes llevan este lugar: { $contact }
text-size = Tamaño del texto
text-size-option = { $percent } %
demo-banner = Demostración. Estas personas son inventadas.
played = persona inventada
client-not-built = Ahora no se puede escribir aquí. Puede seguir leyendo.
